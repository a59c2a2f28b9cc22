// SPDX-License-Identifier: Apache-2.0
#include "operations/streams/stream_name.h"

#include <cstdio>

#include "catalog/arn.h"
#include "operations/streams/stream_messages.h"

namespace magneto::internal::operations {

Result<StreamName> read_stream_arn(std::string_view arn) {
  constexpr std::string_view kStream = "/stream/";
  const std::size_t at = arn.find(kStream);
  if (at == std::string_view::npos) return messages::invalid_stream_arn();
  const Result<std::string_view> table = catalog::table_name_of_arn(arn.substr(0, at));
  const std::string_view label = arn.substr(at + kStream.size());
  if (!table.ok() || label.empty()) return messages::invalid_stream_arn();
  return StreamName{*table, label};
}

bool is_forgotten(const catalog::Stream& stream, std::int64_t now_ms) {
  return !stream.enabled() && now_ms - stream.disabled_ms >= catalog::kStreamRetention_ms;
}

Result<FoundStream> find_stream(Context& context, std::string_view arn) {
  MAGNETO_ASSIGN_OR_RETURN(const StreamName name, read_stream_arn(arn));
  const std::int64_t now_ms = context.services.clock.now_ms();
  FoundStream found;
  const auto look = [&](const catalog::TablePtr& table) {
    const catalog::Stream* stream = table->find_stream(name.label);
    if (stream == nullptr || is_forgotten(*stream, now_ms)) return false;
    found = {table, stream};
    return true;
  };
  const catalog::Catalog& catalog = context.services.catalog;
  // Removed ones second: a table that is removed meanwhile is found there.
  const auto table = catalog.find(name.table);
  if (table.ok() && look(*table)) return found;
  for (const catalog::TablePtr& removed : catalog.removed_tables()) {
    if (removed->name == name.table && look(removed)) return found;
  }
  return messages::stream_not_found(arn);
}

std::string_view shard_id(Arena& arena, const catalog::Stream& stream, std::int64_t started_ms) {
  char text[64];
  const int length = std::snprintf(text, sizeof text, "shardId-%020lld-%08x",
                                   static_cast<long long>(started_ms), stream.space);
  return arena.copy(std::string_view(text, static_cast<std::size_t>(length)));
}

std::size_t count_until(Arena& arena, const catalog::Stream& stream,
                        const derive::VisibleShards& shards, std::string_view id) {
  return shards.count_first(
      [&](const derive::Shard& shard) { return shard_id(arena, stream, shard.started_ms) <= id; });
}

}  // namespace magneto::internal::operations
