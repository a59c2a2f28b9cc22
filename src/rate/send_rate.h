// SPDX-License-Identifier: Apache-2.0
//
// SendRate: the limit on requests a second of the retry mode "adaptive", as botocore computes it.
// There is no limit until the first throttle. A throttle sets the rate to 0.7 times what was
// measured; successes let it rise on a cubic curve that is flat near the rate that was throttled,
// up to twice the measured rate. The rate is measured in buckets of half a second, smoothed by 0.8.
#pragma once

#include <chrono>
#include <cstdint>

#include "base/mutex.h"
#include "base/timing.h"
#include "rate/unit_queue.h"

namespace magneto::internal::rate {

/// Thread safe. `clock` must outlive it.
class SendRate {
 public:
  using Time = std::chrono::nanoseconds;

  explicit SendRate(const SteadyClock& clock);

  /// Takes a place for one request: the moment of the clock at which to send it, now or later.
  Time reserve();
  /// Call it for each answer, in the order in which they come.
  void answered(bool throttled);

  bool limited();
  /// Requests a second that may be sent while `limited()`.
  double rate();
  /// Requests a second, as measured.
  double measured();

 private:
  double measure(double now) MAGNETO_REQUIRES(mutex_);
  double zero_point() const MAGNETO_REQUIRES(mutex_);
  void set_rate(double rate) MAGNETO_REQUIRES(mutex_);

  const SteadyClock& clock_;
  Mutex mutex_;
  UnitQueue queue_ MAGNETO_GUARDED_BY(mutex_);
  bool limited_ MAGNETO_GUARDED_BY(mutex_) = false;
  // The cubic curve.
  double throttled_rate_ MAGNETO_GUARDED_BY(mutex_) = 0;
  double throttled_at_ MAGNETO_GUARDED_BY(mutex_);
  // The measurement. Times in seconds.
  double bucket_ MAGNETO_GUARDED_BY(mutex_);
  double measured_ MAGNETO_GUARDED_BY(mutex_) = 0;
  std::int64_t in_bucket_ MAGNETO_GUARDED_BY(mutex_) = 0;
};

}  // namespace magneto::internal::rate
