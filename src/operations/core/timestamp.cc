// SPDX-License-Identifier: Apache-2.0
#include "operations/core/timestamp.h"

#include <cstdio>
#include <ctime>

namespace magneto::internal::operations {
namespace {

std::string date_and_time(std::int64_t whole_s) {
  const auto seconds = static_cast<std::time_t>(whole_s);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[64];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts)};
}

}  // namespace

std::string timestamp_label(std::int64_t ms) {
  char fraction[8];
  std::snprintf(fraction, sizeof fraction, ".%03d", static_cast<int>(ms % 1000));
  return date_and_time(ms / 1000) + fraction;
}

std::string iso_seconds(std::int64_t ms) {
  return date_and_time(ms < 0 ? (ms - 999) / 1000 : ms / 1000) + "Z";
}

}  // namespace magneto::internal::operations
