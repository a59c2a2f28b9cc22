// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/snapshots.h"

#include <utility>

#include "base/thread_number.h"

namespace magneto::internal::storage {
namespace {

/// The same snapshot with a reference count of its own.
SnapshotPtr own_count(const SnapshotPtr& snapshot) {
  return {std::make_shared<SnapshotPtr>(snapshot), snapshot.get()};
}

}  // namespace

SnapshotPublisher::Slot& SnapshotPublisher::my_slot() const {
  return slots_[thread_number() % slots_.size()];
}

SnapshotPtr SnapshotPublisher::current() const {
  const Slot& slot = my_slot();
  const MutexLock lock(slot.mutex);
  return slot.snapshot;
}

void SnapshotPublisher::publish(SnapshotPtr snapshot) {
  for (Slot& slot : slots_) {
    SnapshotPtr next = own_count(snapshot);
    const MutexLock lock(slot.mutex);
    slot.snapshot.swap(next);  // the old one goes after the lock
  }
  commit_.store(snapshot->commit(), std::memory_order_release);
}

SnapshotPtr SnapshotPublisher::newest(::rocksdb::DB& db) {
  const CommitPoint now = db.GetLatestSequenceNumber();
  SnapshotPtr found = current();
  if (found->commit() >= now) return found;
  SnapshotPtr fresh = std::make_shared<Snapshot>(db);
  Slot& slot = my_slot();
  const MutexLock lock(slot.mutex);
  if (slot.snapshot->commit() < fresh->commit()) {
    found = std::exchange(slot.snapshot, fresh);  // the old one goes after the lock
  }
  return fresh;
}

void SnapshotPublisher::clear() {
  for (Slot& slot : slots_) {
    const MutexLock lock(slot.mutex);
    slot.snapshot.reset();
  }
}

}  // namespace magneto::internal::storage
