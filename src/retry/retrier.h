// SPDX-License-Identifier: Apache-2.0
//
// Retrier: decides after each failed attempt of one call whether there is another and when. It
// never waits itself: the caller has the timer.
//
//   Retrier retrier(policy, quota, Effect::kRead, deadline, clock, random);
//   for (;;) {
//     ... send ...
//     if (answered well) { retrier.succeeded(); return answer; }
//     Decision decision = retrier.failed(attempt);
//     if (!decision.again()) return error;
//     sleeper.sleep(decision.wait);
//   }
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/random.h"
#include "base/timing.h"
#include "retry/policy.h"
#include "retry/quota.h"

namespace magneto::internal::retry {

enum class Verdict : std::uint8_t {
  kAgain,
  kFinal,           ///< The same request would fail again.
  kOutcomeUnknown,  ///< It may have been executed, and executing it twice would do harm.
  kNoAttemptsLeft,
  kNoTimeLeft,
  kNoQuotaLeft,  ///< The calls of this client fail so much that they are sent once only.
};

/// For messages: "no attempts are left".
std::string_view text_of(Verdict verdict);

struct Decision {
  Verdict verdict = Verdict::kFinal;
  std::chrono::nanoseconds wait{0};

  bool again() const { return verdict == Verdict::kAgain; }
};

/// One for each call, used by one thread at a time. What it is given must outlive it.
class Retrier {
 public:
  /// `deadline` is a moment of `clock`: the call's own, apart from the policy's total.
  Retrier(const Policy& policy, Quota& quota, Effect effect,
          std::optional<std::chrono::nanoseconds> deadline, const SteadyClock& clock,
          Random& random);

  /// Call it once for each failed attempt.
  Decision failed(const Attempt& attempt);

  /// Like `failed`, for an attempt that the service refused because of the client's clock, which
  /// has been corrected since: it is repeated once, at once.
  Decision failed_by_clock();

  /// Gives quota back. Call it once, after an answer of the 200s.
  void succeeded();

  /// The number of the attempt under way, from 1.
  int attempt_number() const { return attempt_number_; }

 private:
  Decision again_after(std::chrono::nanoseconds wait, int quota_cost);

  const Policy& policy_;
  Quota& quota_;
  const Effect effect_;
  std::optional<std::chrono::nanoseconds> deadline_;
  const SteadyClock& clock_;
  Random& random_;
  int attempt_number_ = 1;
  int quota_taken_ = 0;  ///< By the latest retry.
  bool clock_corrected_ = false;
};

}  // namespace magneto::internal::retry
