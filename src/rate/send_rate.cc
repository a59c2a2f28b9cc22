// SPDX-License-Identifier: Apache-2.0
#include "rate/send_rate.h"

#include <algorithm>
#include <cmath>

namespace magneto::internal::rate {
namespace {

constexpr double kScale = 0.4;
constexpr double kBeta = 0.7;
constexpr double kMostOfMeasured = 2;
constexpr double kSmoothing = 0.8;
constexpr double kBucketsPerSecond = 2;
constexpr double kMinRate = 0.5;

double seconds(std::chrono::nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace

SendRate::SendRate(const SteadyClock& clock)
    : clock_(clock),
      queue_(1, 1, clock.now()),
      throttled_at_(seconds(clock.now())),
      bucket_(std::floor(throttled_at_)) {
  queue_.join(1);  // The bucket starts empty.
}

SendRate::Time SendRate::reserve() {
  MutexLock lock(mutex_);
  Time now = clock_.now();
  if (!limited_) return now;
  queue_.advance(now);
  return std::max(now, queue_.turn(queue_.join(1)));
}

void SendRate::answered(bool throttled) {
  MutexLock lock(mutex_);
  Time time = clock_.now();
  double now = seconds(time);
  double measured = measure(now);
  double rate = 0;
  if (throttled) {
    double used = limited_ ? std::min(measured, queue_.rate()) : measured;
    throttled_rate_ = used;
    throttled_at_ = now;
    limited_ = true;
    rate = used * kBeta;
  } else {
    rate = kScale * std::pow(now - throttled_at_ - zero_point(), 3) + throttled_rate_;
  }
  queue_.advance(time);
  set_rate(std::min(rate, kMostOfMeasured * measured));
}

void SendRate::set_rate(double rate) {
  queue_.set_rate(std::max(rate, kMinRate), std::max(rate, 1.0));
}

double SendRate::zero_point() const { return std::cbrt(throttled_rate_ * (1 - kBeta) / kScale); }

double SendRate::measure(double now) {
  double bucket = std::floor(now * kBucketsPerSecond) / kBucketsPerSecond;
  ++in_bucket_;
  if (bucket > bucket_) {
    double current = static_cast<double>(in_bucket_) / (bucket - bucket_);
    measured_ = current * kSmoothing + measured_ * (1 - kSmoothing);
    in_bucket_ = 0;
    bucket_ = bucket;
  }
  return measured_;
}

bool SendRate::limited() {
  MutexLock lock(mutex_);
  return limited_;
}

double SendRate::rate() {
  MutexLock lock(mutex_);
  return queue_.rate();
}

double SendRate::measured() {
  MutexLock lock(mutex_);
  return measured_;
}

}  // namespace magneto::internal::rate
