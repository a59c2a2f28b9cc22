// SPDX-License-Identifier: Apache-2.0
//
// Records of client request tokens (Family::kTokens, under the token):
//
//   token record := format (1 byte: 1) time (8 bytes big endian, milliseconds since 1970) digest
#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"

namespace magneto::internal::store {

/// How long a token is remembered. After that it counts as unknown, whether swept or not.
inline constexpr std::int64_t kTokenWindow_ms = 10 * 60 * 1000;

struct StoredToken {
  std::int64_t used_ms = 0;
  std::string_view request_digest;

  bool expired(std::int64_t now_ms) const { return now_ms - used_ms >= kTokenWindow_ms; }
};

/// In the arena.
std::string_view encode_token(Arena& arena, const StoredToken& token);

/// Borrows `record`. Errors: kCorruption.
Result<StoredToken> decode_token(std::string_view record);

}  // namespace magneto::internal::store
