// SPDX-License-Identifier: Apache-2.0
#include "rate/unit_queue.h"

#include <cmath>

namespace magneto::internal::rate {
namespace {

/// Rounding errors of sums must not make a turn come a nanosecond late.
constexpr double kEpsilon = 1e-9;
/// A turn farther away than this is reported as this far away.
constexpr double kMostSeconds = 1e8;

}  // namespace

void UnitQueue::advance(Time now) {
  if (now <= as_of_) return;
  supply_ += std::chrono::duration<double>(now - as_of_).count() * rate_;
  as_of_ = now;
  cap();
}

void UnitQueue::set_rate(double rate, double burst) {
  rate_ = rate;
  burst_ = burst;
  cap();
}

UnitQueue::Time UnitQueue::turn(const Place& place) const {
  double missing = place.start + std::min(place.units, burst_) - supply_;
  if (missing <= kEpsilon * std::max(1.0, place.start)) return as_of_;
  double seconds = std::min(missing / rate_, kMostSeconds);
  return as_of_ + Time(static_cast<std::int64_t>(std::ceil(seconds * 1e9)));
}

void UnitQueue::give_back(double units) {
  supply_ += units;
  cap();
}

}  // namespace magneto::internal::rate
