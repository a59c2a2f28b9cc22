// SPDX-License-Identifier: Apache-2.0
#include "store/token.h"

#include <cstring>

#include "base/bytes.h"

namespace magneto::internal::store {
namespace {

constexpr char kFormat = 2;
constexpr char kFormatOfOld = 1;  // Without the sizes of images.
constexpr std::size_t kTimeBytes = 8;
constexpr std::size_t kHeadBytes = 1 + kTimeBytes;

Error damaged() {
  return Error(ErrorCode::kCorruption, "damaged record of a client request token");
}

void append_big_endian(std::string& to, std::uint64_t number, std::size_t bytes) {
  for (std::size_t i = bytes; i-- > 0;) to += static_cast<char>(number >> (8 * i));
}

}  // namespace

std::uint64_t StoredToken::image_bytes(std::size_t item) const {
  return read_big_endian<std::uint32_t>(image_sizes->data() + item * kImageSizeBytes);
}

std::string_view encode_image_sizes(Arena& arena, std::span<const derive::WriteEffect> effects) {
  std::string sizes;
  for (const derive::WriteEffect& effect : effects) {
    const bool removed = effect.new_bytes == 0;
    append_big_endian(sizes, removed ? effect.old_bytes : effect.new_bytes, kImageSizeBytes);
  }
  return arena.copy(sizes);
}

std::string_view encode_token(Arena& arena, const StoredToken& token) {
  std::string record(1, token.image_sizes ? kFormat : kFormatOfOld);
  append_big_endian(record, static_cast<std::uint64_t>(token.used_ms), kTimeBytes);
  if (token.image_sizes) record += static_cast<char>(token.request_digest.size());
  record += token.request_digest;
  if (token.image_sizes) record += *token.image_sizes;
  return arena.copy(record);
}

Result<StoredToken> decode_token(std::string_view record) {
  if (record.size() < kHeadBytes) return damaged();
  const char format = record.front();
  StoredToken token;
  token.used_ms = static_cast<std::int64_t>(read_big_endian<std::uint64_t>(record.data() + 1));
  record.remove_prefix(kHeadBytes);
  if (format == kFormatOfOld) {
    token.request_digest = record;
    return token;
  }
  if (format != kFormat || record.empty()) return damaged();
  const auto digest_bytes = static_cast<unsigned char>(record.front());
  record.remove_prefix(1);
  if (record.size() < digest_bytes) return damaged();
  token.request_digest = record.substr(0, digest_bytes);
  token.image_sizes = record.substr(digest_bytes);
  if (token.image_sizes->size() % kImageSizeBytes != 0) return damaged();
  return token;
}

}  // namespace magneto::internal::store
