// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace magneto::internal {

/// The length in UTF-16 units, which is how Java, and so the service, counts characters.
/// REQUIRES: UTF-8.
inline std::size_t utf16_length(std::string_view utf8) {
  std::size_t units = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) units += byte >= 0xF0 ? 2 : 1;
  }
  return units;
}

/// Takes one code point off the front. REQUIRES: UTF-8, not empty.
inline std::uint32_t take_code_point(std::string_view& utf8) {
  const auto lead = static_cast<unsigned char>(utf8[0]);
  const std::size_t length = std::min<std::size_t>(lead < 0x80   ? 1
                                                   : lead < 0xE0 ? 2
                                                   : lead < 0xF0 ? 3
                                                                 : 4,
                                                   utf8.size());
  std::uint32_t point = length == 1 ? lead : lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    point = (point << 6) | (static_cast<unsigned char>(utf8[i]) & 0x3Fu);
  }
  utf8.remove_prefix(length);
  return point;
}

/// How many bytes at the front are certainly ASCII: whole words of them.
inline std::size_t leading_ascii(std::string_view bytes) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080;
  std::size_t i = 0;
  for (std::uint64_t word = 0; bytes.size() - i >= sizeof word; i += sizeof word) {
    std::memcpy(&word, bytes.data() + i, sizeof word);
    if ((word & kHighBits) != 0) break;
  }
  return i;
}

/// Whether `bytes` are UTF-8: shortest forms, no surrogates, nothing above U+10FFFF.
inline bool is_utf8(std::string_view bytes) {
  std::size_t i = leading_ascii(bytes);
  while (i < bytes.size()) {
    const auto first = static_cast<unsigned char>(bytes[i++]);
    if (first < 0x80) continue;
    const std::size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    if (first < 0xC2 || first > 0xF4 || bytes.size() - i < more) return false;
    const auto second = static_cast<unsigned char>(bytes[i]);
    const bool too_long = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool outside = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
    if (too_long || outside) return false;
    for (std::size_t end = i + more; i < end; ++i) {
      if ((static_cast<unsigned char>(bytes[i]) & 0xC0) != 0x80) return false;
    }
  }
  return true;
}

}  // namespace magneto::internal
