// SPDX-License-Identifier: Apache-2.0
//
// RunnerPool: OperationRunners for threads that have none of their own, kept from call to call.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "database/operation_runner.h"

namespace magneto::internal::database {

/// Thread safe. Keeps as many runners as were ever used at the same time.
class RunnerPool {
 public:
  explicit RunnerPool(operations::Services& services) : services_(services) {}

  /// Gives its runner back at the end.
  class Lease {
   public:
    Lease(RunnerPool& pool, std::unique_ptr<OperationRunner> runner)
        : pool_(pool), runner_(std::move(runner)) {}
    ~Lease() { pool_.give_back(std::move(runner_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    OperationRunner& operator*() const { return *runner_; }

   private:
    RunnerPool& pool_;
    std::unique_ptr<OperationRunner> runner_;
  };

  Lease lease(storage::Blocking blocking) {
    std::unique_ptr<OperationRunner> runner = take();
    if (!runner) runner = std::make_unique<OperationRunner>(services_, blocking);
    runner->context.blocking = blocking;
    return Lease(*this, std::move(runner));
  }

 private:
  std::unique_ptr<OperationRunner> take() {
    const MutexLock lock(mutex_);
    if (idle_.empty()) return nullptr;
    std::unique_ptr<OperationRunner> runner = std::move(idle_.back());
    idle_.pop_back();
    return runner;
  }
  void give_back(std::unique_ptr<OperationRunner> runner) {
    const MutexLock lock(mutex_);
    idle_.push_back(std::move(runner));
  }

  operations::Services& services_;
  Mutex mutex_;
  std::vector<std::unique_ptr<OperationRunner>> idle_ MAGNETO_GUARDED_BY(mutex_);
};

}  // namespace magneto::internal::database
