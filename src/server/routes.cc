// SPDX-License-Identifier: Apache-2.0
#include "server/routes.h"

namespace magneto::internal::server {
namespace {

constexpr std::string_view kJson = "application/json";
constexpr std::string_view kAmazonJson = "application/x-amz-json-1.0";
/// How long a browser may remember what a preflight allowed: two days, as the service says.
constexpr std::string_view kPreflightAge = "Access-Control-Max-Age: 172800\r\n";

/// The media type without parameters and blanks.
std::string_view media_type(const http::Request& request) {
  std::string_view type = request.header("content-type");
  type = type.substr(0, type.find(';'));
  std::size_t end = type.find_last_not_of(" \t");
  return type.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

}  // namespace

Route find_route(const http::Request& request) {
  if (request.method == "OPTIONS" && request.has_header("origin")) return Route::kPreflight;
  bool reads = request.method == "GET" || request.method == "HEAD";
  if (reads && request.path == "/") return Route::kHealth;
  if (reads && request.path == "/metrics") return Route::kMetrics;
  if (request.method == "POST" && request.path.starts_with("/copies/")) return Route::kCopy;
  if (request.method != "POST" || request.path != "/") return Route::kNotFound;
  if (request.body.empty()) return Route::kApi;
  std::string_view type = media_type(request);
  return type == kAmazonJson || type == kJson ? Route::kApi : Route::kNotFound;
}

std::string_view answer_content_type(const http::Request& request) {
  return media_type(request) == kAmazonJson ? kAmazonJson : kJson;
}

std::string health_text(const http::Request& request) {
  return std::string("healthy: ").append(request.authority()).append(" ");
}

std::string_view not_found_hint(const http::Request& request) {
  if (request.path.starts_with("/copies/")) return "copies are made by POST, with --copies DIR";
  if (request.path != "/") {
    return "DynamoDB's calls are POST / with X-Amz-Target: the endpoint's URL ends with the port";
  }
  if (request.method != "POST") return "DynamoDB's calls are POST / with X-Amz-Target";
  return "the Content-Type of a call is application/x-amz-json-1.0";
}

std::string preflight_headers(const http::Request& request) {
  std::string lines(kPreflightAge);
  if (request.has_header("access-control-request-headers")) {
    lines.append("Access-Control-Allow-Headers: ")
        .append(request.header("access-control-request-headers"))
        .append("\r\n");
  }
  if (request.has_header("access-control-request-method")) {
    lines.append("Access-Control-Allow-Methods: ")
        .append(request.header("access-control-request-method"))
        .append("\r\n");
  }
  if (request.has_header("access-control-request-private-network")) {
    lines.append("Access-Control-Allow-Private-Network: true\r\n");
  }
  return lines;
}

}  // namespace magneto::internal::server
