// SPDX-License-Identifier: Apache-2.0
#include "commands/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace magneto::internal::commands {

std::string progress_text(std::uint64_t done, std::uint64_t expected, double seconds) {
  char text[160];
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  int size = 0;
  // An expectation is the table's own figure, which may be old.
  if (expected < done || expected == 0) {
    size = std::snprintf(text, sizeof text, "%llu items, %.0f/s",
                         static_cast<unsigned long long>(done), rate);
  } else {
    size = std::snprintf(text, sizeof text, "%llu of %llu items, %.0f %%, %.0f/s",
                         static_cast<unsigned long long>(done),
                         static_cast<unsigned long long>(expected),
                         100.0 * static_cast<double>(done) / static_cast<double>(expected), rate);
  }
  std::string line(text, static_cast<std::size_t>(std::max(size, 0)));
  if (rate > 0 && expected > done) {
    const auto left = static_cast<long>(static_cast<double>(expected - done) / rate);
    std::snprintf(text, sizeof text, ", %ld:%02ld left", left / 60, left % 60);
    line += text;
  }
  return line;
}

Progress::Progress(bool shown)
    : shown_(shown && isatty(STDERR_FILENO) != 0), start_(Clock::now()), last_(start_) {}

// What follows says how it ended.
Progress::~Progress() {
  if (printed_) std::fputs("\r\x1b[K", stderr);
}

void Progress::tell(std::uint64_t done, std::uint64_t expected) {
  const Clock::time_point now = Clock::now();
  if (!shown_ || now - last_ < (printed_ ? kBetween : kFirst)) return;
  last_ = now;
  printed_ = true;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  std::fprintf(stderr, "\r%s\x1b[K", progress_text(done, expected, seconds).c_str());
  std::fflush(stderr);
}

}  // namespace magneto::internal::commands
