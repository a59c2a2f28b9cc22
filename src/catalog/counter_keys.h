// SPDX-License-Identifier: Apache-2.0
//
// Where item counts and sizes are kept in the engine (Family::kCounters):
//
//   space (4 bytes big endian)                       -> items, bytes   of a table or an index
//   space hash partition (the front of an item key)  -> bytes          of one item collection
//
// Item collections are counted only in tables with local secondary indexes: items and local index
// entries together. All keys of a space start with it: a range of the space covers them.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "keys/key_bytes.h"

namespace magneto::internal::catalog {

inline constexpr std::size_t kItemsCounter = 0;
inline constexpr std::size_t kBytesCounter = 1;

class SpaceCounterKey {
 public:
  explicit SpaceCounterKey(keys::SpaceId space)
      : bytes_{static_cast<char>(space >> 24), static_cast<char>(space >> 16),
               static_cast<char>(space >> 8), static_cast<char>(space)} {}
  std::string_view bytes() const { return {bytes_.data(), bytes_.size()}; }

 private:
  std::array<char, 4> bytes_;
};

/// The front of `item_key` that all items of its collection share. Borrows it.
/// REQUIRES: a table's item key (one partition attribute).
inline std::string_view collection_counter_key(std::string_view item_key) {
  constexpr std::size_t kLengthAt = 4 + 8;
  const auto high = static_cast<unsigned char>(item_key[kLengthAt]);
  const auto low = static_cast<unsigned char>(item_key[kLengthAt + 1]);
  return item_key.substr(0, kLengthAt + 2 + static_cast<std::size_t>(high) * 256 + low);
}

}  // namespace magneto::internal::catalog
