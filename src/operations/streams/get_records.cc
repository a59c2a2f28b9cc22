// SPDX-License-Identifier: Apache-2.0
//
// GetRecords. A page ends at Limit or 1 MB, and at what is durable and complete; a shard that is
// closed and read to its end has no NextShardIterator. Order of checks: limit, iterator, its age,
// stream exists, nothing trimmed.
#include <xxhash.h>

#include <algorithm>
#include <cstdio>

#include "operations/streams/sequence_number.h"
#include "operations/streams/shard_iterator.h"
#include "operations/streams/stream_messages.h"
#include "operations/streams/stream_name.h"
#include "operations/streams/stream_operations.h"
#include "operations/tables/table_description.h"

namespace magneto::internal::operations {
namespace {

using derive::ChangeNumber;

constexpr std::int64_t kMaxRecords = 1000;

// Of a moment, in whole seconds.
double seconds(ChangeNumber number) {
  const std::int64_t whole = derive::change_time_ms(number) / 1000;
  return static_cast<double>(whole);
}

model::OperationType event_name(derive::ChangeEvent event) {
  switch (event) {
    case derive::ChangeEvent::kInsert:
      return model::OperationType::kInsert;
    case derive::ChangeEvent::kModify:
      return model::OperationType::kModify;
    case derive::ChangeEvent::kRemove:
      break;
  }
  return model::OperationType::kRemove;
}

// The same each time the record is read, and no other record's.
std::string_view event_id(Arena& arena, const FoundStream& found, ChangeNumber number) {
  const std::string name = found.table->id + "/" + found.stream->label;
  const XXH128_hash_t hash = XXH3_128bits_withSeed(name.data(), name.size(), number);
  char text[33];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(hash.high64),
                static_cast<unsigned long long>(hash.low64));
  return arena.copy(std::string_view(text, 32));
}

model::Record describe_record(Context& context, const FoundStream& found,
                              const store::NumberedChange& numbered) {
  Arena& arena = context.arena;
  const derive::Change& change = numbered.change;
  model::StreamRecord data;
  data.approximate_creation_date_time = seconds(numbered.number);
  const value::ItemView keys = derive::change_keys(arena, *found.table, change);
  data.keys = keys;
  if (change.new_image) data.new_image = *change.new_image;
  if (change.old_image) data.old_image = *change.old_image;
  data.sequence_number = sequence_number(arena, numbered.number);
  data.size_bytes = static_cast<std::int64_t>(derive::change_bytes(keys, change));
  data.stream_view_type = found.stream->view_type;

  model::Record record;
  record.event_id = event_id(arena, found, numbered.number);
  record.event_name = event_name(change.event);
  record.event_version = "1.1";
  record.event_source = "aws:dynamodb";
  record.aws_region = context.services.catalog.options().region;
  record.dynamodb = data;
  if (change.origin == derive::ChangeOrigin::kExpiry) {
    record.user_identity =
        model::Identity{.principal_id = "dynamodb.amazonaws.com", .type = "Service"};
  }
  return record;
}

// Errors: kTrimmedDataAccess, when all of the shard is gone.
Result<derive::Shard> find_shard(const FoundStream& found, const ShardIterator& iterator,
                                 ChangeNumber next, std::int64_t now_ms) {
  const derive::VisibleShards shards(*found.stream, next, now_ms);
  const std::size_t before = shards.count_first(
      [&](const derive::Shard& shard) { return shard.begin < iterator.shard_begin; });
  if (before < shards.size() && shards[before].begin == iterator.shard_begin) return shards[before];
  return messages::trimmed();
}

}  // namespace

Result<model::GetRecordsOutput> get_records(Context& context, const model::GetRecordsInput& input) {
  const std::int64_t limit = input.limit.value_or(kMaxRecords);
  if (limit > kMaxRecords) return messages::limit_too_large(limit, kMaxRecords);
  const std::int64_t now_ms = context.services.clock.now_ms();
  MAGNETO_ASSIGN_OR_RETURN(ShardIterator iterator, read_iterator(*input.shard_iterator, now_ms));
  MAGNETO_ASSIGN_OR_RETURN(const FoundStream found, find_stream(context, iterator.stream_arn));
  store::Store& store = context.services.store;
  // First how far everything is known, then the shard: one that it passes is closed then.
  MAGNETO_ASSIGN_OR_RETURN(const ChangeNumber readable, store.readable_changes(context.blocking));
  MAGNETO_ASSIGN_OR_RETURN(const ChangeNumber next, store.next_change(context.blocking));
  MAGNETO_ASSIGN_OR_RETURN(const derive::Shard shard, find_shard(found, iterator, next, now_ms));
  const ChangeNumber horizon = derive::trim_horizon(now_ms);
  if (iterator.position != 0 && iterator.position < horizon) return messages::trimmed();

  store::ChangeRequest request;
  request.space = found.stream->space;
  request.begin = std::max({iterator.position, shard.begin, horizon});
  request.end = std::min(readable, shard.end.value_or(readable));
  request.limit = static_cast<std::size_t>(limit);
  MAGNETO_ASSIGN_OR_RETURN(const store::ChangePage page,
                           store.read_changes(context.arena, request, context.blocking));

  context.table = found.table;
  const auto records = context.arena.make_span<model::Record>(page.changes.size());
  std::ranges::transform(page.changes, records.begin(), [&](const store::NumberedChange& change) {
    return describe_record(context, found, change);
  });
  model::GetRecordsOutput output{.records = records};
  if (!shard.end || page.next < *shard.end) {
    iterator.made_ms = now_ms;
    iterator.position = page.next;
    output.next_shard_iterator = write_iterator(context.arena, iterator);
  }
  return output;
}

}  // namespace magneto::internal::operations
