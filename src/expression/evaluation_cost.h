// SPDX-License-Identifier: Apache-2.0
//
// How much work it may be to evaluate an expression, before it is done: whoever must not take long
// asks first.
#pragma once

#include <cstdint>

#include "expression/expression.h"

namespace magneto::internal::expression {

/// The most bytes that evaluate() may look at: for each operand the whole item (contains() reads a
/// text to its end, a path passes all attributes before its own) or the operand's own value.
std::uint64_t most_bytes_read(const Condition& condition, value::ItemView item);
/// Likewise for apply_update().
std::uint64_t most_bytes_read(const Update& update, value::ItemView old);

}  // namespace magneto::internal::expression
