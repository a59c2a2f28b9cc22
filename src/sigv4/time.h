// SPDX-License-Identifier: Apache-2.0
//
// ISO 8601 basic format, the only one that signatures use: "20261121T120000Z".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace magneto::internal::sigv4 {

/// Seconds since 1970; nothing when `text` has another form or names no real moment.
std::optional<std::int64_t> parse_time(std::string_view text);

std::string format_time(std::int64_t seconds);

}  // namespace magneto::internal::sigv4
