// SPDX-License-Identifier: Apache-2.0
#include "retry/policy.h"

#include <algorithm>
#include <cmath>

namespace magneto::internal::retry {
namespace {

/// Uniform in [0, 1).
double draw(Random& random) { return static_cast<double>(random.bits() >> 11) * 0x1.0p-53; }

}  // namespace

std::chrono::nanoseconds Backoff::wait(FailureClass failure, int attempt_number,
                                       std::optional<std::chrono::milliseconds> hint,
                                       Random& random) const {
  using std::chrono::nanoseconds;
  nanoseconds base = failure == FailureClass::kThrottled ? throttled_base : transient_base;
  double factor = std::exp2(std::clamp(attempt_number - 1, 0, 60));
  double most = static_cast<double>(nanoseconds(longest).count());
  double range = std::min(static_cast<double>(base.count()) * factor, most);
  nanoseconds computed(static_cast<std::int64_t>(draw(random) * range));
  if (!hint) return computed;
  return std::clamp<nanoseconds>(*hint, computed, computed + longest_hint);
}

bool may_repeat(Repeat repeat, Effect effect, const Attempt& attempt) {
  if (!outcome_unknown(attempt)) return true;
  switch (repeat) {
    case Repeat::kEverything:
      return true;
    case Repeat::kSafe:
      return effect != Effect::kAccumulates;
    case Repeat::kNothingUnknown:
      return effect == Effect::kRead;
  }
  return false;
}

}  // namespace magneto::internal::retry
