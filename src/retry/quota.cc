// SPDX-License-Identifier: Apache-2.0
#include "retry/quota.h"

#include <algorithm>

namespace magneto::internal::retry {

bool Quota::take(int amount) {
  MutexLock lock(mutex_);
  if (available_ < amount) return false;
  available_ -= amount;
  return true;
}

void Quota::give_back(int amount) {
  MutexLock lock(mutex_);
  available_ = std::min(options_.capacity, available_ + amount);
}

int Quota::available() const {
  MutexLock lock(mutex_);
  return available_;
}

}  // namespace magneto::internal::retry
