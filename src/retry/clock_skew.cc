// SPDX-License-Identifier: Apache-2.0
#include "retry/clock_skew.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "retry/http_date.h"

namespace magneto::internal::retry {
namespace {

using namespace std::string_view_literals;

/// Errors that a wrong clock causes, some of them among other reasons. DynamoDB answers
/// InvalidSignatureException with "Signature expired" or "Signature not yet current".
constexpr auto kClockCodes = std::to_array({
    "AuthFailure"sv,
    "InvalidSignatureException"sv,
    "RequestExpired"sv,
    "RequestInTheFuture"sv,
    "RequestTimeTooSkewed"sv,
    "SignatureDoesNotMatch"sv,
});

}  // namespace

bool ClockSkew::correct(std::string_view error_code, std::string_view date_header,
                        std::int64_t signed_at_ms, std::int64_t now_ms) {
  if (std::find(kClockCodes.begin(), kClockCodes.end(), error_code) == kClockCodes.end())
    return false;
  auto server_ms = parse_http_date(date_header);
  if (!server_ms || std::llabs(*server_ms - signed_at_ms) < kNoticeable.count()) return false;
  offset_ms_.store(*server_ms - now_ms, std::memory_order_relaxed);
  return true;
}

}  // namespace magneto::internal::retry
