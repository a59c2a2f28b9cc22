// SPDX-License-Identifier: Apache-2.0
#include "transfer/work.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "client/core.h"
#include "transfer/messages.h"

namespace magneto::internal::transfer {

Result<void> Pace::wait(const Client& client, const Cancellation& cancellation) {
  if (rate_ <= 0) return {};
  std::chrono::nanoseconds left{0};
  {
    const MutexLock lock(mutex_);
    left = free_at_ - client.core()->clock.now();
  }
  if (left.count() <= 0) return {};
  return pause(client, left).cancelled_by(cancellation).get();
}

void Pace::spend(const Client& client, double units) {
  if (rate_ <= 0) return;
  const MutexLock lock(mutex_);
  const auto cost = std::chrono::nanoseconds(static_cast<std::int64_t>(units / rate_ * 1e9));
  free_at_ = std::max(free_at_, client.core()->clock.now()) + cost;
}

Work::Work(const TransferOptions& options)
    : options_(options), reads_(options.read_rate), writes_(options.write_rate) {}

TransferProgress Work::counts() const {
  const MutexLock lock(mutex_);
  return counts_;
}

Result<void> Work::go_on() const {
  if (options_.cancellation.cancelled()) return messages::stopped();
  const MutexLock lock(mutex_);
  if (failed_) return messages::stopped();
  return {};
}

Result<void> Work::run(std::size_t parts, const std::function<Result<void>(std::size_t)>& body) {
  {
    const MutexLock lock(mutex_);
    failed_.reset();
  }
  std::atomic<std::size_t> next{0};
  const auto loop = [&] {
    for (std::size_t part = next++; part < parts; part = next++) {
      Result<void> done = go_on();
      if (done) done = body(part);
      if (done) continue;
      const MutexLock lock(mutex_);
      if (!failed_) failed_ = done.error();
      return;
    }
  };
  const std::size_t threads = std::min(std::max<std::size_t>(options_.segments, 1), parts);
  std::vector<std::thread> others;
  for (std::size_t i = 1; i < threads; ++i) others.emplace_back(loop);
  loop();
  for (std::thread& other : others) other.join();
  const MutexLock lock(mutex_);
  if (failed_) return *failed_;
  return {};
}

}  // namespace magneto::internal::transfer
