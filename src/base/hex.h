// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

namespace magneto::internal {

/// Two lower-case hex digits for each byte.
inline void append_hex(std::span<const unsigned char> bytes, std::string& out) {
  static constexpr char kDigits[] = "0123456789abcdef";
  for (const unsigned char byte : bytes) {
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
  }
}

inline std::string hex(std::span<const unsigned char> bytes) {
  std::string text;
  append_hex(bytes, text);
  return text;
}

}  // namespace magneto::internal
