// SPDX-License-Identifier: Apache-2.0
//
// ListStreams. Streams in ascending order of table name and label, with those of removed tables;
// the stream of ExclusiveStartStreamArn need not exist. A table that does not exist has no streams:
// that is no error. Order of checks: limit, table name, start ARN.
#include <algorithm>
#include <tuple>
#include <vector>

#include "operations/core/table_name.h"
#include "operations/streams/stream_messages.h"
#include "operations/streams/stream_name.h"
#include "operations/streams/stream_operations.h"
#include "operations/tables/table_description.h"

namespace magneto::internal::operations {
namespace {

constexpr std::int64_t kMaxStreams = 100;

struct Listed {
  catalog::TablePtr table;
  const catalog::Stream* stream;

  std::tuple<std::string_view, std::string_view> place() const {
    return {table->name, stream->label};
  }
};

std::vector<Listed> all_streams(const Context& context,
                                std::optional<std::string_view> table_name) {
  const std::int64_t now_ms = context.services.clock.now_ms();
  std::vector<Listed> all;
  const auto add = [&](const catalog::TablePtr& table) {
    if (table_name && table->name != *table_name) return;
    for (const catalog::Stream& stream : table->streams) {
      if (!is_forgotten(stream, now_ms)) all.push_back({table, &stream});
    }
  };
  const auto tables = context.services.catalog.snapshot();
  for (const auto& [name, table] : *tables) add(table);
  for (const auto& table : context.services.catalog.removed_tables()) add(table);

  // A table that is being removed may have been seen twice.
  std::ranges::sort(all, {}, &Listed::place);
  const auto same_place = [](const Listed& a, const Listed& b) { return a.place() == b.place(); };
  all.erase(std::unique(all.begin(), all.end(), same_place), all.end());
  return all;
}

}  // namespace

Result<model::ListStreamsOutput> list_streams(Context& context,
                                              const model::ListStreamsInput& input) {
  const std::int64_t limit = input.limit.value_or(kMaxStreams);
  if (limit > kMaxStreams) return messages::limit_too_large(limit, kMaxStreams);
  std::optional<std::string_view> table_name;
  if (input.table_name) {
    MAGNETO_ASSIGN_OR_RETURN(table_name, read_table_name(*input.table_name));
  }
  StreamName start{};
  if (input.exclusive_start_stream_arn) {
    MAGNETO_ASSIGN_OR_RETURN(start, read_stream_arn(*input.exclusive_start_stream_arn));
  }

  const std::vector<Listed> all = all_streams(context, table_name);
  const auto begin =
      std::ranges::upper_bound(all, std::tuple(start.table, start.label), {}, &Listed::place);
  const auto left = static_cast<std::size_t>(all.end() - begin);
  const std::span<const Listed> listed(begin, std::min(left, static_cast<std::size_t>(limit)));
  Arena& arena = context.arena;
  const auto streams = arena.make_span<model::Stream>(listed.size());
  std::ranges::transform(listed, streams.begin(), [&](const Listed& each) {
    return model::Stream{.stream_arn = stream_arn(arena, *each.table, *each.stream),
                         .table_name = arena.copy(each.table->name),
                         .stream_label = arena.copy(each.stream->label)};
  });
  model::ListStreamsOutput output{.streams = streams};
  if (listed.size() < left) output.last_evaluated_stream_arn = streams.back().stream_arn;
  return output;
}

}  // namespace magneto::internal::operations
