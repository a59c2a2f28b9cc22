// SPDX-License-Identifier: Apache-2.0
//
// BlockingPool: a few threads that may wait for the disk, for callers that may not (event loops).
// Each thread has an OperationRunner of its own. Changes of the catalog wait for a flush each and
// have threads of their own, so that they do not queue behind reads of cold data.
#pragma once

#include <cstddef>
#include <deque>
#include <thread>
#include <vector>

#include "base/mutex.h"
#include "base/result.h"
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

  struct Options {
    int threads = 4;  ///< For reads and writes of items.
    int catalog_threads = 2;
    /// Jobs that wait for a thread, of each of the two kinds. More are refused.
    std::size_t queue_limit = 1'000;
  };

  BlockingPool(const Options& options, operations::Services& services);
  /// Runs what is queued, then ends the threads.
  ~BlockingPool();
  BlockingPool(const BlockingPool&) = delete;
  BlockingPool& operator=(const BlockingPool&) = delete;

  /// Whether there are threads. Errors: kIo: there were too few left to start.
  const Result<void>& started() const { return started_; }

  /// Runs `job` soon; it must stay until it has run. Errors: kServiceUnavailable: too many wait
  /// already. The job is not run then.
  Result<void> submit(Job& job, operations::Effect effect);
  /// Jobs that wait for a thread.
  std::size_t queued() const;

 private:
  struct Lane {
    std::deque<Job*> jobs;
    ConditionVariable wake;
  };

  Result<void> start(Lane& lane, int threads);
  void work(Lane& lane);

  const std::size_t queue_limit_;
  operations::Services& services_;
  mutable Mutex mutex_;
  Lane items_ MAGNETO_GUARDED_BY(mutex_);
  Lane catalog_ MAGNETO_GUARDED_BY(mutex_);
  bool stopping_ MAGNETO_GUARDED_BY(mutex_) = false;
  Result<void> started_;
  std::vector<std::jthread> threads_;
};

}  // namespace magneto::internal::database
