// SPDX-License-Identifier: Apache-2.0
#include "table/stream_shards.h"

#include <algorithm>
#include <iterator>

#include "table/messages.h"

namespace magneto::internal::table {

magneto::Result<void> StreamShards::read_checkpoint(std::string_view text) {
  if (!text.starts_with("1")) return messages::no_checkpoint("it does not start with \"1\"");
  std::string_view rest = text.substr(1);
  while (!rest.empty()) {
    if (rest.front() != '.') return messages::no_checkpoint("a shard does not start with \".\"");
    rest.remove_prefix(1);
    const std::string_view one = rest.substr(0, rest.find('.'));
    rest.remove_prefix(one.size());
    const std::size_t colon = one.find(':');
    if (colon == 0 || colon == std::string_view::npos || colon + 1 == one.size()) {
      return messages::no_checkpoint("a shard has no place");
    }
    const std::string_view place = one.substr(colon + 1);
    Shard& shard = shards_[std::string(one.substr(0, colon))];
    shard.done = place == "-";
    if (!shard.done) shard.sequence = std::string(place);
  }
  return {};
}

std::string StreamShards::checkpoint() const {
  std::string text = "1";
  for (const auto& [name, shard] : shards_) {
    if (!shard.done && shard.sequence.empty()) continue;
    text += '.' + name + ':' + (shard.done ? "-" : shard.sequence);
  }
  return text;
}

void StreamShards::learn(const std::vector<model::Shard>& shards, bool at_end) {
  for (const model::Shard& described : shards) {
    const auto [place, is_new] = shards_.try_emplace(described.shard_id.value_or(""));
    Shard& shard = place->second;
    shard.parent = described.parent_shard_id.value_or("");
    shard.listed = true;
    if (!is_new || !at_end) continue;
    const bool closed = described.sequence_number_range &&
                        described.sequence_number_range->ending_sequence_number.has_value();
    shard.done = closed;
    shard.at_end = !closed;
  }
}

void StreamShards::learned() {
  for (auto place = shards_.begin(); place != shards_.end();) {
    if (place->second.listed) {
      place->second.listed = false;
      ++place;
    } else {
      place = shards_.erase(place);
    }
  }
}

bool StreamShards::may_be_read(const Shard& shard) const {
  if (shard.done) return false;
  const auto parent = shards_.find(shard.parent);
  return parent == shards_.end() || parent->second.done;
}

StreamShards::Shard* StreamShards::next() {
  auto place = shards_.upper_bound(turn_);
  for (std::size_t i = 0; i < shards_.size(); ++i, ++place) {
    if (place == shards_.end()) place = shards_.begin();
    if (!may_be_read(place->second)) continue;
    turn_ = place->first;
    return &place->second;
  }
  return nullptr;
}

bool StreamShards::all_done() const {
  return std::all_of(shards_.begin(), shards_.end(),
                     [](const auto& place) { return place.second.done; });
}

}  // namespace magneto::internal::table
