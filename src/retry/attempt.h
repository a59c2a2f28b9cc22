// SPDX-License-Identifier: Apache-2.0
//
// What came of one attempt, and what class of failure that is.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace magneto::internal::retry {

/// How far an attempt that failed had come.
enum class Progress : std::uint8_t {
  kNotSent,          ///< No connection, a failed handshake: the service cannot have seen it.
  kConnectTimedOut,  ///< As kNotSent, after the whole connect timeout.
  kLost,             ///< The connection broke after the request was sent, before a whole answer.
  kReadTimedOut,     ///< As kLost, after the whole read timeout.
  kDamagedAnswer,    ///< An answer that cannot be believed: wrong checksum, not JSON.
  kAnswered,         ///< The service answered with an error.
};

/// A failed attempt. Views: valid during the call that they are passed to.
struct Attempt {
  Progress progress = Progress::kAnswered;
  int http_status = 0;
  /// The error's name without its namespace: "ThrottlingException". Empty when there is none.
  std::string_view error_code;
  /// Of the header x-amz-retry-after.
  std::optional<std::chrono::milliseconds> retry_after;
};

enum class FailureClass : std::uint8_t {
  kFinal,      ///< The same request would fail again.
  kTransient,  ///< The network, or the service had a problem: 5xx.
  kTimeout,    ///< As kTransient, and it took the whole timeout: costs more of the retry quota.
  kThrottled,  ///< The service asks to slow down.
};

/// The lists of error names and statuses are botocore's standard mode, with DynamoDB's
/// ReplicatedWriteConflictException and TransactionInProgressException.
FailureClass classify(const Attempt& attempt);

/// Whether the request may have been executed although it failed. An answer of the 400s or a
/// throttle says that it was not. DynamoDB's guide says of HTTP 500 and 503 that a write may or may
/// not have happened.
bool outcome_unknown(const Attempt& attempt);

/// Reads x-amz-retry-after: whole milliseconds. Nothing when it is something else or negative.
std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view header);

}  // namespace magneto::internal::retry
