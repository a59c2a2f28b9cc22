// SPDX-License-Identifier: Apache-2.0
#include "credentials/time_text.h"

#include <chrono>
#include <cstdio>

namespace magneto::internal::credentials {
namespace {

using std::chrono::milliseconds;

/// Takes `digits` digits from the front of `text`; -1 when there are others.
int take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return -1;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

/// Takes ".123456" if it is there; digits after the third are dropped.
int take_fraction_ms(std::string_view& text) {
  if (!take(text, '.')) return 0;
  int ms = 0, scale = 100;
  while (!text.empty() && text[0] >= '0' && text[0] <= '9') {
    ms += (text[0] - '0') * scale;
    scale /= 10;
    text.remove_prefix(1);
  }
  return ms;
}

/// What the rest says of the zone: the offset from UTC.
std::optional<milliseconds> zone(std::string_view text) {
  if (text == "Z" || text == "z" || text == "UTC" || text == " UTC" || text.empty())
    return milliseconds(0);
  int sign = take(text, '+') ? 1 : take(text, '-') ? -1 : 0;
  int hours = take_number(text, 2);
  take(text, ':');
  int minutes = take_number(text, 2);
  if (sign == 0 || hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || !text.empty())
    return std::nullopt;
  return sign * milliseconds(std::chrono::minutes(hours * 60 + minutes));
}

}  // namespace

std::optional<std::int64_t> parse_time_text(std::string_view text) {
  int year = take_number(text, 4);
  bool ok = take(text, '-');
  int month = take_number(text, 2);
  ok = take(text, '-') && ok;
  int day = take_number(text, 2);
  ok = (take(text, 'T') || take(text, ' ')) && ok;
  int hour = take_number(text, 2);
  ok = take(text, ':') && ok;
  int minute = take_number(text, 2);
  ok = take(text, ':') && ok;
  int second = take_number(text, 2);
  if (!ok || year < 0 || month < 0 || day < 0 || hour < 0 || hour > 23 || minute < 0 ||
      minute > 59 || second < 0 || second > 60)
    return std::nullopt;
  int fraction = take_fraction_ms(text);
  auto offset = zone(text);
  namespace chrono = std::chrono;
  chrono::year_month_day date(chrono::year(year), chrono::month(static_cast<unsigned>(month)),
                              chrono::day(static_cast<unsigned>(day)));
  if (!offset || !date.ok()) return std::nullopt;
  milliseconds since = chrono::sys_days(date).time_since_epoch() + chrono::hours(hour) +
                       chrono::minutes(minute) + chrono::seconds(second) + milliseconds(fraction);
  return (since - *offset).count();
}

std::string time_text(std::int64_t ms) {
  namespace chrono = std::chrono;
  chrono::sys_time<milliseconds> time{milliseconds(ms)};
  auto day = chrono::floor<chrono::days>(time);
  chrono::year_month_day date(day);
  chrono::hh_mm_ss clock(chrono::floor<chrono::seconds>(time - day));
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

}  // namespace magneto::internal::credentials
