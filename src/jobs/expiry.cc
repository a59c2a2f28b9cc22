// SPDX-License-Identifier: Apache-2.0
#include "jobs/expiry.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "jobs/expire_items.h"
#include "jobs/job_context.h"

namespace magneto::internal::jobs {

Expiry::Expiry(catalog::Catalog& catalog, store::Store& store, Options options)
    : catalog_(catalog), store_(store), options_(std::move(options)) {
  thread_ = std::jthread([this](std::stop_token stop) { run(std::move(stop)); });
}

void Expiry::run(std::stop_token stop) {
  const JobContext work{catalog_, store_.engine(), *options_.clock, stop, options_.duty};
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  while (!stop.stop_requested()) {
    const Result<std::uint64_t> erased = expire_items(work, store_);
    if (!erased.ok() && options_.on_error) options_.on_error(erased.error());
    stopped.wait_for(lock, stop, std::chrono::milliseconds(options_.pause_ms),
                     [] { return false; });
  }
}

}  // namespace magneto::internal::jobs
