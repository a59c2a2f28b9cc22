// SPDX-License-Identifier: Apache-2.0
//
// What every HTTP request is looked at for before it counts as a call of the API, in the service's
// order: cross-origin preflight, health check, metrics, copies, things that do not exist.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http/request.h"

namespace magneto::internal::server {

enum class Route : std::uint8_t {
  kApi,        ///< POST / with a JSON content type, or without a body.
  kHealth,     ///< GET / and HEAD /
  kMetrics,    ///< GET /metrics and HEAD /metrics
  kCopy,       ///< POST /copies/...
  kPreflight,  ///< OPTIONS with an Origin.
  kNotFound,   ///< Everything else.
};

Route find_route(const http::Request& request);

/// The content type of the answer to a call: that of the request, "application/json" by default.
std::string_view answer_content_type(const http::Request& request);

/// What GET / says: "healthy: <Host header> ", the blank included.
std::string health_text(const http::Request& request);

/// The header lines that allow what a preflight asks for.
std::string preflight_headers(const http::Request& request);

/// What whoever sent a kNotFound request should know: a text without line ends.
std::string_view not_found_hint(const http::Request& request);

/// The body of a kNotFound answer.
inline constexpr std::string_view kNotFoundBody = "<UnknownOperationException/>\n";

}  // namespace magneto::internal::server
