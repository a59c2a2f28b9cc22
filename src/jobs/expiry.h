// SPDX-License-Identifier: Apache-2.0
//
// The lane that removes expired items, pass after pass. It has a thread of its own: a pass over
// large tables takes long, and nothing else should wait for it.
//
// A pass looks at every item of the tables with a time to live, so it costs the more the larger they
// are. The pause behind it grows with it: over time, passes keep a core busy for `largest_share` at
// most. With the defaults, a pass of a minute is followed by a pause of eleven and a half; the service
// promises to remove items within a few days. (An index of the items by time would find them at
// once, but costs every write of such a table a second key.)
#pragma once

#include <cstdint>

#include "jobs/runner.h"

namespace magneto::internal::jobs {

struct ExpiryOptions {
  std::int64_t pause_ms = 60'000;  ///< Between the end of a pass and the next one, at least.
  /// The part of the time the thread may be busy during a pass, 0 < duty <= 1.
  double duty = 0.25;
  /// The part of the time the thread may be busy, passes and pauses together, 0 < share <= duty.
  double largest_share = 0.02;
};

Lane expiry_lane(const ExpiryOptions& options);

/// How long to wait behind a pass that took so long.
std::int64_t pause_after(std::int64_t pass_ms, const ExpiryOptions& options);

}  // namespace magneto::internal::jobs
