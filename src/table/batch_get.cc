// SPDX-License-Identifier: Apache-2.0
#include "magneto/batch_get.h"

#include <map>
#include <memory>

#include "magneto/json.h"
#include "table/backoff.h"
#include "table/expression_writer.h"
#include "table/key_names.h"
#include "table/messages.h"

namespace magneto {

using internal::table::Backoff;
using internal::table::ExpressionWriter;
using internal::table::key_of;
using internal::table::Keys;
namespace messages = internal::table::messages;

/// The progress of one BatchGet.
class BatchGetWork {
 public:
  explicit BatchGetWork(const BatchGet& batch) : batch_(batch) {}

  Result<void> start();
  bool done() const { return next_ == keys_.size() && again_.empty(); }
  Result<model::BatchGetItemInput> next_request();
  struct Left {
    std::size_t keys = 0;   ///< Unprocessed.
    bool progress = false;  ///< Others were not.
  };
  Left take(model::BatchGetItemOutput output);
  BatchGet::Items items();

  const Client& client() const { return batch_.table_.client(); }
  Backoff backoff() const { return Backoff(batch_.first_wait_, batch_.longest_wait_); }
  int max_attempts() const { return batch_.max_attempts_; }

 private:
  static constexpr std::size_t kMaxKeys = 100;
  struct Wanted {
    std::string table;
    Item key;
    std::optional<Item> found = {};
  };

  static std::string id(const std::string& table, const Item& key) {
    return table + '\n' + to_json(key);
  }
  Result<model::KeysAndAttributes> attributes(const std::string& table) const;
  void remove_key(const std::string& table, Item& item) const;

  BatchGet batch_;
  std::vector<Wanted> keys_;  // each once
  std::map<std::string, std::size_t> places_;
  std::vector<std::size_t> order_;  // of what was asked, in keys_
  std::map<std::string, Keys> names_;
  std::size_t next_ = 0;
  std::size_t requested_ = 0;  // keys of the latest request
  std::vector<std::size_t> again_;
};

Result<void> BatchGetWork::start() {
  for (const auto& [table, key] : batch_.keys_) {
    const auto [place, is_new] = places_.try_emplace(id(table, key), keys_.size());
    if (is_new) keys_.push_back({table, key});
    order_.push_back(place->second);
    Keys names;
    for (const auto& [name, value] : key) names.push_back(name);
    const auto known = names_.try_emplace(table, names).first;
    if (known->second != names) return messages::different_keys(table);
  }
  return {};
}

Result<model::KeysAndAttributes> BatchGetWork::attributes(const std::string& table) const {
  model::KeysAndAttributes request;
  request.consistent_read = batch_.consistent_;
  if (batch_.projection_.empty()) return request;
  Projection projection = batch_.projection_;
  for (const std::string& name : names_.at(table)) {
    bool there = false;
    for (const Path& path : projection.paths()) there = there || path.to_string() == name;
    if (!there) projection.add(attr(name));
  }
  ExpressionWriter writer;
  request.projection_expression = writer.projection(projection);
  request.expression_attribute_names = writer.names();
  if (writer.error()) return *writer.error();
  return request;
}

Result<model::BatchGetItemInput> BatchGetWork::next_request() {
  std::vector<std::size_t> places = std::exchange(again_, {});
  while (places.size() < kMaxKeys && next_ < keys_.size()) places.push_back(next_++);
  requested_ = places.size();
  model::BatchGetItemInput input;
  for (const std::size_t place : places) {
    const Wanted& wanted = keys_[place];
    const auto [request, is_new] = input.request_items.try_emplace(wanted.table);
    if (is_new) {
      Result<model::KeysAndAttributes> whole = attributes(wanted.table);
      if (!whole) return whole.error();
      request->second = std::move(*whole);
    }
    request->second.keys.push_back(wanted.key);
  }
  return input;
}

BatchGetWork::Left BatchGetWork::take(model::BatchGetItemOutput output) {
  for (auto& [table, items] : output.responses) {
    for (Item& item : items) {
      const auto names = names_.find(table);
      if (names == names_.end()) continue;
      const std::optional<Item> key = key_of(item, names->second);
      const auto place = key ? places_.find(id(table, *key)) : places_.end();
      if (place != places_.end()) keys_[place->second].found = std::move(item);
    }
  }
  for (const auto& [table, request] : output.unprocessed_keys) {
    for (const Item& key : request.keys) {
      const auto place = places_.find(id(table, key));
      if (place != places_.end()) again_.push_back(place->second);
    }
  }
  return {.keys = again_.size(), .progress = again_.size() < requested_};
}

void BatchGetWork::remove_key(const std::string& table, Item& item) const {
  if (batch_.projection_.empty()) return;
  for (const std::string& name : names_.at(table)) {
    bool wanted = false;
    for (const Path& path : batch_.projection_.paths()) wanted = wanted || path.name() == name;
    if (!wanted) item.erase(name);
  }
}

BatchGet::Items BatchGetWork::items() {
  for (Wanted& wanted : keys_) {
    if (wanted.found) remove_key(wanted.table, *wanted.found);
  }
  BatchGet::Items items;
  for (const std::size_t place : order_) items.push_back(keys_[place].found);
  return items;
}

namespace {

Call<BatchGet::Items> run(std::shared_ptr<BatchGetWork> work) {
  Result<void> started = work->start();
  if (!started) co_return started.error();
  Backoff backoff = work->backoff();
  int attempts = 0;
  while (!work->done()) {
    Result<model::BatchGetItemInput> input = work->next_request();
    if (!input) co_return input.error();
    auto call = work->client().call<operation::BatchGetItem>(*input);
    Result<model::BatchGetItemOutput> output = co_await call;
    if (!output) co_return output.error();
    const BatchGetWork::Left left = work->take(std::move(*output));
    if (left.progress) {
      backoff.reset();
      attempts = 0;
    }
    if (left.keys == 0) continue;
    if (++attempts >= work->max_attempts()) co_return messages::left_unprocessed(attempts);
    Call<void> sleep = pause(work->client(), backoff.next());
    Result<void> slept = co_await sleep;
    if (!slept) co_return slept.error();
  }
  co_return work->items();
}

}  // namespace

Call<BatchGet::Items> BatchGet::call() const { return run(std::make_shared<BatchGetWork>(*this)); }

}  // namespace magneto
