// SPDX-License-Identifier: Apache-2.0

#include "base/java_order.h"

namespace magneto {
namespace {

/// Takes one character off the front of UTF-8.
std::uint32_t take_character(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  std::uint32_t character = length == 1 ? lead : lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length && i < text.size(); ++i) {
    character = (character << 6) | (static_cast<unsigned char>(text[i]) & 0x3Fu);
  }
  text.remove_prefix(length < text.size() ? length : text.size());
  return character;
}

}  // namespace

std::uint32_t java_hash(std::string_view text) {
  std::uint32_t hash = 0;
  while (!text.empty()) {
    const std::uint32_t character = take_character(text);
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

}  // namespace magneto
