// SPDX-License-Identifier: Apache-2.0
//
// DurableWait: answers of writes that no event loop holds back wait here until what they say is on
// stable storage. A thread of its own hands them out, so that what is done with an answer never
// keeps the flush thread.
#pragma once

#include <map>
#include <memory>
#include <thread>

#include "base/mutex.h"
#include "base/result.h"
#include "database/flush_notifier.h"
#include "storage/engine.h"

namespace magneto::internal::database {

/// Thread safe.
class DurableWait final : private FlushNotifier::Listener {
 public:
  class Waiter {
   public:
    /// All up to the point waited for is durable, or never will be.
    virtual void on_durable(const Result<void>& result) = 0;

   protected:
    ~Waiter() = default;
  };

  DurableWait(storage::Engine& engine, std::shared_ptr<FlushNotifier> notifier);
  /// Returns when nobody waits any more.
  ~DurableWait();
  DurableWait(const DurableWait&) = delete;
  DurableWait& operator=(const DurableWait&) = delete;

  /// Whether there is a thread. Errors: kIo: there was none left to start.
  const Result<void>& started() const { return started_; }

  /// Calls the waiter once all up to `point` is durable: at once if it is already, else on the
  /// thread of the wait.
  void wait(storage::CommitPoint point, Waiter& waiter);

 private:
  using Waiting = std::multimap<storage::CommitPoint, Waiter*>;

  void flushed() override;
  void look();
  void run();
  /// What needs to wait no longer, after a failure all.
  Waiting take_ready(bool failed);

  storage::Engine& engine_;
  const std::shared_ptr<FlushNotifier> notifier_;
  Mutex mutex_;
  ConditionVariable changed_;
  Waiting waiting_ MAGNETO_GUARDED_BY(mutex_);
  bool look_ MAGNETO_GUARDED_BY(mutex_) = false;  ///< Something may be ready.
  bool stopping_ MAGNETO_GUARDED_BY(mutex_) = false;
  Result<void> started_;
  std::jthread thread_;
};

}  // namespace magneto::internal::database
