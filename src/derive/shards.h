// SPDX-License-Identifier: Apache-2.0
//
// Shards: a stream seen as the service shows it. A stream's records are one sequence, in the order
// of their numbers; a shard is the part of it that was written in four hours, and the parent of the
// next. So a shard is never stored: it follows from the stream and the time. As in the service a
// shard closes after some hours and its child goes on, and after 24 hours it is gone. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "catalog/stream.h"
#include "derive/change_number.h"

namespace magneto::internal::derive {

inline constexpr std::int64_t kShardSpan_ms = 4 * 60 * 60 * 1000;

struct Shard {
  std::int64_t started_ms = 0;  ///< Unique in a stream: makes the id.
  std::optional<std::int64_t> parent_started_ms;
  ChangeNumber begin = 0;           ///< Its first possible number.
  std::optional<ChangeNumber> end;  ///< Behind its last. Nothing: it is open.
};

/// Everything below has been trimmed. Moves on once a minute, with the time.
ChangeNumber trim_horizon(std::int64_t now_ms);

/// The shards that are not wholly trimmed, oldest first. None while the stream is ENABLING.
/// `next`: the number that a write would get now, for shards that close.
std::vector<Shard> visible_shards(const catalog::Stream& stream, ChangeNumber next,
                                  std::int64_t now_ms);

}  // namespace magneto::internal::derive
