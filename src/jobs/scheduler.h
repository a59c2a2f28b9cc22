// SPDX-License-Identifier: Apache-2.0
//
// The scheduler: one thread that does the server's background work. It looks at the catalog at the
// start and after every change, and does what there is to do: settle streams that begin or end,
// drop the data of what was removed, fill new indexes; and once a minute it removes expired client
// request tokens and trims streams. All work is resumable: it may be stopped, or killed, at any
// moment.
//
//   jobs::Scheduler scheduler(catalog, store, {});   // runs until it is destroyed
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "catalog/catalog.h"
#include "jobs/job_context.h"
#include "jobs/routine.h"
#include "store/store.h"

namespace magneto::internal::jobs {

/// Thread safe.
class Scheduler {
 public:
  struct Options {
    const Clock* clock = &system_clock();
    /// The part of the time the thread may be busy, 0 < duty <= 1. Less leaves more to requests.
    double duty = 0.5;
    std::int64_t sweep_every_ms = 60'000;
    std::int64_t retry_after_ms = 1'000;  ///< After an error.
    /// Told of each failed job, on the scheduler's thread. May be empty.
    std::function<void(std::string_view job, const Error& error)> on_error = {};
  };

  /// Starts the thread, and listens to the catalog. Both must outlive the scheduler.
  Scheduler(catalog::Catalog& catalog, store::Store& store, Options options);
  /// Stops listening, stops the work within one step, ends the thread.
  ~Scheduler() = default;
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  /// See Routine::started().
  const Result<void>& started() const { return routine_.started(); }

  /// Look again for work, also for expired tokens and records when their time has come by the
  /// clock.
  void wake() { routine_.wake(); }

  /// Waits until all that there was to do when it was called is done. Waits on when a job keeps
  /// failing.
  void wait_until_idle() { routine_.wait_until_idle(); }

 private:
  bool work_once(std::stop_token stop);
  bool report(std::string_view job, const Result<void>& result) const;
  Result<void> backfill_all(const JobContext& work) const;
  Result<void> sweep_when_due(const JobContext& work);

  catalog::Catalog& catalog_;
  store::Store& store_;
  const Options options_;
  std::int64_t swept_ms_;
  Routine routine_;  // Last: its thread uses the rest.
};

}  // namespace magneto::internal::jobs
