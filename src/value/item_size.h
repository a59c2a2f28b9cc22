// SPDX-License-Identifier: Apache-2.0
//
// Sizes as the service counts them, in bytes: they decide limits, pages and capacity. They are not
// the lengths of the encoded form.
//
//   attribute   UTF-8 length of the name + size of the value
//   S, B        length
//   N           1 + one for each two significant digits, rounded up, + 1 if negative
//   BOOL, NULL  1
//   SS, NS, BS  sum of the elements
//   L, M        3 + sum of elements, + 1 an element (M: plus the names)
//
// Source: developer guide, "DynamoDB item sizes and formats".
#pragma once

#include <cstddef>
#include <string_view>

#include "value/encoded_item.h"

namespace magneto::value {

inline constexpr std::size_t kMaxItemBytes = 409'600;

std::size_t item_size(ItemView item);
std::size_t value_size(ValueView value);
/// Of a number's stored form.
std::size_t number_size(std::string_view encoded);

}  // namespace magneto::value
