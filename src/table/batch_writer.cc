// SPDX-License-Identifier: Apache-2.0
#include "magneto/batch_writer.h"

#include <exception>
#include <thread>
#include <utility>

#include "magneto/json.h"
#include "table/backoff.h"
#include "table/batch_queue.h"
#include "table/changes.h"
#include "table/json_size.h"
#include "table/key_names.h"
#include "table/messages.h"

namespace magneto {

using internal::table::Backoff;
using internal::table::BatchQueue;
using internal::table::Changes;
using internal::table::key_of;
using internal::table::KeyNames;
using internal::table::Keys;
namespace messages = internal::table::messages;

namespace {

using Output = Result<model::BatchWriteItemOutput>;
using Ids = std::map<std::string, bool, std::less<>>;

std::string id_of(const std::string& table, const Item& key) { return table + '\n' + to_json(key); }

/// Whether the request was refused for something in it, so that its other writes may be good.
bool is_about_content(const Error& error) {
  switch (error.code()) {
    case ErrorCode::kValidation:
    case ErrorCode::kInvalidArgument:
    case ErrorCode::kResourceNotFound:
    case ErrorCode::kItemCollectionSizeLimitExceeded:
    case ErrorCode::kRequestEntityTooLarge:
    case ErrorCode::kSerialization:
    case ErrorCode::kAccessDenied:
      return true;
    default:
      return false;
  }
}

model::BatchWriteItemInput input_of(const BatchQueue::Batch& batch, bool capacity) {
  model::BatchWriteItemInput input;
  for (const BatchQueue::Write* write : batch) {
    model::WriteRequest& request = input.request_items[write->table].emplace_back();
    if (write->put) {
      request.put_request.emplace().item = write->item;
    } else {
      request.delete_request.emplace().key = write->item;
    }
  }
  if (capacity) input.return_consumed_capacity = model::ReturnConsumedCapacity::kTotal;
  return input;
}

}  // namespace

class BatchWriter::Work : public std::enable_shared_from_this<Work> {
 public:
  Work(Table table, const BatchOptions& options)
      : table_(std::move(table)),
        options_(options),
        queue_(options.overwrite_by_keys, std::max(options.max_attempts, 1)),
        backoff_(options.first_wait, options.longest_wait) {}
  ~Work() { end_threads(); }

  const Table& table() const { return table_; }
  const BatchOptions& options() const { return options_; }
  bool over();

  void write(const Table& table, bool put, Item item);
  BatchReport abandon();

  static Call<void> ready(std::shared_ptr<Work> work);
  static Call<void> flush(std::shared_ptr<Work> work);
  static Call<BatchReport> finish(std::shared_ptr<Work> work);

  const int exceptions = std::uncaught_exceptions();

 private:
  using Clock = std::chrono::steady_clock;
  using Lock = Changes::Lock;
  using Write = BatchQueue::Write;

  std::optional<Keys> known_keys(const std::string& table);
  static Call<Keys> keys_of(std::shared_ptr<Work> work, Table table);
  Result<Keys> keys_of(const Table& table);
  bool full() const {
    return queue_.size() >= std::max<std::size_t>(options_.max_buffered, 1) ||
           queue_.bytes() >= options_.max_buffered_bytes;
  }
  bool may_send() const {
    return queue_.ready() > 0 && (queue_.has_whole_batch() || flushing_ > 0 || full());
  }
  void run();
  void send(Lock& lock);
  void settle(const BatchQueue::Batch& batch, const Output& output);
  void settle_error(const BatchQueue::Batch& batch, const Error& error);
  std::optional<Ids> ids_of(const model::BatchWriteItemOutput& output) const;
  void tell(Lock& lock);
  void refuse(Lock& lock, Write write, Error error) {
    queue_.refuse(std::move(write), std::move(error));
    tell(lock);
    changes_.notify();
  }
  void slow_down() { not_before_ = Clock::now() + backoff_.next(); }
  void end_threads();

