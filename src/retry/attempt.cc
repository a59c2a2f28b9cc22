// SPDX-License-Identifier: Apache-2.0
#include "retry/attempt.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace magneto::internal::retry {
namespace {

using namespace std::string_view_literals;

constexpr auto kThrottleCodes = std::to_array({
    "BandwidthLimitExceeded"sv,
    "EC2ThrottledException"sv,
    "LimitExceededException"sv,
    "PriorRequestNotComplete"sv,
    "ProvisionedThroughputExceededException"sv,
    "RequestLimitExceeded"sv,
    "RequestThrottled"sv,
    "RequestThrottledException"sv,
    "SlowDown"sv,
    "ThrottledException"sv,
    "Throttling"sv,
    "ThrottlingException"sv,
    "TooManyRequestsException"sv,
    "TransactionInProgressException"sv,
});

constexpr auto kTransientCodes = std::to_array({
    "InternalServerError"sv,
    "ReplicatedWriteConflictException"sv,
    "RequestTimeout"sv,
    "RequestTimeoutException"sv,
    "ServiceUnavailable"sv,
});

bool contains(const auto& codes, std::string_view code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

bool transient_status(int status) {
  return status == 500 || status == 502 || status == 503 || status == 504;
}

}  // namespace

FailureClass classify(const Attempt& attempt) {
  switch (attempt.progress) {
    case Progress::kConnectTimedOut:
    case Progress::kReadTimedOut:
      return FailureClass::kTimeout;
    case Progress::kNotSent:
    case Progress::kLost:
    case Progress::kDamagedAnswer:
      return FailureClass::kTransient;
    case Progress::kAnswered:
      break;
  }
  if (contains(kThrottleCodes, attempt.error_code)) return FailureClass::kThrottled;
  if (contains(kTransientCodes, attempt.error_code)) return FailureClass::kTransient;
  if (transient_status(attempt.http_status)) return FailureClass::kTransient;
  return FailureClass::kFinal;
}

bool outcome_unknown(const Attempt& attempt) {
  switch (attempt.progress) {
    case Progress::kNotSent:
    case Progress::kConnectTimedOut:
      return false;
    case Progress::kLost:
    case Progress::kReadTimedOut:
    case Progress::kDamagedAnswer:
      return true;
    case Progress::kAnswered:
      break;
  }
  if (classify(attempt) == FailureClass::kThrottled) return false;
  return attempt.http_status >= 500;
}

std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view header) {
  constexpr std::int64_t kMost = 24LL * 3600 * 1000;
  std::int64_t value = 0;
  const char* end = header.data() + header.size();
  auto [stop, error] = std::from_chars(header.data(), end, value);
  if (error != std::errc() || stop != end || value < 0) return std::nullopt;
  return std::chrono::milliseconds(std::min(value, kMost));
}

}  // namespace magneto::internal::retry
