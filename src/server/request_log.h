// SPDX-License-Identifier: Apache-2.0
//
// `--log requests`: a line on standard error for each request, of what it was and how it went. Never
// of what was in it.
//
//   2026-11-28T12:00:00.123Z POST GetItem 200 in=87 out=412 ms=0.214
//   2026-11-28T12:00:00.130Z POST PutItem 400 ConditionalCheckFailedException in=140 out=120 ms=0.180
//   2026-11-28T12:00:00.140Z GET /v1/tables 404 in=0 out=29 ms=0.010 (DynamoDB's calls are POST /)
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace magneto::internal::server {

struct RequestLine {
  std::int64_t time_ms = 0;  ///< Since 1970.
  std::string_view method;
  std::string_view what;  ///< The operation, or the path.
  int status = 200;
  std::string_view error = {};  ///< The exception's name.
  std::size_t bytes_in = 0;
  std::size_t bytes_out = 0;
  std::int64_t microseconds = 0;
  std::string_view hint = {};
};

std::string format_line(const RequestLine& line);

/// Writes a line. Thread safe; lines do not mix.
void log_request(const RequestLine& line);

}  // namespace magneto::internal::server
