// SPDX-License-Identifier: Apache-2.0
//
// Capacity units: what reads and writes are charged. All of the service's arithmetic is here. Sizes
// are item sizes (value/item_size.h). Pure.
//
//   write             1 unit a started KB of the larger of old and new item, at least 1
//   read              1 unit a started 4 KB when strongly consistent, half when eventually; a page
//                     of Query and Scan sums its items first, at least one block each
//   in transactions   twice that, for tables; index entries cost the same (recorded in 2026)
//
// Source: developer guide, "Read and write operations" and "Capacity unit consumption".
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

namespace magneto::internal::derive {

inline constexpr std::uint64_t kWriteBlockBytes = 1024;
inline constexpr std::uint64_t kReadBlockBytes = 4096;

/// Started blocks of `bytes`, at least one: what is not there is looked up too.
constexpr std::uint64_t blocks(std::uint64_t bytes, std::uint64_t block_bytes) {
  return bytes == 0 ? 1 : (bytes + block_bytes - 1) / block_bytes;
}

enum class ReadMode : std::uint8_t { kEventual, kStrong, kTransactional };

constexpr double units_per_read_block(ReadMode mode) {
  switch (mode) {
    case ReadMode::kEventual:
      return 0.5;
    case ReadMode::kStrong:
      return 1;
    case ReadMode::kTransactional:
      return 2;
  }
  return 0;
}

/// One item got (0 bytes: it was not there), or one page of Query or Scan.
constexpr double read_units(std::uint64_t bytes, ReadMode mode) {
  return static_cast<double>(blocks(bytes, kReadBlockBytes)) * units_per_read_block(mode);
}

/// Reads already counted in blocks, item by item (Page::fetched_blocks). May be 0.
constexpr double read_units_of_blocks(std::uint64_t read_blocks, ReadMode mode) {
  return static_cast<double>(read_blocks) * units_per_read_block(mode);
}

/// One item or index entry written, replaced or erased; `old_bytes` and `new_bytes` are 0 for none.
constexpr double write_units(std::uint64_t old_bytes, std::uint64_t new_bytes) {
  return static_cast<double>(
      blocks(old_bytes > new_bytes ? old_bytes : new_bytes, kWriteBlockBytes));
}

/// Vector indexes are charged in bytes, apart from units: what is written to them, and what a
/// search looks at and answers. A request is charged this at least.
inline constexpr std::uint64_t kLeastVectorBytes = 1024;

/// The bytes of a search. The service tells that they grow with the dimensions, with TopK and with
/// what is answered, and with the logarithm of the number of vectors, because its search only looks
/// at some of them; the exact rule is its own. This one has those properties.
constexpr std::uint64_t search_bytes(std::uint64_t vectors, std::uint64_t vector_bytes,
                                     std::uint64_t answers, std::uint64_t answered_bytes) {
  const std::uint64_t looked_at =
      std::min<std::uint64_t>(vectors, answers + std::bit_width(vectors));
  return std::max(kLeastVectorBytes, looked_at * vector_bytes + answered_bytes);
}

/// What a write in a transaction costs a table more.
inline constexpr double kTransactionFactor = 2;

}  // namespace magneto::internal::derive
