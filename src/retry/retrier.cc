// SPDX-License-Identifier: Apache-2.0
#include "retry/retrier.h"

namespace magneto::internal::retry {

std::string_view text_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAgain:
      return "it is sent again";
    case Verdict::kFinal:
      return "it would fail again";
    case Verdict::kOutcomeUnknown:
      return "the service may have executed it, and executing it twice would do harm";
    case Verdict::kNoAttemptsLeft:
      return "no attempts are left";
    case Verdict::kNoTimeLeft:
      return "no time is left";
    case Verdict::kNoQuotaLeft:
      return "the retry quota is used up";
  }
  return "";
}

Retrier::Retrier(const Policy& policy, Quota& quota, Effect effect,
                 std::optional<std::chrono::nanoseconds> deadline, const SteadyClock& clock,
                 Random& random)
    : policy_(policy),
      quota_(quota),
      effect_(effect),
      deadline_(deadline),
      clock_(clock),
      random_(random) {
  if (!policy.limit.total) return;
  std::chrono::nanoseconds end = clock.now() + *policy.limit.total;
  if (!deadline_ || end < *deadline_) deadline_ = end;
}

Decision Retrier::failed(const Attempt& attempt) {
  FailureClass failure = classify(attempt);
  if (failure == FailureClass::kFinal) return {Verdict::kFinal};
  if (!may_repeat(policy_.repeat, effect_, attempt)) return {Verdict::kOutcomeUnknown};
  const QuotaOptions& costs = quota_.options();
  int cost = failure == FailureClass::kThrottled ? costs.throttle_cost
             : failure == FailureClass::kTimeout ? costs.timeout_cost
                                                 : costs.cost;
  return again_after(policy_.backoff.wait(failure, attempt_number_, attempt.retry_after, random_),
                     cost);
}

Decision Retrier::failed_by_clock() {
  if (clock_corrected_) return {Verdict::kFinal};
  clock_corrected_ = true;
  return again_after(std::chrono::nanoseconds(0), quota_.options().cost);
}

Decision Retrier::again_after(std::chrono::nanoseconds wait, int quota_cost) {
  if (attempt_number_ >= policy_.limit.max_attempts) return {Verdict::kNoAttemptsLeft};
  if (deadline_ && clock_.now() + wait >= *deadline_) return {Verdict::kNoTimeLeft};
  if (!quota_.take(quota_cost)) return {Verdict::kNoQuotaLeft};
  quota_taken_ = quota_cost;
  ++attempt_number_;
  return {Verdict::kAgain, wait};
}

void Retrier::succeeded() {
  quota_.give_back(quota_taken_ > 0 ? quota_taken_ : quota_.options().refund);
}

}  // namespace magneto::internal::retry
