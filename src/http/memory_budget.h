// SPDX-License-Identifier: Apache-2.0
//
// A number of bytes that many threads share. Who wants memory takes it from here first, and is told
// no rather than letting the process grow without bound.
#pragma once

#include <atomic>
#include <cstddef>

namespace magneto::internal::http {

/// Thread safe.
class MemoryBudget {
 public:
  explicit MemoryBudget(std::size_t bytes) : limit_(bytes) {}

  /// Takes `bytes`, or leaves the budget as it is and says no.
  bool take(std::size_t bytes) {
    std::size_t used = used_.load(std::memory_order_relaxed);
    do {
      if (bytes > limit_ - used) return false;
    } while (!used_.compare_exchange_weak(used, used + bytes, std::memory_order_relaxed));
    return true;
  }
  void give_back(std::size_t bytes) { used_.fetch_sub(bytes, std::memory_order_relaxed); }

  std::size_t used() const { return used_.load(std::memory_order_relaxed); }

 private:
  const std::size_t limit_;
  std::atomic<std::size_t> used_{0};
};

}  // namespace magneto::internal::http
