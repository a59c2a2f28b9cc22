// SPDX-License-Identifier: Apache-2.0
//
// Answers of writes wait here until what they say is on stable storage. Each loop keeps its own
// waiting answers in a DurabilityGate; when the engine has flushed, every gate that waits is told
// once, whatever the number of answers it holds.
#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "http_server/loop.h"
#include "storage/engine.h"

namespace magneto::internal::server {

class DurabilityGate;

/// Hears from the engine and tells the gates. Thread safe. Shared with the engine's listener, which
/// lives as long as the engine.
class FlushNotifier {
 public:
  /// REQUIRES: nothing has been written yet.
  static std::shared_ptr<FlushNotifier> listen(storage::Engine& engine);

  /// The text of the error that ended all writing, if there was one.
  std::optional<std::string> failure() const;

 private:
  friend class DurabilityGate;
  void flushed(const Result<void>& result);

  mutable std::mutex mutex_;
  std::vector<DurabilityGate*> gates_;  // guarded by mutex_
  std::optional<std::string> failure_;  // guarded by mutex_
};

/// One per loop; the loop's thread only.
class DurabilityGate final : private http_server::Loop::Task {
 public:
  class Waiter {
   public:
    /// All up to the point waited for is durable, or never will be.
    virtual void on_durable(const Result<void>& result) = 0;

   protected:
    ~Waiter() = default;
  };

  DurabilityGate(storage::Engine& engine, std::shared_ptr<FlushNotifier> board,
                 http_server::Loop& loop);
  ~DurabilityGate();

  /// Calls the waiter once all up to `point` is durable: at once if it is already.
  void wait(storage::CommitPoint point, Waiter& waiter);

 private:
  friend class FlushNotifier;
  struct Entry {
    storage::CommitPoint point;
    Waiter* waiter;
  };

  void tell();
  void run() override;
  void release(storage::CommitPoint durable);
  void fail(const std::string& text);

  storage::Engine& engine_;
  const std::shared_ptr<FlushNotifier> board_;
  http_server::Loop& loop_;
  std::deque<Entry> waiting_;
  std::atomic<int> anybody_waits_{0};  // 0 or 1; see wait()
  std::atomic<bool> posted_{false};
};

}  // namespace magneto::internal::server
