// SPDX-License-Identifier: Apache-2.0
//
// What transactions that read and that write have in common.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "catalog/table.h"
#include "keys/key_schema.h"
#include "value/encoded_item.h"

namespace magneto::operations {

/// Of all items in the request, and of all items in an answer.
inline constexpr std::uint64_t kMaxTransactionBytes = 4 * 1024 * 1024;

/// An empty key value is an error of the whole request; other things that are wrong with a key
/// cancel the transaction. Errors: kValidation.
Result<void> check_no_empty_key(const keys::KeySchema& schema, value::ItemView key);

/// The same of the index keys of an item that is put (there only DynamoDB Local is a witness).
/// Errors: kValidation.
Result<void> check_no_empty_index_key(const catalog::Table& table, value::ItemView item);

}  // namespace magneto::operations
