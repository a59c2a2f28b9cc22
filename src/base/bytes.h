// SPDX-License-Identifier: Apache-2.0
//
// Integers as bytes: big endian, and unsigned LEB128 varints of at most 32 bits.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace magneto::internal {

inline constexpr std::size_t kMaxVarintBytes = 5;

constexpr std::size_t varint_size(std::uint32_t value) {
  return (static_cast<std::size_t>(std::bit_width(value | 1u)) + 6) / 7;
}

/// Writes at most kMaxVarintBytes to `to`; gives the place behind them.
inline char* write_varint(char* to, std::uint32_t value) {
  while (value >= 0x80) {
    *to++ = static_cast<char>(value | 0x80);
    value >>= 7;
  }
  *to++ = static_cast<char>(value);
  return to;
}

/// Takes a varint off the front of bytes that are known to hold one.
inline std::uint32_t take_varint(std::string_view& from) {
  auto byte = static_cast<std::uint8_t>(from[0]);
  if (byte < 0x80) [[likely]] {
    from.remove_prefix(1);
    return byte;
  }
  std::uint32_t value = byte & 0x7f;
  std::size_t used = 1;
  for (unsigned shift = 7; byte >= 0x80 && shift < 35; shift += 7) {
    byte = static_cast<std::uint8_t>(from[used++]);
    value |= static_cast<std::uint32_t>(byte & 0x7f) << shift;
  }
  from.remove_prefix(used);
  return value;
}

/// As take_varint for bytes of unknown origin: nothing when they end too early, say more than 32
/// bits or are not in the shortest form.
inline std::optional<std::uint32_t> try_take_varint(std::string_view& from) {
  std::uint64_t value = 0;
  for (std::size_t used = 0; used < from.size() && used < kMaxVarintBytes; ++used) {
    const auto byte = static_cast<std::uint8_t>(from[used]);
    value |= static_cast<std::uint64_t>(byte & 0x7f) << (7 * used);
    if (byte >= 0x80) continue;
    if (value > UINT32_MAX || used + 1 != varint_size(static_cast<std::uint32_t>(value))) break;
    from.remove_prefix(used + 1);
    return static_cast<std::uint32_t>(value);
  }
  return std::nullopt;
}

/// Big endian, of any unsigned type.
template <class T>
char* write_big_endian(char* to, T value) {
  for (std::size_t i = sizeof(T); i-- > 0;) *to++ = static_cast<char>(value >> (8 * i));
  return to;
}

/// REQUIRES: sizeof(T) bytes at `from`.
template <class T>
T read_big_endian(const char* from) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i)
    value = static_cast<T>(value << 8 | static_cast<std::uint8_t>(from[i]));
  return value;
}

}  // namespace magneto::internal
