// SPDX-License-Identifier: Apache-2.0
//
// The retry quota that all calls of a client share: a bucket that retries take from and successes
// give back to. While a service is down, it is soon empty, and each call is sent once instead of
// several times. Figures of the SDK specification's standard mode.
#pragma once

#include <atomic>

namespace magneto::internal::retry {

struct QuotaOptions {
  int capacity = 500;
  int cost = 5;           ///< Of a retry.
  int throttle_cost = 5;  ///< Of a retry after a throttle.
  int timeout_cost = 10;  ///< Of a retry after a timeout.
  int refund = 1;         ///< For a success at the first attempt.
};

/// Thread safe. A success costs one relaxed load while the quota is full.
class Quota {
 public:
  explicit Quota(QuotaOptions options = {}) : options_(options), available_(options.capacity) {}

  const QuotaOptions& options() const { return options_; }

  /// False, and nothing is taken, when less is left.
  bool take(int amount);
  /// Never beyond the capacity.
  void give_back(int amount);
  int available() const { return available_.load(std::memory_order_relaxed); }

 private:
  const QuotaOptions options_;
  std::atomic<int> available_;
};

}  // namespace magneto::internal::retry
