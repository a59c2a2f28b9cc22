// SPDX-License-Identifier: Apache-2.0
//
// CallCount: how many calls are under way, so that closing can wait for them.
#pragma once

#include <cstddef>

#include "base/mutex.h"

namespace magneto::internal::database {

/// Thread safe.
class CallCount {
 public:
  /// A call begins. False: it is too late, close() has begun.
  bool begin() {
    const MutexLock lock(mutex_);
    if (closing_) return false;
    ++under_way_;
    return true;
  }

  /// A call that had begun ends.
  void end() {
    const MutexLock lock(mutex_);
    if (--under_way_ == 0) ended_.notify_all();
  }

  /// Lets no further call begin, and waits for the end of those that have.
  void close() {
    const MutexLock lock(mutex_);
    closing_ = true;
    while (under_way_ != 0) ended_.wait(mutex_);
  }

 private:
  Mutex mutex_;
  ConditionVariable ended_;
  std::size_t under_way_ MAGNETO_GUARDED_BY(mutex_) = 0;
  bool closing_ MAGNETO_GUARDED_BY(mutex_) = false;
};

}  // namespace magneto::internal::database
