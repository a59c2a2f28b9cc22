// SPDX-License-Identifier: Apache-2.0
#include "jobs/expiry.h"

#include <algorithm>

#include "jobs/expire_items.h"

namespace magneto::internal::jobs {

std::int64_t pause_after(std::int64_t pass_ms, const ExpiryOptions& options) {
  const double busy_ms = static_cast<double>(pass_ms) * options.duty;
  const double until_next_ms = busy_ms / options.largest_share;
  return std::max(options.pause_ms, static_cast<std::int64_t>(until_next_ms) - pass_ms);
}

Lane expiry_lane(const ExpiryOptions& options) {
  const auto expire = [](const JobContext& work) -> Result<void> {
    MAGNETO_RETURN_IF_ERROR(expire_items(work));
    return {};
  };
  return {.thread_name = "magneto-expiry",
          .jobs = {{"expire items", expire}},
          .duty = options.duty,
          .pause_ms = [options](std::int64_t pass_ms) { return pause_after(pass_ms, options); },
          .is_woken = false};
}

}  // namespace magneto::internal::jobs