  const Table table_;
  const BatchOptions options_;
  Changes changes_;                   // its mutex guards all below
  std::map<std::string, Keys> keys_;  // by table
  BatchQueue queue_;
  Backoff backoff_;
  Clock::time_point not_before_ = Clock::time_point::min();
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  int flushing_ = 0;
  std::size_t told_ = 0;  // of the report's failures
  int telling_ = 0;
  bool stopping_ = false;
  bool over_ = false;
};

bool BatchWriter::Work::over() {
  const Lock lock(changes_.mutex);
  return over_;
}

std::optional<Keys> BatchWriter::Work::known_keys(const std::string& table) {
  const Lock lock(changes_.mutex);
  const auto known = keys_.find(table);
  return known == keys_.end() ? std::nullopt : std::optional(known->second);
}

Call<Keys> BatchWriter::Work::keys_of(std::shared_ptr<Work> work, Table table) {
  if (std::optional<Keys> known = work->known_keys(table.name())) co_return std::move(*known);
  Call<Keys> call = KeyNames::of(table.key_names(), table.client(), table.name(), "");
  Result<Keys> keys = co_await call;
  if (!keys) co_return std::move(keys).error();
  const Lock lock(work->changes_.mutex);
  co_return work->keys_[table.name()] = std::move(*keys);
}

Result<Keys> BatchWriter::Work::keys_of(const Table& table) {
  if (std::optional<Keys> known = known_keys(table.name())) return std::move(*known);
  return keys_of(shared_from_this(), table).get();
}

void BatchWriter::Work::write(const Table& table, bool put, Item item) {
  Result<Keys> names = keys_of(table);
  Write write{.table = table.name(), .id = {}, .put = put, .item = std::move(item)};
  std::optional<Item> key;
  if (names) key = key_of(write.item, *names);
  Lock lock(changes_.mutex);
  if (over_) return refuse(lock, std::move(write), messages::batch_is_over());
  if (!names) return refuse(lock, std::move(write), names.error());
  if (!key) return refuse(lock, std::move(write), messages::no_key_in_item(table.name()));
  write.id = id_of(table.name(), *key);
  write.bytes = internal::table::json_size(write.item);
  changes_.wait(lock, [&] { return over_ || !full(); });
  if (over_) return refuse(lock, std::move(write), messages::batch_is_over());
  queue_.add(std::move(write));
  if (!may_send()) return;
  if (idle_ == 0 && threads_.size() < std::max<std::size_t>(options_.in_flight, 1)) {
    threads_.emplace_back([this] { run(); });
  } else {
    changes_.notify();
  }
}

void BatchWriter::Work::run() {
  Lock lock(changes_.mutex);
  while (!stopping_) {
    if (!may_send()) {
      idle_ += 1;
      changes_.wait(lock);
      idle_ -= 1;
    } else if (Clock::now() < not_before_) {
      changes_.wait_until(lock, not_before_);
    } else {
      send(lock);
    }
  }
}

void BatchWriter::Work::send(Lock& lock) {
  const BatchQueue::Batch batch = queue_.take();
  queue_.report.requests += 1;
  lock.unlock();
  const Output output =
      table_.client().call<operation::BatchWriteItem>(input_of(batch, options_.capacity)).get();
  lock.lock();
  if (output) {
    settle(batch, output);
  } else {
    settle_error(batch, output.error());
  }
  tell(lock);
  changes_.notify();
}

/// The program is told without the lock; flush() waits for that.
void BatchWriter::Work::tell(Lock& lock) {
  if (!options_.on_failure) return;
  telling_ += 1;
  while (told_ < queue_.report.failed.size()) {
    const BatchFailure failure = queue_.report.failed[told_++];
    lock.unlock();
    options_.on_failure(failure);
    lock.lock();
  }
  telling_ -= 1;
}

/// Nothing where an unprocessed write cannot be told.
std::optional<Ids> BatchWriter::Work::ids_of(const model::BatchWriteItemOutput& output) const {
  Ids ids;
  for (const auto& [table, requests] : output.unprocessed_items) {
    const auto names = keys_.find(table);
    if (names == keys_.end()) return std::nullopt;
    for (const model::WriteRequest& request : requests) {
      if (!request.put_request && !request.delete_request) return std::nullopt;
      const Item& item =
          request.put_request ? request.put_request->item : request.delete_request->key;
      const std::optional<Item> key = key_of(item, names->second);
      if (!key) return std::nullopt;
      ids[id_of(table, *key)] = true;
    }
  }
  return ids;
}

void BatchWriter::Work::settle(const BatchQueue::Batch& batch, const Output& output) {
  for (const model::ConsumedCapacity& consumed : output->consumed_capacity) {
    queue_.report.consumed_units += consumed.capacity_units.value_or(0);
  }
  const std::optional<Ids> left = ids_of(*output);
  bool all = true;
  for (const BatchQueue::Write* write : batch) {
    if (left && !left->contains(write->id)) {
      queue_.written(*write);
    } else {
      queue_.unprocessed(*write, messages::left_unprocessed(options_.max_attempts));
      all = false;
    }
  }
  if (all) {
    backoff_.reset();
  } else {
    slow_down();
  }
}

void BatchWriter::Work::settle_error(const BatchQueue::Batch& batch, const Error& error) {
  const bool split = batch.size() > 1 && is_about_content(error);
  for (const BatchQueue::Write* write : batch) {
    if (split) {
      queue_.single_out(*write);
    } else if (error.retryable() || error.throttled()) {
      queue_.unprocessed(*write, error);
    } else {
      queue_.failed(*write, error);
    }
  }
  if (!split && (error.retryable() || error.throttled())) slow_down();
}

Call<void> BatchWriter::Work::ready(std::shared_ptr<Work> work) {
  Call<Keys> asking = keys_of(work, work->table_);
  const Result<Keys> keys = co_await asking;
  // An error of the keys is that of the writes, in the report.
  if (!keys && keys.error().code() == ErrorCode::kCancelled) co_return keys.error();
  Work* const of = work.get();
  Call<void> room = Changes::until(work->table_.client(), work, work->changes_,
                                   [of] { return of->over_ || !of->full(); });
  Result<void> made = co_await room;
  co_return made;
}

Call<void> BatchWriter::Work::flush(std::shared_ptr<Work> work) {
  {
    Lock lock(work->changes_.mutex);
    if (work->queue_.size() == 0 && work->telling_ == 0) co_return Result<void>();
    work->flushing_ += 1;
    Work* const of = work.get();
    if (work->threads_.empty()) work->threads_.emplace_back([of] { of->run(); });
    work->changes_.notify();
  }
  Work* const of = work.get();
  Call<void> empty = Changes::until(work->table_.client(), work, work->changes_,
                                    [of] { return of->queue_.size() == 0 && of->telling_ == 0; });
  Result<void> done = co_await empty;
  const Lock lock(work->changes_.mutex);
  work->flushing_ -= 1;
  co_return done;
}

void BatchWriter::Work::end_threads() {
  {
    const Lock lock(changes_.mutex);
    stopping_ = over_ = true;
    changes_.notify();
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

Call<BatchReport> BatchWriter::Work::finish(std::shared_ptr<Work> work) {
  if (work->over()) co_return messages::batch_is_over();
  Call<void> flushing = flush(work);
  Result<void> flushed = co_await flushing;
  if (!flushed) co_return flushed.error();
  work->end_threads();
  work->told_ = 0;
  co_return std::exchange(work->queue_.report, {});
}

BatchReport BatchWriter::Work::abandon() {
  end_threads();
  queue_.give_up(messages::batch_abandoned());
  Lock lock(changes_.mutex);
  tell(lock);
  told_ = 0;
  return std::exchange(queue_.report, {});
}

BatchWriter::BatchWriter(Table table, BatchOptions options)
    : work_(std::make_shared<Work>(std::move(table), options)) {}
BatchWriter::BatchWriter(BatchWriter&& other) noexcept = default;

BatchWriter::~BatchWriter() {
  if (!work_ || work_->over()) return;
  const bool thrown = std::uncaught_exceptions() > work_->exceptions;
  if (!thrown || work_->options().finish_on_exception) {
    static_cast<void>(Work::flush(work_).get());
  }
}

void BatchWriter::put(Item item) { work_->write(work_->table(), true, std::move(item)); }
void BatchWriter::remove(Item key) { work_->write(work_->table(), false, std::move(key)); }
void BatchWriter::put(const Table& table, Item item) { work_->write(table, true, std::move(item)); }
void BatchWriter::remove(const Table& table, Item key) {
  work_->write(table, false, std::move(key));
}

Call<void> BatchWriter::ready() { return Work::ready(work_); }
Call<void> BatchWriter::flush() { return Work::flush(work_); }
Call<BatchReport> BatchWriter::finish() { return Work::finish(work_); }
BatchReport BatchWriter::abandon() { return work_->abandon(); }

}  // namespace magneto
