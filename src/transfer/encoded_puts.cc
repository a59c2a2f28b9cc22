// SPDX-License-Identifier: Apache-2.0
#include "transfer/encoded_puts.h"

#include <optional>
#include <utility>

#include "base/mutex.h"
#include "client/core.h"
#include "magneto/attribute.h"
#include "magneto/json.h"
#include "transfer/messages.h"
#include "transfer/write_items.h"
#include "types/json_object.h"

namespace magneto::internal::transfer {
namespace {

constexpr std::size_t kItemsOfRequest = 25;
constexpr std::size_t kBytesOfRequest = 4 << 20;
constexpr std::size_t kInFlight = 4;

/// What the answer of a request says.
struct Answer {
  double units = 0;
  std::vector<Item> left;  ///< Not written.
};

Result<Item> left_item(const Value& request) {
  const Result<Map> item = request["PutRequest"]["Item"].as<Map>();
  if (!item) return item.error();
  return item_from_json(to_plain_json(*item));
}

Result<Answer> read_answer(const std::string& text) {
  const Result<Map> read = item_from_plain_json(text);
  if (!read) return read.error();
  Answer answer;
  for (const Value& table : (*read)["ConsumedCapacity"].value_or(List())) {
    answer.units += table["CapacityUnits"].value_or(0.0);
  }
  for (const Member& table : (*read)["UnprocessedItems"].value_or(Map())) {
    for (const Value& request : table.value.as<List>().value_or(List())) {
      Result<Item> item = left_item(request);
      if (!item) return std::move(item).error();
      answer.left.push_back(std::move(*item));
    }
  }
  return answer;
}

}  // namespace

/// A request under way.
struct EncodedPuts::Sent {
  explicit Sent(Batch items) : batch(std::move(items)) {}

  Result<std::string> wait() {
    const MutexLock lock(mutex);
    while (!answer) answered.wait(mutex);
    return std::move(*answer);
  }
  void set(Result<std::string> came) {
    const MutexLock lock(mutex);
    answer.emplace(std::move(came));
    answered.notify_all();
  }

  const Batch batch;
  Mutex mutex;
  ConditionVariable answered;
  std::optional<Result<std::string>> answer MAGNETO_GUARDED_BY(mutex);
};

bool EncodedPuts::may_be_used(const Client& client) {
  return !client.core()->limiter && !client.core()->observer;
}

EncodedPuts::EncodedPuts(Table table, std::string shown, Work& work)
    : table_(std::move(table)),
      shown_(std::move(shown)),
      work_(work),
      in_flight_(work.writes().rate() > 0 ? 1 : kInFlight) {}

EncodedPuts::~EncodedPuts() {
  while (!under_way_.empty()) static_cast<void>(settle_first());
}

Result<void> EncodedPuts::put(std::string_view item, std::uint64_t number) {
  // A text that is more than one object could ask for more than a put.
  if (!types::is_json_object(item)) {
    return messages::no_item_line("it is not one object").in(messages::at_line(shown_, number));
  }
  const bool full = next_.size() == kItemsOfRequest || next_bytes_ + item.size() > kBytesOfRequest;
  if (full && !next_.empty()) {
    if (Result<void> sent = send(); !sent) return sent;
  }
  next_.push_back({std::string(item), number});
  next_bytes_ += item.size();
  return {};
}

Result<void> EncodedPuts::finish() {
  Result<void> done;
  if (!next_.empty()) done = send();
  while (!under_way_.empty()) {
    Result<void> settled = settle_first();
    if (done) done = std::move(settled);
  }
  return done;
}

std::string EncodedPuts::body() const {
  constexpr std::string_view kPut = "{\"PutRequest\":{\"Item\":";
  constexpr std::string_view kEnd = "}},";
  std::string text = R"({"ReturnConsumedCapacity":"TOTAL","RequestItems":{)";
  text.reserve(text.size() + next_bytes_ + next_.size() * (kPut.size() + kEnd.size()) + 2000);
  text.append(to_plain_json(Value(table_.name()))).append(":[");
  for (const EncodedItem& item : next_) text.append(kPut).append(item.text).append(kEnd);
  text.pop_back();
  return text.append("]}}");
}

Result<void> EncodedPuts::send() {
  while (under_way_.size() >= in_flight_) {
    if (Result<void> settled = settle_first(); !settled) return settled;
  }
  if (Result<void> good = work_.go_on(); !good) return good;
  const Client& client = table_.client();
  const Cancellation& cancellation = work_.options().cancellation;
  if (Result<void> turn = work_.writes().wait(client, cancellation); !turn) return turn;
  std::string text = body();
  work_.count([&](TransferProgress& counts) { counts.read += next_.size(); });
  const auto sent = std::make_shared<Sent>(std::exchange(next_, {}));
  next_bytes_ = 0;
  under_way_.push_back(sent);
  client.call_json("BatchWriteItem", std::move(text)).then([sent](Result<std::string> answer) {
    sent->set(std::move(answer));
  });
  return {};
}

Result<void> EncodedPuts::settle_first() {
  const std::shared_ptr<Sent> sent = std::move(under_way_.front());
  under_way_.pop_front();
  const Result<std::string> came = sent->wait();
  if (!came) return write_decoded(sent->batch);
  Result<Answer> answer = read_answer(*came);
  if (!answer) return write_decoded(sent->batch);
  work_.writes().spend(table_.client(), answer->units);
  table_.client().core()->counts.consumed_units.fetch_add(answer->units, std::memory_order_relaxed);
  work_.count([&](TransferProgress& counts) {
    counts.written += sent->batch.size() - answer->left.size();
    counts.write_units += answer->units;
  });
  if (answer->left.empty()) return {};
  return write_items(table_, Writing::kPut, std::move(answer->left), work_);
}

Result<void> EncodedPuts::write_decoded(const Batch& batch) {
  std::vector<Item> items;
  for (const EncodedItem& encoded : batch) {
    Result<Item> item = item_from_json(encoded.text);
    if (!item) {
      return messages::no_item_line(item.error().message())
          .in(messages::at_line(shown_, encoded.line));
    }
    items.push_back(std::move(*item));
  }
  return write_items(table_, Writing::kPut, std::move(items), work_);
}

}  // namespace magneto::internal::transfer
