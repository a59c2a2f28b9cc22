// SPDX-License-Identifier: Apache-2.0
//
// Group commit: one thread that brings the log to stable storage. While one flush runs, the next
// writes gather behind it, and one fdatasync acknowledges them all.
//
// What views may see is exactly what is durable, so the order of a round is
//
//   1. take a snapshot    everything in it is in the log already: RocksDB appends a write to the
//                         log before it goes into the memtable,
//                         and makes its sequence number visible only after that; sequence numbers
//                         follow the order of the log (one write
//                         queue)
//   2. flush the log      all that was in the log at step 1 is on the disk now, and maybe more
//   3. publish            views get the snapshot; it lacks what step 2 flushed beyond it, which the
//                         next round will show
//   4. answer             those who wait for a commit point not above the snapshot's
//
// A commit point is a RocksDB sequence number: last_commit() after a write has returned is at least
// the write's own, because RocksDB advances the number before it lets the writer go.
//
// An error of the disk ends writing, and all who wait are told. The thread then tries now and again
// whether the reason has passed (a full disk, no descriptors): Database::resume(). Then it flushes
// what is there, publishes it, and writing goes on; what was told to have failed may be there then,
// as after any error of which nobody knows how far it came. A flush that fails ends writing for
// good: what a kernel says about the same pages after a failed fdatasync means nothing, so it is
// never tried again.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "base/mutex.h"
#include "storage/rocksdb/database.h"
#include "storage/rocksdb/rocksdb_engine.h"
#include "storage/rocksdb/snapshots.h"

namespace magneto::internal::storage {

/// Thread safe.
class GroupCommit {
 public:
  using Done = std::function<void(const Result<void>&)>;

  struct Options {
    Durability durability = Durability::kSync;
    bool has_log = true;  ///< Not in memory: then there is nothing to flush.
    int async_flush_ms = 100;
    int resume_interval_ms = 500;  ///< Between two tries to go on after an error.
  };

  GroupCommit(Database& database, SnapshotPublisher& snapshots, Options options);
  ~GroupCommit() { stop(); }

  /// To be called after each write: there is something to flush.
  void written();

  void when_durable(CommitPoint point, Done done);
  void add_listener(Engine::FlushListener listener);
  CommitPoint durable_commit() const;

  /// Ends writing with `error`, and answers all who wait with it. The first error stays until
  /// writing goes on.
  void fail(const Error& error);
  /// Ok, or the error that ended writing. Cheap.
  Result<void> writable() const;
  EngineHealth health() const;
  void add_health_listener(Engine::HealthListener listener);

  /// Flushes what is left, answers everybody, ends the thread.
  void stop();

  std::uint64_t flushes() const { return flushes_.load(std::memory_order_relaxed); }

 private:
  struct Waiter {
    CommitPoint point;
    Done done;
  };

  using Listeners = std::vector<Engine::FlushListener>;
  using ListenersPtr = std::shared_ptr<const Listeners>;  // called without the mutex

  void run();
  bool flush_until_failure();
  bool wait_until_resumed();
  void tell_health();
  bool wait_for_work();
  void gather();
  bool flush_once();
  void answer(CommitPoint durable);
  void answer_all(const Result<void>& result);
  bool relaxed() const { return options_.durability == Durability::kAsync || !options_.has_log; }

  Database& database_;
  SnapshotPublisher& snapshots_;
  const Options options_;

  // kNothingNew while the thread may go to sleep; see written().
  std::atomic<int> news_{0};
  std::atomic<bool> stopping_{false};
  std::atomic<bool> failed_{false};
  std::atomic<std::uint64_t> flushes_{0};
  std::atomic<CommitPoint> synced_{0};

  mutable Mutex mutex_;
  ConditionVariable stop_signal_;
  std::vector<Waiter> waiters_ MAGNETO_GUARDED_BY(mutex_);
  ListenersPtr listeners_ MAGNETO_GUARDED_BY(mutex_) = std::make_shared<const Listeners>();
  std::vector<Engine::HealthListener> health_listeners_ MAGNETO_GUARDED_BY(mutex_);
  std::optional<std::string> failure_ MAGNETO_GUARDED_BY(mutex_);  // text of a kIo
  std::uint64_t failures_ MAGNETO_GUARDED_BY(mutex_) = 0;

  std::thread thread_;
};

}  // namespace magneto::internal::storage
