// SPDX-License-Identifier: Apache-2.0
//
// Records of streams as stored (Family::kChanges):
//
//   change key    := space (4 bytes big endian) number (8 bytes big endian)
//   change record := format (1 byte: 1) event (1 byte) origin (1 byte) parts (1 byte) item*
//   parts         := 1 keys | 2 old image | 4 new image: which items follow, in this order
//   item          := length (4 bytes big endian), the item as in value/encoded_item.h
//
// `event` and `origin` are the numbers of derive::ChangeEvent and derive::ChangeOrigin.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "derive/change.h"
#include "derive/change_number.h"
#include "keys/key_bytes.h"

namespace magneto::internal::store {

class ChangeKey {
 public:
  ChangeKey(keys::SpaceId space, derive::ChangeNumber number);
  /// Errors: kCorruption.
  static Result<ChangeKey> decode(std::string_view bytes);

  std::string_view bytes() const { return {bytes_.data(), bytes_.size()}; }
  keys::SpaceId space() const;
  derive::ChangeNumber number() const;

 private:
  std::array<char, 12> bytes_;
};

/// In the arena.
std::string_view encode_change(Arena& arena, const derive::Change& change);

/// Borrows `record`. Errors: kCorruption (also: written by a newer release).
Result<derive::Change> decode_change(std::string_view record);

}  // namespace magneto::internal::store
