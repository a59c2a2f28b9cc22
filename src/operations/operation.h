// SPDX-License-Identifier: Apache-2.0
//
// The table of operations: from the X-Amz-Target of a request to the code that answers it.
//
//   const Operation* operation = find_operation("DynamoDB_20120810.PutItem");
//   if (operation == nullptr) return Error(ErrorCode::kUnknownOperation, "");
//   Result<void> done = operation->run(context, body, out);
//
// Every operation of the service model has a row. `run` decodes the body, checks the model's
// constraints, calls the operation's function and writes its answer to `out`; when it fails, `out`
// is as it was.
//
// To add an operation: a file of its own with the function, its declaration in item_operations.h or
// its like, and a row in registry.cc.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"
#include "json/codec.h"
#include "json/json_writer.h"
#include "operations/core/context.h"

namespace magneto::internal::operations {

struct Operation {
  std::string_view name;    ///< "PutItem"
  std::string_view target;  ///< "DynamoDB_20120810.PutItem"
  Effect effect = Effect::kRead;
  /// Errors: kSerialization, kValidation, the operation's own, and kWouldBlock when
  /// context.blocking is kNever: then run it again, from the parsed body on, where it may wait.
  Result<void> (*run)(Context& context, json::ParsedBody body, json::JsonWriter& out) = nullptr;
};

/// The row of an X-Amz-Target; null when the service has no such operation. Constant data.
const Operation* find_operation(std::string_view target);

/// All rows, by target.
std::span<const Operation> all_operations();

}  // namespace magneto::internal::operations
