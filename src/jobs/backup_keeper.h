// SPDX-License-Identifier: Apache-2.0
//
// BackupKeeper: the thread that makes backups, restores tables, and lets go of what point-in-time
// recovery does not need any more: system backups whose time has come, records older than their
// table's period, histories that were turned off. It has a thread of its own: copying a large table
// takes long, and nothing else should wait for it.
//
//   jobs::BackupKeeper keeper(catalog, store, {});   // runs until it is destroyed
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
class BackupKeeper {
 public:
  struct Options {
    const Clock* clock = &system_clock();
    /// The part of the time the thread may be busy, 0 < duty <= 1.
    double duty = 0.5;
    std::int64_t look_every_ms = 60'000;
    std::int64_t retry_after_ms = 1'000;  ///< After an error.
    /// Told of each failed job, on the keeper's thread. May be empty.
    std::function<void(std::string_view job, const Error& error)> on_error = {};
  };

  /// Starts the thread. Catalog and store must outlive it.
  BackupKeeper(catalog::Catalog& catalog, store::Store& store, Options options);
  BackupKeeper(const BackupKeeper&) = delete;
  BackupKeeper& operator=(const BackupKeeper&) = delete;

  /// See Routine::started().
  const Result<void>& started() const { return routine_.started(); }

  /// Look again for work, also for what the clock brings.
  void wake() { routine_.wake(); }
  /// Waits until all that there was to do when it was called is done.
  void wait_until_idle() { routine_.wait_until_idle(); }

 private:
  bool work_once(std::stop_token stop);
  bool report(std::string_view job, const Result<void>& result) const;

  catalog::Catalog& catalog_;
  store::Store& store_;
  const Options options_;
  Routine routine_;  // Last: its thread uses the rest.
};

}  // namespace magneto::internal::jobs
