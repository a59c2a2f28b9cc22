// SPDX-License-Identifier: Apache-2.0
//
// ISO 8601 times as services and tools write them: "2026-11-28T12:00:00Z". There may be fractions of
// a second, and "+01:00" or "UTC"
// instead of "Z".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace magneto::internal::credentials {

/// Milliseconds since 1970; nothing when `text` has another form or names no real moment.
std::optional<std::int64_t> parse_time_text(std::string_view text);

/// "2026-11-28T12:00:00Z", without the milliseconds.
std::string time_text(std::int64_t ms);

}  // namespace magneto::internal::credentials
