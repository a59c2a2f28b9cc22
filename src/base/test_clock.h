// SPDX-License-Identifier: Apache-2.0
//
// A clock that a test sets.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/clock.h"

namespace magneto::internal {

/// Set `now` to let time pass. Thread safe.
class TestClock final : public Clock {
 public:
  explicit TestClock(std::int64_t at_ms = 1'793'000'000'000) : now(at_ms) {}
  std::int64_t now_ms() const override { return now.load(); }
  std::atomic<std::int64_t> now;
};

}  // namespace magneto::internal
