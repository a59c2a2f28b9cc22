// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/group_commit.h"

#include <algorithm>
#include <chrono>
#include <iterator>

#include "storage/rocksdb/status.h"

namespace magneto::internal::storage {
namespace {

constexpr int kNothingNew = 0;
constexpr int kSomethingNew = 1;

}  // namespace

GroupCommit::GroupCommit(Database& database, SnapshotPublisher& snapshots, Options options)
    : database_(database), snapshots_(snapshots), options_(options), synced_(snapshots.commit()) {
  if (options_.has_log) thread_ = std::thread([this] { run(); });
}

// No news is lost: either this exchange comes before the thread's exchange in wait_for_work(),
// which then sees the write when it looks at the sequence number; or after it, and ends its sleep.
void GroupCommit::written() {
  if (news_.exchange(kSomethingNew, std::memory_order_acq_rel) == kNothingNew) news_.notify_one();
}

/// False when it is time to end: everything is flushed, or nothing ever will be.
bool GroupCommit::wait_for_work() {
  for (;;) {
    news_.exchange(kNothingNew, std::memory_order_acq_rel);
    if (failed_.load(std::memory_order_acquire)) return false;
    if (database_.db().GetLatestSequenceNumber() > synced_.load(std::memory_order_relaxed))
      return true;
    if (stopping_.load(std::memory_order_acquire)) return false;
    news_.wait(kNothingNew, std::memory_order_acquire);
  }
}

void GroupCommit::run() {
  do {
    const bool failed = !flush_until_failure();
    if (failed) tell_health();
    answer_all(writable());
  } while (wait_until_resumed());
}

/// True when it is time to end.
bool GroupCommit::flush_until_failure() {
  while (wait_for_work()) {
    if (options_.durability == Durability::kAsync) gather();
    if (!flush_once()) break;
  }
  return !failed_.load(std::memory_order_acquire);
}

/// False when it is time to end.
bool GroupCommit::wait_until_resumed() {
  for (;;) {
    {
      const auto interval = std::chrono::milliseconds(options_.resume_interval_ms);
      const auto until = std::chrono::steady_clock::now() + interval;
      const MutexLock lock(mutex_);
      while (!stopping_.load(std::memory_order_acquire)) {
        if (!stop_signal_.wait_until(mutex_, until)) break;
      }
      if (stopping_.load(std::memory_order_acquire)) return false;
    }
    if (database_.resume().ok()) break;
  }
  {
    const MutexLock lock(mutex_);
    failure_.reset();
    failed_.store(false, std::memory_order_release);
  }
  tell_health();
  answer(durable_commit());
  return true;
}

void GroupCommit::tell_health() {
  const EngineHealth now = health();
  std::vector<Engine::HealthListener> listeners;
  {
    const MutexLock lock(mutex_);
    listeners = health_listeners_;
  }
  for (const Engine::HealthListener& listener : listeners) listener(now);
}

/// With relaxed durability nobody waits for a flush: let writes gather for a while.
void GroupCommit::gather() {
  const auto until =
      std::chrono::steady_clock::now() + std::chrono::milliseconds(options_.async_flush_ms);
  const MutexLock lock(mutex_);
  while (!stopping_.load(std::memory_order_acquire)) {
    if (!stop_signal_.wait_until(mutex_, until)) break;
  }
}

bool GroupCommit::flush_once() {
  SnapshotPtr snapshot = std::make_shared<Snapshot>(database_.db());
  const CommitPoint commit = snapshot->commit();
  const ::rocksdb::Status status = database_.flush_log();
  flushes_.fetch_add(1, std::memory_order_relaxed);
  if (!status.ok()) {
    fail(to_error(status, "flushing the log"));
    return false;
  }
  synced_.store(commit, std::memory_order_release);
  if (!relaxed()) {
    snapshots_.publish(std::move(snapshot));
    answer(commit);
  }
  return true;
}

void GroupCommit::answer(CommitPoint durable) {
  std::vector<Waiter> ready;
  ListenersPtr listeners;
  {
    const MutexLock lock(mutex_);
    const auto first_ready = std::stable_partition(
        waiters_.begin(), waiters_.end(), [&](const Waiter& w) { return w.point > durable; });
    ready.assign(std::move_iterator(first_ready), std::move_iterator(waiters_.end()));
    waiters_.erase(first_ready, waiters_.end());
    listeners = listeners_;
  }
  const Result<void> ok;
  for (const Engine::FlushListener& listener : *listeners) listener(ok);
  for (const Waiter& waiter : ready) waiter.done(ok);
}

void GroupCommit::answer_all(const Result<void>& result) {
  std::vector<Waiter> waiters;
  ListenersPtr listeners;
  {
    const MutexLock lock(mutex_);
    waiters.swap(waiters_);
    listeners = listeners_;
  }
  if (!result.ok()) {
    for (const Engine::FlushListener& listener : *listeners) listener(result);
  }
  for (const Waiter& waiter : waiters) waiter.done(result);
}

void GroupCommit::when_durable(CommitPoint point, Done done) {
  if (durable_commit() < point || failed_.load(std::memory_order_acquire)) {
    const MutexLock lock(mutex_);
    // Looked at again: what the thread publishes after this look, it answers after taking the lock.
    if (!failure_ && durable_commit() < point) {
      waiters_.push_back({point, std::move(done)});
      return;
    }
  }
  if (durable_commit() >= point && !(relaxed() && failed_.load(std::memory_order_acquire))) {
    done({});
  } else {
    done(writable());
  }
}

CommitPoint GroupCommit::durable_commit() const {
  return relaxed() ? database_.db().GetLatestSequenceNumber() : snapshots_.commit();
}

void GroupCommit::add_listener(Engine::FlushListener listener) {
  const MutexLock lock(mutex_);
  Listeners more = *listeners_;
  more.push_back(std::move(listener));
  listeners_ = std::make_shared<const Listeners>(std::move(more));
}

void GroupCommit::fail(const Error& error) {
  {
    const MutexLock lock(mutex_);
    if (failure_) return;
    failure_ = error.message();
    ++failures_;
    failed_.store(true, std::memory_order_release);
  }
  written();  // the thread answers all who wait
}

EngineHealth GroupCommit::health() const {
  const MutexLock lock(mutex_);
  return {.writable = !failure_.has_value(),
          .reason = failure_.value_or(""),
          .may_resume = failure_ && database_.may_resume(),
          .failures = failures_};
}

void GroupCommit::add_health_listener(Engine::HealthListener listener) {
  const MutexLock lock(mutex_);
  health_listeners_.push_back(std::move(listener));
}

Result<void> GroupCommit::writable() const {
  if (!failed_.load(std::memory_order_acquire)) return {};
  const MutexLock lock(mutex_);
  return Error(ErrorCode::kIo, *failure_);
}

void GroupCommit::stop() {
  {
    const MutexLock lock(mutex_);
    if (stopping_.exchange(true, std::memory_order_acq_rel)) return;
  }
  stop_signal_.notify_all();
  written();
  if (thread_.joinable()) thread_.join();
}

}  // namespace magneto::internal::storage
