// SPDX-License-Identifier: Apache-2.0
#include "derive/shards.h"

#include <algorithm>

namespace magneto::internal::derive {
namespace {

constexpr std::int64_t kMinute_ms = 60 * 1000;

}  // namespace

ChangeNumber trim_horizon(std::int64_t now_ms) {
  const std::int64_t oldest_ms = std::max<std::int64_t>(0, now_ms - catalog::kStreamRetention_ms);
  return change_number_at(oldest_ms / kMinute_ms * kMinute_ms);
}

VisibleShards::VisibleShards(const catalog::Stream& stream, ChangeNumber next, std::int64_t now_ms)
    : stream_first_(stream.first),
      stream_end_(stream.end),
      started_ms_(std::max(stream.created_ms, change_time_ms(stream.first))) {
  const ChangeNumber end = stream.end != 0 ? stream.end : next + 1;
  if (stream.first == 0 || stream.first >= end) return;
  const auto spans_until = [this](ChangeNumber number) {
    return std::max<std::int64_t>(0, change_time_ms(number) - started_ms_) / kShardSpan_ms;
  };
  const ChangeNumber horizon = trim_horizon(now_ms);
  last_ = spans_until(end - 1);
  first_ = std::min(spans_until(horizon), last_);
  const bool last_is_trimmed = stream.end != 0 && stream.end <= horizon;
  if (!last_is_trimmed) size_ = static_cast<std::size_t>(last_ - first_ + 1);
}

Shard VisibleShards::shard(std::int64_t number) const {
  Shard shard;
  shard.started_ms = started_ms_ + number * kShardSpan_ms;
  shard.begin = number == 0 ? stream_first_ : change_number_at(shard.started_ms);
  if (number > 0) shard.parent_started_ms = shard.started_ms - kShardSpan_ms;
  if (number < last_) {
    shard.end = change_number_at(shard.started_ms + kShardSpan_ms);
  } else if (stream_end_ != 0) {
    shard.end = stream_end_;
  }
  return shard;
}

}  // namespace magneto::internal::derive
