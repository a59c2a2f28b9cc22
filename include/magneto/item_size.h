// SPDX-License-Identifier: Apache-2.0
//
// The size of an item, to the byte, as the service counts it: for its limit of 400 KB, for pages of
// 1 MB and for capacity units.
//
//   if (item_size(song) > kMaxItemBytes) ...
//
// An attribute's name counts as UTF-8; a string or binary its length; a number 1 and 1 more for
// each two digits, 1 more if it is negative; true, false and null 1; a set its elements; a list or
// map 3, its elements, and 1 for each of them.
#pragma once

#include <cstddef>

#include "magneto/value.h"

namespace magneto {

/// What the service refuses an item beyond.
inline constexpr std::size_t kMaxItemBytes = 409'600;

std::size_t item_size(const Item& item);
/// Without the attribute's name.
std::size_t value_size(const Value& value);

}  // namespace magneto
