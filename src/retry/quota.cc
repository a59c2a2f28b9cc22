// SPDX-License-Identifier: Apache-2.0
#include "retry/quota.h"

#include <algorithm>

namespace magneto::internal::retry {

bool Quota::take(int amount) {
  int available = available_.load(std::memory_order_relaxed);
  do {
    if (available < amount) return false;
  } while (
      !available_.compare_exchange_weak(available, available - amount, std::memory_order_relaxed));
  return true;
}

void Quota::give_back(int amount) {
  int available = available_.load(std::memory_order_relaxed);
  int filled;
  do {
    if (available >= options_.capacity) return;
    filled = std::min(options_.capacity, available + amount);
  } while (!available_.compare_exchange_weak(available, filled, std::memory_order_relaxed));
}

}  // namespace magneto::internal::retry
