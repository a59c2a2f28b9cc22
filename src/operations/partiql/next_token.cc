// SPDX-License-Identifier: Apache-2.0
//
//   token   := base64 of: version (1 byte: 1) digest (16) part (4, big endian) key checksum (4)
//   key     := encoded attributes; empty: none
//   checksum:= CRC-32 of all before it
#include "operations/partiql/next_token.h"

#include <string>

#include "base/base64.h"
#include "base/crc32.h"
#include "operations/core/messages.h"

namespace magneto::internal::operations {
namespace {

constexpr char kVersion = 1;
constexpr std::size_t kDigestBytes = 16;
constexpr std::size_t kHeadBytes = 1 + kDigestBytes + 4;
constexpr std::size_t kChecksumBytes = 4;

void append_big_endian(std::string& to, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) to += static_cast<char>(number >> shift);
}

std::uint32_t big_endian(std::string_view bytes) {
  std::uint32_t number = 0;
  for (const char byte : bytes.substr(0, 4))
    number = number << 8 | static_cast<unsigned char>(byte);
  return number;
}

// Nothing when it is none of ours. In the arena.
std::optional<std::string_view> content_of(Arena& arena, std::string_view token) {
  std::string bytes(token.size() / 4 * 3 + 3, '\0');
  const Base64Result decoded = decode_base64(token, bytes.data());
  if (!decoded.error.empty() || decoded.size < kHeadBytes + kChecksumBytes) return std::nullopt;
  const std::string_view all = arena.copy(std::string_view(bytes).substr(0, decoded.size));
  const std::string_view content = all.substr(0, all.size() - kChecksumBytes);
  const std::string_view checksum = all.substr(content.size());
  if (content[0] != kVersion || big_endian(checksum) != crc32(content)) return std::nullopt;
  return content;
}

}  // namespace

std::string_view write_next_token(Arena& arena, std::string_view digest, const ReadPlace& place) {
  std::string content(1, kVersion);
  content += digest;
  append_big_endian(content, place.part);
  if (place.last_key) content += place.last_key->bytes();
  append_big_endian(content, crc32(content));
  return arena.copy(base64_of(content));
}

Result<ReadPlace> read_next_token(Arena& arena, std::string_view digest, std::string_view token) {
  const std::optional<std::string_view> content = content_of(arena, token);
  if (!content) return validation_error(std::string(messages::kInvalidNextToken));
  if (content->substr(1, kDigestBytes) != digest) {
    return validation_error(std::string(messages::kNextTokenMismatch));
  }
  ReadPlace place;
  place.part = big_endian(content->substr(1 + kDigestBytes));
  const std::string_view key = content->substr(kHeadBytes);
  if (key.empty()) return place;
  if (!value::check_item(key).ok())
    return validation_error(std::string(messages::kInvalidNextToken));
  place.last_key = value::ItemView(key);
  return place;
}

}  // namespace magneto::internal::operations
