// SPDX-License-Identifier: Apache-2.0
//
// The Date header of an HTTP answer, in the one form that servers may send (RFC 9110, IMF-fixdate):
//
//   "Sat, 28 Nov 2026 12:00:08 GMT"
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace magneto::internal::retry {

/// Milliseconds since 1970; nothing when `text` has another form or names no real moment. The day
/// of the week is not checked.
std::optional<std::int64_t> parse_http_date(std::string_view text);

}  // namespace magneto::internal::retry
