// SPDX-License-Identifier: Apache-2.0
//
// Waiting and measuring, passed in like the wall clock (base/clock.h), so that no test sleeps.
#pragma once

#include <chrono>

namespace magneto::internal {

/// Time that never goes backwards, from an arbitrary start. Thread safe.
class SteadyClock {
 public:
  virtual ~SteadyClock() = default;
  virtual std::chrono::nanoseconds now() const = 0;
};

/// The system's monotonic clock.
const SteadyClock& system_steady_clock();

/// Blocks the calling thread. Thread safe.
class Sleeper {
 public:
  virtual ~Sleeper() = default;
  virtual void sleep(std::chrono::nanoseconds duration) = 0;
};

Sleeper& system_sleeper();

}  // namespace magneto::internal
