// SPDX-License-Identifier: Apache-2.0
//
// Retrying is decided by three independent policies: how long (Limit), how much to wait (Backoff),
// and what may be repeated (Repeat).
//
// Defaults: DynamoDB's figures of the SDKs' 2026 revision, 4 attempts, full jitter over
// 25 ms * 2^n after a transient failure and over 1 s * 2^n after a throttle, at most 20 s.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "base/random.h"
#include "base/result.h"
#include "retry/attempt.h"

namespace magneto::internal::retry {

/// How long a call goes on.
struct Limit {
  int max_attempts = 4;  ///< The first included. At least 1.
  /// From the start of the call, waiting included. No retry is begun that would start later.
  std::optional<std::chrono::milliseconds> total;
};

/// How much to wait before attempt n + 1: random(0, 1) * min(base * 2^(n - 1), longest).
struct Backoff {
  std::chrono::milliseconds transient_base{25};
  std::chrono::milliseconds throttled_base{1000};
  std::chrono::milliseconds longest{20'000};
  /// By how much a server's hint (x-amz-retry-after) may lengthen what was computed.
  std::chrono::milliseconds longest_hint{5'000};

  /// `attempt_number` is that of the failed attempt, from 1.
  std::chrono::nanoseconds wait(FailureClass failure, int attempt_number,
                                std::optional<std::chrono::milliseconds> hint,
                                Random& random) const;
};

/// What executing a request a second time does.
enum class Effect : std::uint8_t {
  kRead,        ///< Nothing: reads.
  kIdempotent,  ///< Nothing: unconditional puts and deletes, requests with a client token.
  /// No harm, but it may fail on its own first execution: writes with a condition, PartiQL INSERT,
  /// CreateTable.
  kConditional,
  kAccumulates,  ///< Harm: ADD, SET a = a + 1, list_append.
};

/// What may be repeated when nobody knows whether it was executed.
enum class Repeat : std::uint8_t {
  /// All but what accumulates: a counter is never added to twice. The default.
  kSafe,
  /// Everything, as the SDKs do.
  kEverything,
  /// Only what certainly was not executed.
  kNothingUnknown,
};

bool may_repeat(Repeat repeat, Effect effect, const Attempt& attempt);

enum class Mode : std::uint8_t {
  kStandard,
  /// And a limit on the rate of sending, which throttles lower (rate/send_rate.h).
  kAdaptive,
};

struct Policy {
  Limit limit;
  Backoff backoff;
  Repeat repeat = Repeat::kSafe;
  Mode mode = Mode::kStandard;

  /// No retries.
  static Policy never() {
    Policy policy;
    policy.limit.max_attempts = 1;
    return policy;
  }
};

}  // namespace magneto::internal::retry
