// SPDX-License-Identifier: Apache-2.0
//
// Progress: a line on standard error that says how far work has come, how fast it is and how long it will
// take. Nothing where standard error is no terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace magneto::internal::commands {

/// "1234 of 5000 items, 24 %, 617/s, 0:06 left". `expected` 0 is unknown.
std::string progress_text(std::uint64_t done, std::uint64_t expected, double seconds);

/// One call at a time.
class Progress {
 public:
  /// `shown` false never prints: where it would stand among the output.
  explicit Progress(bool shown = true);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// Clears the line.
  ~Progress();

  /// Prints on a terminal at most ten times a second, and nothing of work that is quickly done.
  void tell(std::uint64_t done, std::uint64_t expected);

 private:
  using Clock = std::chrono::steady_clock;

  static constexpr std::chrono::milliseconds kFirst{300};
  static constexpr std::chrono::milliseconds kBetween{100};

  bool shown_;
  bool printed_ = false;
  Clock::time_point start_;
  Clock::time_point last_;
};

}  // namespace magneto::internal::commands
