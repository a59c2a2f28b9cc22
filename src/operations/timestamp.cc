// SPDX-License-Identifier: Apache-2.0
#include "operations/timestamp.h"

#include <ctime>

namespace magneto::operations {

std::string iso_seconds(std::int64_t ms) {
  const auto seconds = static_cast<std::time_t>(ms < 0 ? (ms - 999) / 1000 : ms / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[64];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

}  // namespace magneto::operations
