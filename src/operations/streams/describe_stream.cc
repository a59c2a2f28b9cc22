// SPDX-License-Identifier: Apache-2.0
//
// DescribeStream. Shards oldest first; ExclusiveStartShardId need not exist. Order of checks:
// limit, both members of the shard filter, stream ARN, stream exists.
#include <algorithm>

#include "operations/core/timestamp.h"
#include "operations/streams/sequence_number.h"
#include "operations/streams/stream_messages.h"
#include "operations/streams/stream_name.h"
#include "operations/streams/stream_operations.h"
#include "operations/tables/table_description.h"

namespace magneto::internal::operations {
namespace {

constexpr std::int64_t kMaxShards = 100;

Result<void> check_filter(const model::ShardFilter& filter) {
  if (!filter.type) return validation_error(std::string(messages::kFilterWithoutType));
  if (!filter.shard_id) return validation_error(std::string(messages::kFilterWithoutShard));
  return {};
}

model::Shard describe_shard(Arena& arena, const catalog::Stream& stream,
                            const derive::Shard& shard) {
  model::Shard out;
  out.shard_id = shard_id(arena, stream, shard.started_ms);
  out.sequence_number_range.emplace();
  out.sequence_number_range->starting_sequence_number = sequence_number(arena, shard.begin);
  if (shard.end) {
    out.sequence_number_range->ending_sequence_number = sequence_number(arena, *shard.end - 1);
  }
  if (shard.parent_started_ms) {
    out.parent_shard_id = shard_id(arena, stream, *shard.parent_started_ms);
  }
  return out;
}

}  // namespace

Result<model::DescribeStreamOutput> describe_stream(Context& context,
                                                    const model::DescribeStreamInput& input) {
  const std::int64_t limit = input.limit.value_or(kMaxShards);
  if (limit > kMaxShards) return messages::limit_too_large(limit, kMaxShards);
  if (input.shard_filter) MAGNETO_RETURN_IF_ERROR(check_filter(*input.shard_filter));
  MAGNETO_ASSIGN_OR_RETURN(const FoundStream found, find_stream(context, *input.stream_arn));
  MAGNETO_ASSIGN_OR_RETURN(const derive::ChangeNumber next,
                           context.services.store.next_change(context.blocking));
  context.table = found.table;
  Arena& arena = context.arena;
  const catalog::Stream& stream = *found.stream;

  const derive::VisibleShards shards(stream, next, context.services.clock.now_ms());
  std::size_t begin = 0, end = shards.size();
  if (input.exclusive_start_shard_id) {
    begin = count_until(arena, stream, shards, *input.exclusive_start_shard_id);
  }
  if (input.shard_filter) {  // A shard's only child is the next one.
    const std::string_view parent = *input.shard_filter->shard_id;
    const std::size_t child = count_until(arena, stream, shards, parent);
    const bool there = begin <= child && child < end &&
                       describe_shard(arena, stream, shards[child]).parent_shard_id == parent;
    begin = child;
    end = there ? child + 1 : child;
  }

  model::StreamDescription out;
  out.stream_arn = stream_arn(arena, *found.table, stream);
  out.stream_label = stream.label;
  out.stream_status = stream.status();
  out.stream_view_type = stream.view_type;
  out.creation_request_date_time = to_seconds(stream.created_ms);
  out.table_name = found.table->name;
  out.key_schema = describe_key_schema(arena, found.table->schema);
  const std::size_t count = std::min(end - begin, static_cast<std::size_t>(limit));
  const auto page = arena.make_span<model::Shard>(count);
  for (std::size_t i = 0; i < count; ++i) {
    page[i] = describe_shard(arena, stream, shards[begin + i]);
  }
  out.shards = page;
  if (count < end - begin) out.last_evaluated_shard_id = page.back().shard_id;
  return model::DescribeStreamOutput{.stream_description = out};
}

}  // namespace magneto::internal::operations
