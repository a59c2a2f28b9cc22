// SPDX-License-Identifier: Apache-2.0
//
// Stalls: how often writers of a column family had to wait because its memtables or first-level
// files became too many, and how many families have waiting writers now.
#pragma once

#include <rocksdb/listener.h>

#include <cstdint>
#include <set>
#include <string>

#include "base/mutex.h"

namespace magneto::internal::storage {

/// Thread safe.
class Stalls : public ::rocksdb::EventListener {
 public:
  void OnStallConditionsChanged(const ::rocksdb::WriteStallInfo& info) override {
    using Condition = ::rocksdb::WriteStallCondition;
    const MutexLock lock(mutex_);
    if (info.condition.cur == Condition::kNormal) {
      stalled_.erase(info.cf_name);
    } else if (stalled_.insert(info.cf_name).second) {
      ++count_;
    }
  }

  /// From slowed down to stopped and back is one.
  std::uint64_t count() const {
    const MutexLock lock(mutex_);
    return count_;
  }
  std::uint64_t now() const {
    const MutexLock lock(mutex_);
    return stalled_.size();
  }

 private:
  mutable Mutex mutex_;
  std::set<std::string> stalled_ MAGNETO_GUARDED_BY(mutex_);
  std::uint64_t count_ MAGNETO_GUARDED_BY(mutex_) = 0;
};

}  // namespace magneto::internal::storage
