// SPDX-License-Identifier: Apache-2.0
//
// Shard iterators: a place in a shard, as an opaque text that lives for 15 minutes. As the
// service's they begin with the stream's ARN:
//
//   iterator := ARN "|1|" base64(content)
//   content  := version (1 byte: 1) made_ms shard_begin position (8 bytes big endian each)
//               CRC-32 of all that and the ARN (4 bytes big endian)
//
// The checksum tells damaged texts from others; nothing in one is secret.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "derive/change_number.h"

namespace magneto::internal::operations {

inline constexpr std::int64_t kIteratorLife_ms = 15 * 60 * 1000;

struct ShardIterator {
  std::string_view stream_arn;
  std::int64_t made_ms = 0;
  derive::ChangeNumber shard_begin = 0;  ///< Which shard.
  /// The next number to read. 0: the oldest record that there is, whatever was trimmed.
  derive::ChangeNumber position = 0;
};

/// In the arena.
std::string_view write_iterator(Arena& arena, const ShardIterator& iterator);

/// Borrows `text`. Errors: kValidation; kExpiredIterator.
Result<ShardIterator> read_iterator(std::string_view text, std::int64_t now_ms);

}  // namespace magneto::internal::operations
