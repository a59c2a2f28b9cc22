// SPDX-License-Identifier: Apache-2.0
//
// Digests of transactions: whether a request that comes with a known ClientRequestToken is the same
// as before. Only what it writes counts, not how it wants to be answered; nor does the order of
// attributes in a map or the form of a number.
#pragma once

#include <string_view>

#include "base/arena.h"
#include "model/shapes.h"

namespace magneto::internal::operations {

/// 16 bytes, in the arena.
std::string_view request_digest(Arena& arena, const model::TransactWriteItemsInput& input);
std::string_view request_digest(Arena& arena, const model::ExecuteTransactionInput& input);
/// The same of a statement and its parameters: whether a NextToken is of the same SELECT.
std::string_view request_digest(Arena& arena, const model::ParameterizedStatement& statement);

}  // namespace magneto::internal::operations
