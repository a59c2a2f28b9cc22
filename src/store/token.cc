// SPDX-License-Identifier: Apache-2.0
#include "store/token.h"

#include <cstring>

namespace magneto::internal::store {
namespace {

constexpr char kTokenFormat = 1;
constexpr std::size_t kHeadBytes = 1 + 8;

}  // namespace

std::string_view encode_token(Arena& arena, const StoredToken& token) {
  const std::size_t size = kHeadBytes + token.request_digest.size();
  char* to = static_cast<char*>(arena.allocate(size, 1));
  to[0] = kTokenFormat;
  const auto time = static_cast<std::uint64_t>(token.used_ms);
  for (int i = 0; i < 8; ++i) to[1 + i] = static_cast<char>(time >> (56 - 8 * i));
  std::memcpy(to + kHeadBytes, token.request_digest.data(), token.request_digest.size());
  return {to, size};
}

Result<StoredToken> decode_token(std::string_view record) {
  if (record.size() < kHeadBytes || record.front() != kTokenFormat) {
    return Error(ErrorCode::kCorruption, "damaged record of a client request token");
  }
  std::uint64_t time = 0;
  for (int i = 0; i < 8; ++i) time = time << 8 | static_cast<unsigned char>(record[1 + i]);
  return StoredToken{static_cast<std::int64_t>(time), record.substr(kHeadBytes)};
}

}  // namespace magneto::internal::store
