// SPDX-License-Identifier: Apache-2.0
//
// Standard base64, as descriptions hold wrapped keys.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "base/base64.h"
#include "encryption/crypto/secret.h"

namespace magneto::internal::encryption {

/// Nothing where it is not base64. Line breaks may be in it: old items of the Java client have
/// lines of 76 characters.
inline std::optional<std::string> from_base64(std::string_view lines) {
  const auto breaks = [](char c) { return c == '\r' || c == '\n'; };
  if (std::any_of(lines.begin(), lines.end(), breaks)) {
    std::string line(lines);
    std::erase_if(line, breaks);
    auto bytes = from_base64(line);
    wipe(line);  // it may be a key
    return bytes;
  }
  std::string bytes(lines.size(), '\0');
  const Base64Result result = decode_base64(lines, bytes.data());
  if (!result.error.empty()) return std::nullopt;
  bytes.resize(result.size);
  return bytes;
}

}  // namespace magneto::internal::encryption
