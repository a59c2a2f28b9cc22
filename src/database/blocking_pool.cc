// SPDX-License-Identifier: Apache-2.0
#include "database/blocking_pool.h"

#include <pthread.h>

namespace magneto::internal::database {

BlockingPool::BlockingPool(int threads, operations::Services& services) {
  for (int i = 0; i < threads; ++i) {
    threads_.emplace_back([this, &services] { work(services); });
    pthread_setname_np(threads_.back().native_handle(), "magneto-disk");
  }
}

BlockingPool::~BlockingPool() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void BlockingPool::submit(Job& job) {
  {
    const std::scoped_lock lock(mutex_);
    jobs_.push_back(&job);
  }
  wake_.notify_one();
}

std::size_t BlockingPool::queued() const {
  const std::scoped_lock lock(mutex_);
  return jobs_.size();
}

void BlockingPool::work(operations::Services& services) {
  OperationRunner runner(services, storage::Blocking::kAllowed);
  for (;;) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    Job* job = jobs_.front();
    jobs_.pop_front();
    lock.unlock();
    job->run_blocking(runner);
  }
}

}  // namespace magneto::internal::database
