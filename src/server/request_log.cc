// SPDX-License-Identifier: Apache-2.0
#include "server/request_log.h"

#include <array>
#include <cstdio>
#include <ctime>

namespace magneto::internal::server {
namespace {

constexpr std::size_t kMaxWordBytes = 100;

/// What a client sent, so that it can be shown: no control characters, not too long.
void append_word(std::string_view word, std::string& out) {
  for (char c : word.substr(0, kMaxWordBytes)) out.push_back(c > ' ' && c < 0x7f ? c : '?');
  if (word.size() > kMaxWordBytes) out.append("...");
}

void append_time(std::int64_t time_ms, std::string& out) {
  std::time_t seconds = static_cast<std::time_t>(time_ms / 1000);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 64> text;
  std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &utc);
  out.append(text.data(), size);
  std::snprintf(text.data(), text.size(), ".%03dZ", static_cast<int>(time_ms % 1000));
  out.append(text.data());
}

}  // namespace

std::string format_line(const RequestLine& line) {
  std::string out;
  append_time(line.time_ms, out);
  out.push_back(' ');
  append_word(line.method, out);
  out.push_back(' ');
  append_word(line.what.empty() ? "-" : line.what, out);
  out.append(" ").append(std::to_string(line.status));
  if (!line.error.empty()) out.append(" ").append(line.error);
  out.append(" in=").append(std::to_string(line.bytes_in));
  out.append(" out=").append(std::to_string(line.bytes_out));
  std::array<char, 32> ms;
  std::snprintf(ms.data(), ms.size(), " ms=%.3f", static_cast<double>(line.microseconds) / 1000);
  out.append(ms.data());
  if (!line.hint.empty()) out.append(" (").append(line.hint).append(")");
  out.push_back('\n');
  return out;
}

void log_request(const RequestLine& line) {
  std::string text = format_line(line);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace magneto::internal::server
