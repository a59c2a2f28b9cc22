// SPDX-License-Identifier: Apache-2.0
//
// Base64 as the service reads and writes it: standard alphabet, padded, nothing else between.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace magneto::internal {

constexpr std::size_t base64_length(std::size_t bytes) { return (bytes + 2) / 3 * 4; }

/// Writes base64_length(bytes.size()) characters to `to`. The end of what was written.
char* encode_base64(std::string_view bytes, char* to);
std::string base64_of(std::string_view bytes);

struct Base64Result {
  std::size_t size = 0;  ///< Bytes written.
  std::string error;     ///< The service's text; empty when the input is right.
};

/// Writes at most text.size() / 4 * 3 bytes to `to`.
Base64Result decode_base64(std::string_view text, char* to);

}  // namespace magneto::internal
