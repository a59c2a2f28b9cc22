// SPDX-License-Identifier: Apache-2.0
//
// Standard base64, as descriptions hold wrapped keys.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/base64.h"
#include "encryption/crypto/secret.h"

namespace magneto::internal::encryption {

/// Nothing where it is not base64. Line breaks may be in it: old items of the Java client have
/// lines of 76 characters.
inline std::optional<std::string> from_base64(std::string_view lines) {
  std::string text(lines);
  std::erase_if(text, [](char c) { return c == '\r' || c == '\n'; });
  std::string bytes(text.size(), '\0');
  const Base64Result result = decode_base64(text, bytes.data());
  wipe(text);  // it may be a key
  if (!result.error.empty()) return std::nullopt;
  bytes.resize(result.size);
  return bytes;
}

}  // namespace magneto::internal::encryption
