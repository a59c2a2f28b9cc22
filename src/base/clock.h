// SPDX-License-Identifier: Apache-2.0
//
// Time is passed in, so that tests choose it.
#pragma once

#include <cstdint>

namespace magneto::internal {

/// Thread safe.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Milliseconds since 1970-01-01 UTC.
  virtual std::int64_t now_ms() const = 0;
};

/// The system's clock.
const Clock& system_clock();

}  // namespace magneto::internal
