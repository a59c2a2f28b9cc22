// SPDX-License-Identifier: Apache-2.0
#include "retry/http_date.h"

#include <chrono>

namespace magneto::internal::retry {
namespace {

constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";

/// The decimal number in `text`, -1 when it has anything but digits.
int number(std::string_view text) {
  int value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// 1 to 12, 0 for what is no month.
unsigned month_of(std::string_view name) {
  std::size_t at = kMonths.find(name);
  return at == std::string_view::npos || at % 3 != 0 ? 0 : static_cast<unsigned>(at / 3 + 1);
}

}  // namespace

std::optional<std::int64_t> parse_http_date(std::string_view text) {
  //  0    5  8   12   17 20 23 26
  // "Sat, 28 Nov 2026 12:00:08 GMT"
  if (text.size() != 29 || text[3] != ',' || text[4] != ' ' || text[7] != ' ' || text[11] != ' ' ||
      text[16] != ' ' || text[19] != ':' || text[22] != ':' || text.substr(25) != " GMT")
    return std::nullopt;
  int day = number(text.substr(5, 2)), year = number(text.substr(12, 4));
  int hour = number(text.substr(17, 2)), minute = number(text.substr(20, 2)),
      second = number(text.substr(23, 2));
  unsigned month = month_of(text.substr(8, 3));
  if (day < 0 || year < 0 || hour < 0 || minute < 0 || second < 0 || month == 0 || hour > 23 ||
      minute > 59 || second > 60)
    return std::nullopt;
  using namespace std::chrono;
  year_month_day date(std::chrono::year(year), std::chrono::month(month),
                      std::chrono::day(static_cast<unsigned>(day)));
  if (!date.ok()) return std::nullopt;
  seconds since =
      sys_days(date).time_since_epoch() + hours(hour) + minutes(minute) + seconds(second);
  return milliseconds(since).count();
}

}  // namespace magneto::internal::retry
