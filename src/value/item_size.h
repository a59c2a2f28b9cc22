// SPDX-License-Identifier: Apache-2.0
//
// Sizes as the service counts them, in bytes: they decide limits, pages and capacity. They are not
// the lengths of the encoded form.
//
//   attribute   UTF-8 length of the name + size of the value
//   S, B        length
//   N           1 + one for each pair of digits, + 1 if negative; at most 21; 0 is 1. Pairs are
//               counted from the decimal point in both directions, leading and trailing 00 pairs
//               do not count: 12.3 is 3 bytes, 123.4 is 4
//   BOOL, NULL  1
//   SS, NS, BS  sum of the elements
//   L, M        3 + sum of elements, + 1 an element (M: plus the names)
//
// Sources: developer guide, "DynamoDB item sizes and formats"; for numbers it says only
// "approximately", the exact rule is that of published measurements of the service, which this fits
// to the byte. It is also the length of a number's stored form (decimal.h).
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "value/encoded_item.h"

namespace magneto::internal::value {

inline constexpr std::size_t kMaxItemBytes = 409'600;

inline constexpr std::size_t kMaxNumberBytes = 21;

std::size_t item_size(ItemView item);
std::size_t value_size(ValueView value);
/// Of a number's stored form.
inline std::size_t number_size(std::string_view encoded) {
  return std::min(encoded.size(), kMaxNumberBytes);
}

}  // namespace magneto::internal::value
