// SPDX-License-Identifier: Apache-2.0
//
// A number of bytes that many threads share. Whoever wants memory takes it from here first, and is
// told no rather than letting the process grow without bound.
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
      if (used > limit_ || bytes > limit_ - used) return false;
    } while (!used_.compare_exchange_weak(used, used + bytes, std::memory_order_relaxed));
    return true;
  }
  /// Counts memory that exists already. May exceed the limit: see over().
  void charge(std::size_t bytes) { used_.fetch_add(bytes, std::memory_order_relaxed); }
  void give_back(std::size_t bytes) { used_.fetch_sub(bytes, std::memory_order_relaxed); }

  std::size_t used() const { return used_.load(std::memory_order_relaxed); }
  /// By how many bytes the limit is exceeded.
  std::size_t over() const {
    std::size_t now = used();
    return now > limit_ ? now - limit_ : 0;
  }

 private:
  const std::size_t limit_;
  std::atomic<std::size_t> used_{0};
};

}  // namespace magneto::internal::http
