// SPDX-License-Identifier: Apache-2.0
//
// Records of client request tokens (Family::kTokens, under the token):
//
//   token record := format (1 byte: 2) time (8 bytes big endian, milliseconds since 1970)
//                   digest size (1 byte) digest { image size (4 bytes big endian) }, one an item
//   of old       := format (1 byte: 1) time digest
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "derive/write_effect.h"

namespace magneto::internal::store {

/// How long a token is remembered. After that it counts as unknown, whether swept or not.
inline constexpr std::int64_t kTokenWindow_ms = 10 * 60 * 1000;

inline constexpr std::size_t kImageSizeBytes = 4;

struct StoredToken {
  std::int64_t used_ms = 0;
  std::string_view request_digest;  ///< At most 64 bytes.
  /// What a replay is charged by: item by item the size of the image that the request left, or of
  /// the one that it removed, as in the record. Records of old have none.
  std::optional<std::string_view> image_sizes = std::nullopt;

  /// REQUIRES: there are sizes, and one for the item.
  std::uint64_t image_bytes(std::size_t item) const;
  std::size_t images() const { return image_sizes ? image_sizes->size() / kImageSizeBytes : 0; }

  bool expired(std::int64_t now_ms) const { return now_ms - used_ms >= kTokenWindow_ms; }
};

/// In the arena, in the form of old where there are no sizes.
std::string_view encode_token(Arena& arena, const StoredToken& token);

/// Sizes as in the record, in the arena.
std::string_view encode_image_sizes(Arena& arena, std::span<const derive::WriteEffect> effects);

/// Borrows `record`. Errors: kCorruption.
Result<StoredToken> decode_token(std::string_view record);

}  // namespace magneto::internal::store
