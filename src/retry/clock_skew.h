// SPDX-License-Identifier: Apache-2.0
//
// ClockSkew: how far the server's clock is ahead of ours. A signature is refused when its time is
// some minutes off; then the Date header of the refusal says what time it is, the call is signed
// again with the corrected time, and so are all calls after it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string_view>

namespace magneto::internal::retry {

/// Thread safe. One per client.
class ClockSkew {
 public:
  /// Below this difference a refusal had another reason.
  static constexpr std::chrono::milliseconds kNoticeable{4 * 60 * 1000};

  /// Add it to the clock's time before signing.
  std::chrono::milliseconds offset() const {
    return std::chrono::milliseconds(offset_ms_.load(std::memory_order_relaxed));
  }

  /// Looks at an error answer. True when our clock was the reason and has been corrected since:
  /// sign and send again. `signed_at_ms` is the time that was signed; `now_ms` our clock's time
  /// when the answer came, without offset; `date_header` the answer's Date.
  bool correct(std::string_view error_code, std::string_view date_header, std::int64_t signed_at_ms,
               std::int64_t now_ms);

 private:
  std::atomic<std::int64_t> offset_ms_{0};
};

}  // namespace magneto::internal::retry
