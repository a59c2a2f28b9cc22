// SPDX-License-Identifier: Apache-2.0
//
// BlockingPool: a few threads that may wait for the disk, for callers that may not (event loops).
// Each thread has an OperationRunner of its own.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "database/operation_runner.h"

namespace magneto::internal::database {

/// Thread safe.
class BlockingPool {
 public:
  class Job {
   public:
    /// On a thread of the pool; the runner's context may block.
    virtual void run_blocking(OperationRunner& runner) = 0;

   protected:
    ~Job() = default;
  };

  BlockingPool(int threads, operations::Services& services);
  /// Runs what is queued, then ends the threads.
  ~BlockingPool();
  BlockingPool(const BlockingPool&) = delete;
  BlockingPool& operator=(const BlockingPool&) = delete;

  /// Runs `job` soon. The job must stay until it has run.
  void submit(Job& job);
  std::size_t queued() const;

 private:
  void work(operations::Services& services);

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job*> jobs_;  // guarded by mutex_
  bool stopping_ = false;  // guarded by mutex_
  std::vector<std::thread> threads_;
};

}  // namespace magneto::internal::database
