// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <chrono>
#include <cstdio>
#include <utility>

#include "base/mutex.h"

namespace magneto::internal {
namespace {

constexpr int kLinesASecond = 10;

/// Keeps a flood of equal troubles from filling the disk.
class Throttle {
 public:
  /// How many lines were left out since the last one that was let through; -1: leave this one out.
  int admit() {
    const MutexLock lock(mutex_);
    auto now = std::chrono::steady_clock::now();
    if (now - second_ >= std::chrono::seconds(1)) {
      second_ = now;
      lines_ = 0;
    }
    if (lines_ >= kLinesASecond) {
      ++left_out_;
      return -1;
    }
    ++lines_;
    return std::exchange(left_out_, 0);
  }

 private:
  Mutex mutex_;
  std::chrono::steady_clock::time_point second_ MAGNETO_GUARDED_BY(mutex_);
  int lines_ MAGNETO_GUARDED_BY(mutex_) = 0;
  int left_out_ MAGNETO_GUARDED_BY(mutex_) = 0;
};

}  // namespace

void report(const std::string& what) {
  static Throttle throttle;
  int left_out = throttle.admit();
  if (left_out < 0) return;
  std::string line = "magneto: " + what + "\n";
  if (left_out > 0) line += "magneto: (and " + std::to_string(left_out) + " more lines)\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void report(const std::string& what, const Error& why) { report(what + ": " + why.message()); }

}  // namespace magneto::internal
