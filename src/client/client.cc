// SPDX-License-Identifier: Apache-2.0
#include "magneto/client.h"

#include "base/mutex.h"
#include "client/http_connection.h"
#include "client/messages.h"
#include "client/typed_call.h"

namespace magneto {
namespace {

using internal::client::AwaitAnswer;
using internal::client::AwaitTime;
using internal::client::Core;
using internal::client::Prepared;

struct DefaultClient {
  internal::Mutex mutex;
  std::optional<Client> client MAGNETO_GUARDED_BY(mutex);
};

/// The one thing that the whole process shares. Never destroyed, so it may be used at any time.
DefaultClient& default_place() {
  static auto* const kPlace = new DefaultClient;
  return *kPlace;
}

Call<std::string> run_json(std::shared_ptr<Core> core, std::string target, std::string body) {
  CallContext& context = co_await this_call();
  if (core->problem) co_return *core->problem;
  Prepared prepared;
  prepared.target = target;
  prepared.body.raw(body);
  internal::client::Attempts attempts(*core, prepared, context);
  for (;;) {
    const Result<std::chrono::nanoseconds> turn = attempts.admission();
    if (!turn) co_return attempts.error();
    if (turn->count() > 0) {
      AwaitTime waiting(*core, *turn, context);
      co_await waiting;
      continue;
    }
    AwaitAnswer exchange(*core->connection, attempts.next(), context.blocking);
    const Result<Answer> answer = co_await exchange;
    if (attempts.accept(answer)) {
      attempts.succeed({});
      co_return std::string(answer->body());
    }
    const std::optional<std::chrono::nanoseconds> wait = attempts.again();
    if (!wait) co_return attempts.error();
    AwaitTime backoff(*core, *wait, context);
    co_await backoff;
  }
}

Call<void> run_ping(Client client) {
  const model::ListTablesInput input{.exclusive_start_table_name = {}, .limit = 1};
  const Result<model::ListTablesOutput> tables = co_await client.call<operation::ListTables>(input);
  if (!tables) co_return tables.error();
  co_return Result<void>();
}

/// Operations of streams have a target of their own. What has a point in it is a target.
std::string target_of(std::string_view operation) {
  if (operation.find('.') != std::string_view::npos) return std::string(operation);
  const bool of_streams = operation == "DescribeStream" || operation == "GetRecords" ||
                          operation == "GetShardIterator" || operation == "ListStreams";
  return std::string(of_streams ? "DynamoDBStreams_20120810." : "DynamoDB_20120810.")
      .append(operation);
}

}  // namespace

Client::Client() : Client(ClientOptions()) {}

Client::Client(ClientOptions options) : core_(std::make_shared<Core>(nullptr, options)) {
  Result<internal::client::HttpParts> parts =
      internal::client::make_http_connection(options, core_->loop);
  if (parts) {
    core_->connection = std::move(parts->connection);
    core_->region = std::move(parts->region);
  } else {
    core_->problem = std::move(parts).error();
  }
}

Client::Client(std::shared_ptr<Connection> connection, ClientOptions options)
    : core_(std::make_shared<Core>(std::move(connection), options)) {}

Call<std::string> Client::call_json(std::string_view operation, std::string body) const {
  return run_json(core_, target_of(operation), std::move(body));
}

Call<void> Client::ping() const { return run_ping(*this); }
const std::string& Client::region() const { return core_->region; }
std::string Client::endpoint() const {
  return core_->connection ? core_->connection->name() : std::string();
}

Totals Client::totals() const {
  const Core::Counts& counts = core_->counts;
  return {.calls = counts.calls,
          .attempts = counts.attempts,
          .errors = counts.errors,
          .throttles = counts.throttles,
          .bytes_sent = counts.bytes_sent,
          .bytes_received = counts.bytes_received,
          .consumed_units = counts.consumed_units};
}

Call<void> pause(Client client, std::chrono::nanoseconds time) {
  CallContext& context = co_await this_call();
  const Core& core = *client.core();
  context.begin([&core] { return core.steady_now(); });
  const bool too_late = context.deadline != CallContext::TimePoint::max() &&
                        core.steady_now() + time > context.deadline;
  if (too_late) co_return Error(ErrorCode::kDeadline, "the wait would go beyond the deadline");
  AwaitTime waiting(*client.core(), time, context);
  co_await waiting;
  if (context.cancellation.cancelled()) co_return internal::client::call_cancelled();
  co_return Result<void>();
}

void set_default_client(Client client) {
  DefaultClient& place = default_place();
  const internal::MutexLock lock(place.mutex);
  place.client = std::move(client);
}

Client default_client() {
  DefaultClient& place = default_place();
  const internal::MutexLock lock(place.mutex);
  if (!place.client) place.client.emplace();
  return *place.client;
}

void clear_default_client() {
  DefaultClient& place = default_place();
  const internal::MutexLock lock(place.mutex);
  place.client.reset();
}

}  // namespace magneto
