// SPDX-License-Identifier: Apache-2.0
#include "database/blocking_pool.h"

#include "base/thread.h"

namespace magneto::internal::database {

BlockingPool::BlockingPool(const Options& options, operations::Services& services)
    : queue_limit_(options.queue_limit), services_(services) {
  started_ = start(items_, options.threads);
  if (started_.ok()) started_ = start(catalog_, options.catalog_threads);
}

Result<void> BlockingPool::start(Lane& lane, int threads) {
  for (int i = 0; i < threads; ++i) {
    std::jthread thread;
    MAGNETO_RETURN_IF_ERROR(
        start_thread(thread, "magneto-disk", [this, &lane](const auto&) { work(lane); }));
    threads_.push_back(std::move(thread));
  }
  return {};
}

BlockingPool::~BlockingPool() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    items_.wake.notify_all();
    catalog_.wake.notify_all();
  }
  threads_.clear();
}

Result<void> BlockingPool::submit(Job& job, operations::Effect effect) {
  const MutexLock lock(mutex_);
  Lane& lane = effect == operations::Effect::kCatalog ? catalog_ : items_;
  if (lane.jobs.size() >= queue_limit_) {
    return Error(ErrorCode::kServiceUnavailable, "Too many requests wait for the disk");
  }
  lane.jobs.push_back(&job);
  lane.wake.notify_one();
  return {};
}

std::size_t BlockingPool::queued() const {
  const MutexLock lock(mutex_);
  return items_.jobs.size() + catalog_.jobs.size();
}

void BlockingPool::work(Lane& lane) {
  OperationRunner runner(services_, storage::Blocking::kAllowed);
  for (;;) {
    Job* job = nullptr;
    {
      const MutexLock lock(mutex_);
      while (!stopping_ && lane.jobs.empty()) lane.wake.wait(mutex_);
      if (lane.jobs.empty()) return;
      job = lane.jobs.front();
      lane.jobs.pop_front();
    }
    job->run_blocking(runner);
  }
}

}  // namespace magneto::internal::database
