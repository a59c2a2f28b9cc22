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

std::vector<Shard> visible_shards(const catalog::Stream& stream, ChangeNumber next,
                                  std::int64_t now_ms) {
  std::vector<Shard> shards;
  if (stream.first == 0) return shards;
  const ChangeNumber horizon = trim_horizon(now_ms);
  const ChangeNumber stream_end = stream.end != 0 ? stream.end : next + 1;
  Shard shard;
  shard.started_ms = std::max(stream.created_ms, change_time_ms(stream.first));
  shard.begin = stream.first;
  while (shard.begin < stream_end) {
    const std::int64_t child_started_ms = shard.started_ms + kShardSpan_ms;
    const ChangeNumber child_begin = change_number_at(child_started_ms);
    if (child_begin < stream_end) {
      shard.end = child_begin;
    } else if (stream.end != 0) {
      shard.end = stream.end;
    }
    if (!shard.end || *shard.end > horizon) shards.push_back(shard);
    if (!shard.end) break;
    shard = {child_started_ms, shard.started_ms, child_begin, std::nullopt};
  }
  return shards;
}

}  // namespace magneto::internal::derive
