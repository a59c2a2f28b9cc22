// SPDX-License-Identifier: Apache-2.0
#include "client/core.h"

#include <algorithm>

namespace magneto::internal::client {
namespace {

retry::Policy policy_of(const ClientOptions& options) {
  const RetryOptions& given = options.retry;
  retry::Policy policy;
  policy.limit.max_attempts = std::max(1, given.max_attempts);
  policy.limit.total = options.timeouts.total;
  policy.backoff.transient_base = given.transient_base;
  policy.backoff.throttled_base = given.throttled_base;
  policy.backoff.longest = given.longest;
  switch (given.repeat) {
    case magneto::Repeat::kSafe:
      policy.repeat = retry::Repeat::kSafe;
      break;
    case magneto::Repeat::kEverything:
      policy.repeat = retry::Repeat::kEverything;
      break;
    case magneto::Repeat::kNothingUnknown:
      policy.repeat = retry::Repeat::kNothingUnknown;
      break;
  }
  return policy;
}

std::unique_ptr<rate::CapacityLimiter> limiter_of(const RateOptions& options,
                                                  const SteadyClock& clock) {
  if (const auto* fixed = std::get_if<magneto::FixedRate>(&options)) {
    const rate::FixedRate rate{.rcu = fixed->rcu.value_or(0),
                               .wcu = fixed->wcu.value_or(0),
                               .burst = fixed->burst.value_or(0)};
    return std::make_unique<rate::CapacityLimiter>(rate, clock);
  }
  if (const auto* adaptive = std::get_if<magneto::AdaptiveRate>(&options)) {
    const rate::AdaptiveRate rate{.max_rcu = adaptive->max_rcu,
                                  .max_wcu = adaptive->max_wcu.value_or(0),
                                  .min_rcu = adaptive->min_rcu,
                                  .min_wcu = adaptive->min_wcu};
    return std::make_unique<rate::CapacityLimiter>(rate, clock);
  }
  return nullptr;
}

}  // namespace

Core::Core(std::shared_ptr<Connection> over, const ClientOptions& options)
    : connection(std::move(over)),
      region(options.region),
      time(options.time),
      clock(options.time),
      observer(options.observer),
      policy(policy_of(options)),
      limiter(limiter_of(options.rate, clock)),
      wants_capacity(options.consumed_capacity || limiter != nullptr),
      loop(std::make_shared<transport::LazyLoop>(options.loop)) {
  if (options.retry.mode == RetryMode::kAdaptive) {
    send_rate = std::make_unique<rate::SendRate>(clock);
  }
}

}  // namespace magneto::internal::client
