// SPDX-License-Identifier: Apache-2.0
//
// OperationRunner: what one thread needs to run operations, reused from call to call.
#pragma once

#include <string_view>

#include "base/result.h"
#include "json/codec.h"
#include "operations/core/context.h"
#include "operations/operation.h"

namespace magneto::internal::database {

struct OperationRunner {
  OperationRunner(operations::Services& services, storage::Blocking blocking)
      : context{.services = services,
                .arena = {},
                .parse_cache = {},
                .blocking = blocking,
                .table = {},
                .host = {}} {}

  /// Runs one operation on a body that has been parsed with `parser`, and clears the context.
  /// Errors: the operation's; kWouldBlock where the context must not block.
  Result<void> run(const operations::Operation& operation, json::ParsedBody body,
                   std::string_view host, json::JsonWriter& out) {
    out.clear();
    context.host = host;
    Result<void> result = operation.run(context, body, out);
    context.reset();
    return result;
  }

  operations::Context context;
  json::RequestParser parser;
};

}  // namespace magneto::internal::database
