// SPDX-License-Identifier: Apache-2.0
//
// RateCounters: what a client's rate limit has done so far.
//
//   const RateCounters rate = rate_counters(client);
//   if (rate.throttles > before) log(rate.current_wcu);
#pragma once

#include <chrono>
#include <cstdint>

#include "magneto/client.h"

namespace magneto {

/// What the rate limit of a client (ClientOptions::rate) has done. Units are capacity units.
struct RateCounters {
  /// Units a second, now: an adaptive rate's changes. 0 where there is no limit.
  double current_rcu = 0;
  double current_wcu = 0;
  double consumed_rcu = 0;  ///< As the answers said.
  double consumed_wcu = 0;
  double charged_rcu = 0;  ///< Estimated for calls under way, which are not answered yet.
  double charged_wcu = 0;
  std::uint64_t started = 0;  ///< Requests that were sent, repeated ones among them.
  std::uint64_t delayed = 0;  ///< Of these, those that had to wait.
  std::uint64_t refused = 0;  ///< Ended with kRateLimited: their turn was behind their deadline.
  std::uint64_t throttles = 0;
  std::chrono::nanoseconds waited{0};  ///< By all together.
};

/// Of the client and all its copies, which share one limit. All zero where no rate was set. Thread
/// safe; costs a lock.
RateCounters rate_counters(const Client& client);

}  // namespace magneto
