// SPDX-License-Identifier: Apache-2.0
//
// Work: what the threads of one piece of work on a whole table share: counts, progress, rates, and
// whether to stop.
//
//   Work work(options);
//   Result<void> done = work.run(segments, [&](std::size_t segment) -> Result<void> { ... });
#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "base/mutex.h"
#include "magneto/transfer/options.h"
#include "transfer/names.h"

namespace magneto::internal::transfer {

/// Keeps to a number of units a second: whoever spends some lets the next ones wait.
class Pace {
 public:
  explicit Pace(double units_per_second) : rate_(units_per_second) {}

  /// Waits until all that was spent before has been paid for. Errors: kCancelled.
  Result<void> wait(const Client& client, const Cancellation& cancellation);
  void spend(const Client& client, double units);
  double rate() const { return rate_; }

 private:
  const double rate_;  // 0: no limit
  Mutex mutex_;
  std::chrono::nanoseconds free_at_ MAGNETO_GUARDED_BY(mutex_){0};
};

/// Thread safe.
class Work {
 public:
  explicit Work(const TransferOptions& options);

  const TransferOptions& options() const { return options_; }
  Pace& reads() { return reads_; }
  Pace& writes() { return writes_; }

  /// Changes the counts, and tells the program.
  template <class F>
  void count(F change) {
    const MutexLock lock(mutex_);
    change(counts_);
    if (options_.progress) options_.progress(counts_);
  }
  TransferProgress counts() const;

  /// kCancelled where the program stopped the work, or another thread failed.
  Result<void> go_on() const;

  /// Runs `body` for 0 to `parts` - 1 on up to options.segments threads. The first error stops the
  /// others at their next go_on().
  Result<void> run(std::size_t parts, const std::function<Result<void>(std::size_t)>& body);

 private:
  const TransferOptions options_;
  Pace reads_;
  Pace writes_;
  mutable Mutex mutex_;
  TransferProgress counts_ MAGNETO_GUARDED_BY(mutex_);
  std::optional<Error> failed_ MAGNETO_GUARDED_BY(mutex_);
};

}  // namespace magneto::internal::transfer
