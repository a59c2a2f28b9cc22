// SPDX-License-Identifier: Apache-2.0
#include "operations/streams/shard_iterator.h"

#include <array>
#include <cstring>
#include <optional>
#include <string>

#include "base/base64.h"
#include "base/crc32.h"
#include "operations/streams/stream_messages.h"

namespace magneto::internal::operations {
namespace {

constexpr std::string_view kSeparator = "|1|";
constexpr char kVersion = 1;
constexpr std::size_t kContentBytes = 1 + 3 * 8 + 4;
using Content = std::array<char, kContentBytes>;

void put_big_endian(std::uint64_t number, std::size_t bytes, char* to) {
  for (std::size_t i = 0; i < bytes; ++i) {
    to[i] = static_cast<char>(number >> (8 * (bytes - 1 - i)));
  }
}

std::uint64_t get_big_endian(const char* from, std::size_t bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < bytes; ++i) {
    number = number << 8 | static_cast<unsigned char>(from[i]);
  }
  return number;
}

std::uint32_t checksum(std::string_view arn, const Content& content) {
  std::string all(arn);
  all.append(content.data(), kContentBytes - 4);
  return crc32(all);
}

std::optional<ShardIterator> parse(std::string_view text) {
  const std::size_t at = text.rfind(kSeparator);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view code = text.substr(at + kSeparator.size());
  Content content;
  if (code.size() != base64_length(kContentBytes)) return std::nullopt;
  std::array<char, kContentBytes + 3> decoded;
  const Base64Result bytes = decode_base64(code, decoded.data());
  if (!bytes.error.empty() || bytes.size != kContentBytes) return std::nullopt;
  std::memcpy(content.data(), decoded.data(), kContentBytes);

  ShardIterator iterator;
  iterator.stream_arn = text.substr(0, at);
  const char* const numbers = content.data() + 1;
  iterator.made_ms = static_cast<std::int64_t>(get_big_endian(numbers, 8));
  iterator.shard_begin = get_big_endian(numbers + 8, 8);
  iterator.position = get_big_endian(numbers + 16, 8);
  const bool right = content[0] == kVersion &&
                     get_big_endian(numbers + 24, 4) == checksum(iterator.stream_arn, content);
  return right ? std::optional(iterator) : std::nullopt;
}

}  // namespace

std::string_view write_iterator(Arena& arena, const ShardIterator& iterator) {
  Content content;
  content[0] = kVersion;
  char* const numbers = content.data() + 1;
  put_big_endian(static_cast<std::uint64_t>(iterator.made_ms), 8, numbers);
  put_big_endian(iterator.shard_begin, 8, numbers + 8);
  put_big_endian(iterator.position, 8, numbers + 16);
  put_big_endian(checksum(iterator.stream_arn, content), 4, numbers + 24);

  std::string text(iterator.stream_arn);
  text += kSeparator;
  const std::size_t front = text.size();
  text.resize(front + base64_length(kContentBytes));
  encode_base64({content.data(), content.size()}, text.data() + front);
  return arena.copy(text);
}

Result<ShardIterator> read_iterator(std::string_view text, std::int64_t now_ms) {
  const std::optional<ShardIterator> iterator = parse(text);
  if (!iterator) return validation_error(std::string(messages::kInvalidIterator));
  if (now_ms - iterator->made_ms > kIteratorLife_ms) return messages::iterator_expired();
  return *iterator;
}

}  // namespace magneto::internal::operations
