// SPDX-License-Identifier: Apache-2.0
#include "jobs/job_context.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace magneto::internal::jobs {
namespace {

std::int64_t now_ns() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

}  // namespace

void wait_unless_stopped(const std::stop_token& stop, std::chrono::nanoseconds time) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, stop, time, [] { return false; });
}

Step::Step(const JobContext& work) : work_(work), started_ns_(now_ns()) {}

Step::~Step() {
  if (work_.duty >= 1) return;
  constexpr double kLongest_ns = 1e9;
  const double busy_ns = static_cast<double>(now_ns() - started_ns_);
  const double aside_ns = std::min(kLongest_ns, busy_ns * (1 - work_.duty) / work_.duty);
  wait_unless_stopped(work_.stop, std::chrono::nanoseconds(static_cast<std::int64_t>(aside_ns)));
}

}  // namespace magneto::internal::jobs
