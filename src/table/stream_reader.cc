// SPDX-License-Identifier: Apache-2.0
#include "magneto/stream_reader.h"

#include <algorithm>
#include <set>

#include "table/backoff.h"
#include "table/changes.h"
#include "table/stream_shards.h"

namespace magneto {

using internal::table::Backoff;
using internal::table::now_of;
using internal::table::StreamShards;

class StreamReader::State {
 public:
  Client client;
  std::string stream;
  StreamOptions options;
  StreamShards shards = {};
  std::optional<Error> problem = {};
  bool described = false;
  bool closed = false;  ///< The stream gets no more shards.
  std::size_t gaps = 0;

  bool finished() { return described && closed && shards.all_done(); }
};

namespace {

using State = StreamReader::State;
using Records = std::vector<model::Record>;

Call<void> describe(std::shared_ptr<State> state) {
  model::DescribeStreamInput input;
  input.stream_arn = state->stream;
  const bool at_end =
      !state->described && state->options.only_new && state->options.checkpoint.empty();
  do {
    auto call = state->client.call<operation::DescribeStream>(input);
    Result<model::DescribeStreamOutput> output = co_await call;
    if (!output) co_return output.error();
    if (!output->stream_description) break;
    const model::StreamDescription& stream = *output->stream_description;
    state->shards.learn(stream.shards, at_end);
    state->closed = stream.stream_status && *stream.stream_status == model::StreamStatus::kDisabled;
    input.exclusive_start_shard_id = stream.last_evaluated_shard_id;
  } while (input.exclusive_start_shard_id);
  state->shards.learned();
  state->described = true;
  co_return Result<void>();
}

Call<void> find_place(std::shared_ptr<State> state, StreamShards::Shard& shard, bool from_start) {
  model::GetShardIteratorInput input;
  input.stream_arn = state->stream;
  input.shard_id = state->shards.name();
  if (from_start) {
    input.shard_iterator_type = model::ShardIteratorType::kTrimHorizon;
  } else if (!shard.sequence.empty()) {
    input.shard_iterator_type = model::ShardIteratorType::kAfterSequenceNumber;
    input.sequence_number = shard.sequence;
  } else {
    input.shard_iterator_type =
        shard.at_end ? model::ShardIteratorType::kLatest : model::ShardIteratorType::kTrimHorizon;
  }
  auto call = state->client.call<operation::GetShardIterator>(input);
  Result<model::GetShardIteratorOutput> output = co_await call;
  if (!output) co_return output.error();
  shard.iterator = output->shard_iterator.value_or("");
  co_return Result<void>();
}

/// The records behind the shard's place. None: it has nothing new.
Call<Records> read(std::shared_ptr<State> state, StreamShards::Shard& shard) {
  bool from_start = false;
  for (int attempt = 0;; ++attempt) {
    if (shard.iterator.empty()) {
      Call<void> finding = find_place(state, shard, from_start);
      Result<void> found = co_await finding;
      const bool trimmed = !found && found.error().code() == ErrorCode::kTrimmedDataAccess;
      if (trimmed && !from_start) {
        from_start = true;
        state->gaps += 1;
        continue;
      }
      if (!found) co_return found.error();
    }
    model::GetRecordsInput input;
    input.shard_iterator = shard.iterator;
    input.limit = static_cast<std::int64_t>(state->options.page_size);
    auto call = state->client.call<operation::GetRecords>(input);
    Result<model::GetRecordsOutput> output = co_await call;
    if (output) {
      shard.iterator = output->next_shard_iterator.value_or("");
      shard.done = shard.iterator.empty();
      for (const model::Record& record : output->records) {
        if (record.dynamodb && record.dynamodb->sequence_number) {
          shard.sequence = *record.dynamodb->sequence_number;
        }
      }
      co_return std::move(output->records);
    }
    shard.iterator.clear();
    const ErrorCode code = output.error().code();
    if (attempt > 0) co_return output.error();
    if (code == ErrorCode::kTrimmedDataAccess) {
      from_start = true;
      state->gaps += 1;
    } else if (code != ErrorCode::kExpiredIterator) {
      co_return output.error();
    }
  }
}

Call<Records> next_of(std::shared_ptr<State> state) {
  if (state->problem) co_return *state->problem;
  bool fresh = false;  // whether the shards were asked for in this call
  std::set<std::string> asked;
  for (;;) {
    StreamShards::Shard* shard = state->described ? state->shards.next() : nullptr;
    if (shard == nullptr || asked.contains(state->shards.name())) {
      // Each was asked, or none may be: perhaps there are new ones.
      if (fresh || (state->described && state->closed)) co_return Records();
      fresh = true;
      asked.clear();
      Call<void> describing = describe(state);
      Result<void> described = co_await describing;
      if (!described) co_return described.error();
      continue;
    }
    asked.insert(state->shards.name());
    Call<Records> reading = read(state, *shard);
    Result<Records> records = co_await reading;
    if (!records || !records->empty()) co_return records;
  }
}

/// Until there is something, the stream has ended, or the options' time is over.
Call<Records> wait_for_next(std::shared_ptr<State> state) {
  constexpr std::chrono::milliseconds kFirst{100};
  constexpr std::chrono::milliseconds kLongest{1'000};
  const CallContext::TimePoint end = now_of(state->client) + state->options.wait;
  Backoff backoff(kFirst, kLongest);
  for (;;) {
    Call<Records> looking = next_of(state);
    Result<Records> records = co_await looking;
    if (!records || !records->empty() || state->finished()) co_return records;
    const Backoff::Time left = end - now_of(state->client);
    if (left <= Backoff::Time::zero()) co_return records;
    Call<void> pausing = pause(state->client, std::min(backoff.next(), left));
    Result<void> paused = co_await pausing;
    if (!paused) co_return paused.error();
  }
}

}  // namespace

StreamReader::StreamReader(Client client, std::string stream_arn, StreamOptions options)
    : state_(std::make_shared<State>(
          State{std::move(client), std::move(stream_arn), std::move(options)})) {
  if (state_->options.checkpoint.empty()) return;
  Result<void> read = state_->shards.read_checkpoint(state_->options.checkpoint);
  if (!read) state_->problem = read.error();
}

Call<std::vector<model::Record>> StreamReader::next() { return wait_for_next(state_); }
void StreamReader::page_size(std::size_t records) { state_->options.page_size = records; }
std::string StreamReader::checkpoint() const { return state_->shards.checkpoint(); }
bool StreamReader::finished() const { return state_->finished(); }
std::size_t StreamReader::gaps() const { return state_->gaps; }

}  // namespace magneto
