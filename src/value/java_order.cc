// SPDX-License-Identifier: Apache-2.0
#include "value/java_order.h"

#include "base/utf8.h"

namespace magneto::internal::value {
std::uint32_t java_hash(std::string_view text) {
  std::uint32_t hash = 0;
  while (!text.empty()) {
    const std::uint32_t character = take_code_point(text);
    if (character < 0x10000) {
      hash = 31 * hash + character;
      continue;
    }
    const std::uint32_t rest = character - 0x10000;
    hash = 31 * hash + (0xD800 + (rest >> 10));
    hash = 31 * hash + (0xDC00 + (rest & 0x3FF));
  }
  return hash;
}

std::uint32_t java_slot(std::uint32_t hash, std::size_t entries, std::uint32_t first_slots) {
  std::uint32_t slots = first_slots;
  while (entries * 4 > std::size_t{slots} * 3) slots *= 2;
  return (hash ^ (hash >> 16)) & (slots - 1);
}

}  // namespace magneto::internal::value
