// SPDX-License-Identifier: Apache-2.0
#include "sigv4/time.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace magneto::internal::sigv4 {
namespace {

constexpr std::size_t kTextBytes = 16;  // YYYYMMDDTHHMMSSZ

std::optional<int> number(std::string_view digits) {
  int value = 0;
  for (char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<std::int64_t> parse_time(std::string_view text) {
  using namespace std::chrono;
  if (text.size() != kTextBytes || text[8] != 'T' || text[15] != 'Z') return std::nullopt;
  auto y = number(text.substr(0, 4)), m = number(text.substr(4, 2)), d = number(text.substr(6, 2));
  auto h = number(text.substr(9, 2)), min = number(text.substr(11, 2)),
       s = number(text.substr(13, 2));
  if (!y || !m || !d || !h || !min || !s || *h > 23 || *min > 59 || *s > 60) return std::nullopt;
  year_month_day date(year(*y), month(static_cast<unsigned>(*m)), day(static_cast<unsigned>(*d)));
  if (!date.ok()) return std::nullopt;
  return sys_days(date).time_since_epoch().count() * std::int64_t{86'400} + *h * 3600 + *min * 60 +
         *s;
}

std::string format_time(std::int64_t seconds) {
  using namespace std::chrono;
  sys_seconds moment{std::chrono::seconds(seconds)};
  sys_days days = floor<std::chrono::days>(moment);
  year_month_day date(days);
  hh_mm_ss time(moment - days);
  std::array<char, 40> text;
  int size = std::snprintf(
      text.data(), text.size(), "%04d%02u%02uT%02d%02d%02dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
      static_cast<int>(time.seconds().count()));
  return std::string(text.data(), static_cast<std::size_t>(size));
}

}  // namespace magneto::internal::sigv4
