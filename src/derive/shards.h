// SPDX-License-Identifier: Apache-2.0
//
// Shards: a stream seen as the service shows it. A stream's records are one sequence, in the order
// of their numbers; a shard is the part of it that was written in four hours, and the parent of the
// next. So a shard is never stored: it follows from the stream and the time. As in the service a
// shard closes after some hours and its child goes on, and after 24 hours it is gone. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

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

/// The shards that are not wholly trimmed, oldest first. None while the stream is ENABLING. Each is
/// computed when it is asked for: after a clock was far ahead there may be very many.
class VisibleShards {
 public:
  /// `next`: the number that a write would get now, for shards that close.
  VisibleShards(const catalog::Stream& stream, ChangeNumber next, std::int64_t now_ms);

  std::size_t size() const { return size_; }
  /// REQUIRES: i < size().
  Shard operator[](std::size_t i) const { return shard(first_ + static_cast<std::int64_t>(i)); }

  /// How many of them, from the oldest on, `belongs` holds for. REQUIRES: for no shard after one for
  /// which it does not.
  template <class Belongs>
  std::size_t count_first(Belongs belongs) const {
    std::size_t begin = 0;
    for (std::size_t end = size_; begin < end;) {
      const std::size_t middle = begin + (end - begin) / 2;
      if (belongs((*this)[middle]))
        begin = middle + 1;
      else
        end = middle;
    }
    return begin;
  }

 private:
  /// Counted from the stream's beginning.
  Shard shard(std::int64_t number) const;

  ChangeNumber stream_first_;
  ChangeNumber stream_end_;  // 0: it goes on
  std::int64_t started_ms_;  // of the stream's first shard
  std::int64_t first_ = 0;   // of the visible ones
  std::int64_t last_ = -1;   // of all
  std::size_t size_ = 0;
};

}  // namespace magneto::internal::derive
