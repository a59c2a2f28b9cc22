// SPDX-License-Identifier: Apache-2.0
//
// The orders in which names and the elements of sets are signed.
//
//   kPython   text by code point, binaries by unsigned bytes: the order of Map and of the sets
//   kJava     text by UTF-16 unit, binaries by signed bytes
#pragma once

#include <string_view>

namespace magneto::internal::encryption {

/// Whether the orders of text can differ for one that has this in it: a character from U+E000 on.
inline bool has_late_characters(std::string_view utf8) {
  for (const char c : utf8) {
    if (static_cast<unsigned char>(c) >= 0xEE) return true;
  }
  return false;
}

inline bool has_high_bytes(std::string_view bytes) {
  for (const char c : bytes) {
    if (static_cast<unsigned char>(c) >= 0x80) return true;
  }
  return false;
}

/// UTF-8 compared by UTF-16 units: characters of two units (lead byte F0 and above) come before
/// U+E000 to U+FFFF (lead bytes EE and EF).
inline bool utf16_less(std::string_view a, std::string_view b) {
  const std::size_t both = a.size() < b.size() ? a.size() : b.size();
  for (std::size_t i = 0; i < both; ++i) {
    const auto left = static_cast<unsigned char>(a[i]);
    const auto right = static_cast<unsigned char>(b[i]);
    if (left == right) continue;
    const bool two_units_left = left >= 0xF0;
    const bool two_units_right = right >= 0xF0;
    if (two_units_left != two_units_right && left >= 0xEE && right >= 0xEE) return two_units_left;
    return left < right;
  }
  return a.size() < b.size();
}

inline bool signed_bytes_less(std::string_view a, std::string_view b) {
  const std::size_t both = a.size() < b.size() ? a.size() : b.size();
  for (std::size_t i = 0; i < both; ++i) {
    if (a[i] != b[i]) return static_cast<signed char>(a[i]) < static_cast<signed char>(b[i]);
  }
  return a.size() < b.size();
}

}  // namespace magneto::internal::encryption
