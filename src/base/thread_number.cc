// SPDX-License-Identifier: Apache-2.0
#include "base/thread_number.h"

#include <atomic>

namespace magneto::internal {

std::size_t thread_number() {
  static std::atomic<std::size_t> next{0};
  thread_local const std::size_t number = next.fetch_add(1, std::memory_order_relaxed);
  return number;
}

}  // namespace magneto::internal
