// SPDX-License-Identifier: Apache-2.0
//
// Answers of writes wait here until what they say is on stable storage. Each loop keeps its own
// waiting answers in a DurabilityGate; when the engine has flushed, every gate that waits is told
// once, whatever the number of answers it holds.
#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <string>

#include "base/result.h"
#include "database/engine_monitor.h"
#include "database/flush_notifier.h"
#include "http_server/loop.h"

namespace magneto::internal::server {

/// One per loop; the loop's thread only.
class DurabilityGate final : private http_server::Loop::Task,
                             private database::FlushNotifier::Listener {
 public:
  class Waiter {
   public:
    /// All up to the point waited for is durable, or never will be.
    virtual void on_durable(const Result<void>& result) = 0;

   protected:
    ~Waiter() = default;
  };

  DurabilityGate(database::EngineMonitor engine, std::shared_ptr<database::FlushNotifier> notifier,
                 http_server::Loop& loop);
  ~DurabilityGate();

  /// Calls the waiter once all up to `point` is durable: at once if it is already.
  void wait(storage::CommitPoint point, Waiter& waiter);

 private:
  struct Entry {
    storage::CommitPoint point;
    Waiter* waiter;
  };

  void flushed() override;
  void run() override;
  void release(storage::CommitPoint durable);
  void fail(const std::string& text);

  const database::EngineMonitor engine_;
  const std::shared_ptr<database::FlushNotifier> notifier_;
  http_server::Loop& loop_;
  std::deque<Entry> waiting_;
  std::atomic<int> anybody_waits_{0};  // 0 or 1; see wait()
  std::atomic<bool> posted_{false};
};

}  // namespace magneto::internal::server
