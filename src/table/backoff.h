// SPDX-License-Identifier: Apache-2.0
//
// Backoff: waits of random(1/2, 1) * min(first * 2^n, longest). Half is fixed so that waiting makes
// progress; half is random so that those who failed together do not come back together.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "base/random.h"

namespace magneto::internal::table {

class Backoff {
 public:
  using Time = std::chrono::nanoseconds;

  Backoff(Time first, Time longest, Random& random = system_random())
      : first_(first), longest_(longest), random_(random) {}

  Time next() {
    const Time whole = std::min(Time(first_.count() << std::min(waits_, kMostDoublings)), longest_);
    waits_ += 1;
    const auto half = static_cast<std::uint64_t>(whole.count()) / 2;
    return Time(static_cast<std::int64_t>(half + random_.bits() % (half + 1)));
  }
  /// After progress.
  void reset() { waits_ = 0; }

 private:
  static constexpr int kMostDoublings = 20;

  Time first_;
  Time longest_;
  Random& random_;
  int waits_ = 0;
};

}  // namespace magneto::internal::table
