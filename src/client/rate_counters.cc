// SPDX-License-Identifier: Apache-2.0
#include "magneto/rate_counters.h"

#include "client/core.h"

namespace magneto {

RateCounters rate_counters(const Client& client) {
  if (!client.core()->limiter) return {};
  const internal::rate::Counters counters = client.core()->limiter->counters();
  return {.current_rcu = counters.rate.read,
          .current_wcu = counters.rate.write,
          .consumed_rcu = counters.consumed.read,
          .consumed_wcu = counters.consumed.write,
          .charged_rcu = counters.charged.read,
          .charged_wcu = counters.charged.write,
          .started = counters.started,
          .delayed = counters.delayed,
          .refused = counters.refused,
          .throttles = counters.throttles,
          .waited = counters.waited};
}

}  // namespace magneto
