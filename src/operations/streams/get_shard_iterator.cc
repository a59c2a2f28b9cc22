// SPDX-License-Identifier: Apache-2.0
//
// GetShardIterator. Order of checks: stream ARN, what the type needs and does not take, stream
// exists, shard exists, sequence number lies in the shard, and has not been trimmed.
#include <algorithm>
#include <cmath>

#include "operations/streams/sequence_number.h"
#include "operations/streams/shard_iterator.h"
#include "operations/streams/stream_messages.h"
#include "operations/streams/stream_name.h"
#include "operations/streams/stream_operations.h"
#include "operations/tables/table_description.h"

namespace magneto::internal::operations {
namespace {

using derive::ChangeNumber;

struct Type {
  bool by_number;
  bool by_time;
};

Type type_of(model::Enum<model::ShardIteratorType> type) {
  using enum model::ShardIteratorType;
  return {type == kAtSequenceNumber || type == kAfterSequenceNumber, type == kAtTimestamp};
}

Result<void> check_parameters(const model::GetShardIteratorInput& input) {
  const Type type = type_of(*input.shard_iterator_type);
  const auto refuse = [](std::string_view text) { return validation_error(std::string(text)); };
  if (type.by_number && !input.sequence_number) return refuse(messages::kNoSequenceNumber);
  if (!type.by_number && input.sequence_number) return refuse(messages::kUnwantedSequenceNumber);
  if (type.by_time && !input.timestamp) return refuse(messages::kNoTimestamp);
  if (!type.by_time && input.timestamp) return refuse(messages::kUnwantedTimestamp);
  return {};
}

struct Place {
  derive::Shard shard;
  ChangeNumber next;  // Of a write now.
  ChangeNumber horizon;
};

Result<ChangeNumber> position_of_number(const model::GetShardIteratorInput& input,
                                        const Place& place) {
  const std::optional<ChangeNumber> number = read_sequence_number(*input.sequence_number);
  if (!number) return validation_error(std::string(messages::kNoSequenceNumber));
  if (*number < place.shard.begin || *number >= place.shard.end.value_or(place.next + 1)) {
    return validation_error(std::string(messages::kSequenceNumberOutside));
  }
  if (*number < place.horizon) return messages::trimmed();
  return *input.shard_iterator_type == model::ShardIteratorType::kAfterSequenceNumber ? *number + 1
                                                                                      : *number;
}

// Times outside the shard stand for its ends.
ChangeNumber position_of_time(double seconds, const Place& place) {
  constexpr double kLatest_s = 1e10;
  const double ms = std::ceil(std::clamp(seconds, 0.0, kLatest_s) * 1000);
  const ChangeNumber number = derive::change_number_at(static_cast<std::int64_t>(ms));
  if (number <= std::max(place.horizon, place.shard.begin)) return 0;
  return std::min(number, place.shard.end.value_or(place.next));
}

Result<ChangeNumber> position_of(const model::GetShardIteratorInput& input, const Place& place) {
  if (input.sequence_number) return position_of_number(input, place);
  if (input.timestamp) return position_of_time(*input.timestamp, place);
  if (*input.shard_iterator_type == model::ShardIteratorType::kLatest)
    return place.shard.end.value_or(place.next);
  return ChangeNumber{0};
}

Result<derive::Shard> find_shard(Arena& arena, const FoundStream& found,
                                 const model::GetShardIteratorInput& input, ChangeNumber next,
                                 std::int64_t now_ms) {
  const derive::VisibleShards shards(*found.stream, next, now_ms);
  const std::size_t count = count_until(arena, *found.stream, shards, *input.shard_id);
  if (count > 0) {
    const derive::Shard shard = shards[count - 1];
    if (shard_id(arena, *found.stream, shard.started_ms) == *input.shard_id) return shard;
  }
  return messages::shard_not_found(*input.shard_id, *input.stream_arn);
}

}  // namespace

Result<model::GetShardIteratorOutput> get_shard_iterator(
    Context& context, const model::GetShardIteratorInput& input) {
  MAGNETO_RETURN_IF_ERROR(read_stream_arn(*input.stream_arn));
  MAGNETO_RETURN_IF_ERROR(check_parameters(input));
  MAGNETO_ASSIGN_OR_RETURN(const FoundStream found, find_stream(context, *input.stream_arn));
  MAGNETO_ASSIGN_OR_RETURN(const ChangeNumber next,
                           context.services.store.next_change(context.blocking));
  const std::int64_t now_ms = context.services.clock.now_ms();
  Arena& arena = context.arena;
  MAGNETO_ASSIGN_OR_RETURN(const derive::Shard shard,
                           find_shard(arena, found, input, next, now_ms));
  MAGNETO_ASSIGN_OR_RETURN(const ChangeNumber position,
                           position_of(input, {shard, next, derive::trim_horizon(now_ms)}));
  return model::GetShardIteratorOutput{
      .shard_iterator =
          write_iterator(arena, {.stream_arn = stream_arn(arena, *found.table, *found.stream),
                                 .made_ms = now_ms,
                                 .shard_begin = shard.begin,
                                 .position = position})};
}

}  // namespace magneto::internal::operations
