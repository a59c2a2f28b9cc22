// SPDX-License-Identifier: Apache-2.0
//
// The snapshot that views read, handed from the flush thread to readers.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/snapshot.h>

#include <array>
#include <atomic>
#include <memory>

#include "base/mutex.h"
#include "storage/engine.h"

namespace magneto::internal::storage {

/// A RocksDB snapshot, released with its last owner. Takes RocksDB's main mutex when made and
/// released, which writers do not take: cheap, but not free.
class Snapshot {
 public:
  explicit Snapshot(::rocksdb::DB& db) : db_(db), snapshot_(db.GetSnapshot()) {}
  ~Snapshot() { db_.ReleaseSnapshot(snapshot_); }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  const ::rocksdb::Snapshot* get() const { return snapshot_; }
  CommitPoint commit() const { return snapshot_->GetSequenceNumber(); }

 private:
  ::rocksdb::DB& db_;
  const ::rocksdb::Snapshot* snapshot_;
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

/// Where the current snapshot stands. Readers of different threads mostly use different slots, each
/// with a lock and a reference count of its own, so they do not slow each other down. Thread safe.
class SnapshotPublisher {
 public:
  explicit SnapshotPublisher(SnapshotPtr first) { publish(std::move(first)); }

  /// The snapshot published last (or, shortly, the one before while publish() runs).
  SnapshotPtr current() const;

  /// REQUIRES: not older than the published ones. One thread at a time.
  void publish(SnapshotPtr snapshot);

  /// What every current() from now on has at least.
  CommitPoint commit() const { return commit_.load(std::memory_order_acquire); }

  /// Of everything the database holds at the moment of the call: the published one when it has all,
  /// else a new one, which later callers on this thread find. Any thread.
  SnapshotPtr newest(::rocksdb::DB& db);

  /// Drops the snapshots: before the database closes.
  void clear();

 private:
  struct alignas(64) Slot {
    mutable Mutex mutex;
    SnapshotPtr snapshot MAGNETO_GUARDED_BY(mutex);
  };

  Slot& my_slot() const;

  mutable std::array<Slot, 16> slots_;
  std::atomic<CommitPoint> commit_{0};
};

}  // namespace magneto::internal::storage
