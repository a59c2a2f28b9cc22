// SPDX-License-Identifier: Apache-2.0
#include "base/timing.h"

#include <thread>

namespace magneto::internal {
namespace {

class SystemSteadyClock final : public SteadyClock {
 public:
  std::chrono::nanoseconds now() const override {
    return std::chrono::steady_clock::now().time_since_epoch();
  }
};

class SystemSleeper final : public Sleeper {
 public:
  void sleep(std::chrono::nanoseconds duration) override { std::this_thread::sleep_for(duration); }
};

}  // namespace

const SteadyClock& system_steady_clock() {
  static const SystemSteadyClock clock;
  return clock;
}

Sleeper& system_sleeper() {
  static SystemSleeper sleeper;
  return sleeper;
}

}  // namespace magneto::internal
