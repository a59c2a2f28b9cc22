// SPDX-License-Identifier: Apache-2.0
#include "jobs/expiry.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "base/thread.h"
#include "jobs/expire_items.h"
#include "jobs/job_context.h"

namespace magneto::internal::jobs {

Expiry::Expiry(catalog::Catalog& catalog, store::Store& store, Options options)
    : catalog_(catalog), store_(store), options_(std::move(options)) {
  started_ = start_thread(thread_, "magneto-expiry",
                          [this](std::stop_token stop) { run(std::move(stop)); });
}

std::int64_t Expiry::pause_after(std::int64_t pass_ms, const Options& options) {
  const double busy_ms = static_cast<double>(pass_ms) * options.duty;
  const double until_next_ms = busy_ms / options.largest_share;
  return std::max(options.pause_ms, static_cast<std::int64_t>(until_next_ms) - pass_ms);
}

void Expiry::run(std::stop_token stop) {
  const JobContext work{catalog_, store_, *options_.clock, stop, options_.duty};
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  while (!stop.stop_requested()) {
    const auto begin = std::chrono::steady_clock::now();
    const Result<std::uint64_t> erased = expire_items(work);
    if (!erased.ok() && options_.on_error) options_.on_error(erased.error());
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - begin);
    const std::chrono::milliseconds pause(pause_after(took.count(), options_));
    stopped.wait_for(lock, stop, pause, [] { return false; });
  }
}

}  // namespace magneto::internal::jobs
