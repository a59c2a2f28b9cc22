// SPDX-License-Identifier: Apache-2.0
//
// Times: milliseconds since 1970 inside, seconds with a fraction on the wire, and texts.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

namespace magneto::internal::operations {

/// As descriptions have them.
inline double to_seconds(std::int64_t ms) { return static_cast<double>(ms) / 1000; }
/// Of a time that is 0 where there is none.
inline std::optional<double> seconds_if_any(std::int64_t ms) {
  return ms == 0 ? std::nullopt : std::optional(to_seconds(ms));
}
inline std::int64_t to_ms(double seconds) { return std::llround(seconds * 1000); }

/// Until when a change shows that begins at `begin_ms`. 0 when there is no delay: then it never does,
/// also when the clock is set back.
constexpr std::int64_t end_of_transition(std::int64_t begin_ms, std::int64_t delay_ms) {
  return delay_ms == 0 ? 0 : begin_ms + delay_ms;
}

/// "2026-11-21T04:39:48.123": labels of streams. REQUIRES: not before 1970.
std::string timestamp_label(std::int64_t ms);
/// "2026-11-21T04:39:48Z": whole seconds, rounded down.
std::string iso_seconds(std::int64_t ms);

}  // namespace magneto::internal::operations
