// SPDX-License-Identifier: Apache-2.0
//
// Runner: the threads of all background work. Work is divided into lanes: a lane has its own thread
// (or a few), so that long work in one does not hold up the others. A thread runs the jobs of its
// lane one after the other: at the start, after every change of the catalog, when some time has
// passed, and soon again after a failure. All jobs are resumable: a job may be stopped, or the
// process killed, at any moment.
//
//   jobs::Runner runner(catalog, store, {}, {housekeeping_lane(), backup_lane(), expiry_lane({})});
//   // ... runs until it is destroyed
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <stop_token>
#include <string_view>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "catalog/catalog.h"
#include "jobs/job_context.h"
#include "store/store.h"

namespace magneto::internal::jobs {

struct Job {
  const char* name;  ///< For error reports.
  /// Does all that there is to do now, or what is possible until it is stopped: it ends within one
  /// step then. In a lane with several threads it runs on all of them.
  std::function<Result<void>(const JobContext&)> run;
  /// By the clock: a job that is not due is skipped. It is due this long after the start, and after
  /// each run that succeeded. 0: always. For lanes with one thread.
  std::int64_t every_ms = 0;
};

struct Lane {
  const char* thread_name;  ///< At most 15 characters.
  std::vector<Job> jobs;
  int threads = 1;
  double duty = 0.5;  ///< The part of the time a thread may be busy, 0 < duty <= 1.
  /// How long a thread waits behind a round of its jobs that took so long, unless it is woken.
  std::function<std::int64_t(std::int64_t round_ms)> pause_ms = [](std::int64_t) { return 60'000; };
  /// Whether changes of the catalog, and wake(), wake it. If not, wait_until_idle() ignores it.
  bool is_woken = true;
};

/// Thread safe.
class Runner {
 public:
  struct Options {
    const Clock* clock = &system_clock();
    std::int64_t retry_after_ms = 1'000;  ///< After an error.
    /// Told of each job that fails, on the job's thread. May be empty.
    std::function<void(std::string_view job, const Error& error)> on_error = {};
  };

  /// Starts the threads, and listens to the catalog. Both must outlive the runner.
  Runner(catalog::Catalog& catalog, store::Store& store, Options options, std::vector<Lane> lanes);
  /// Stops listening, stops the work, ends the threads.
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  /// Whether all threads run. Errors: kIo: there were too few left to start.
  const Result<void>& started() const { return started_; }

  /// Look again for work, also for what the clock brings.
  void wake();

  /// Waits until all that there was to do when it was called is done. Waits on while a job keeps
  /// failing.
  void wait_until_idle();

 private:
  struct Signal;
  struct Worker;

  void start(const Lane& lane);
  void run(Worker& worker, const std::stop_token& stop);
  bool run_round(Worker& worker, const std::stop_token& stop);

  catalog::Catalog& catalog_;
  store::Store& store_;
  const Options options_;
  const std::vector<Lane> lanes_;
  std::shared_ptr<Signal> signal_;  // Shared with the listener, which may outlive us shortly.
  catalog::Catalog::ListenerId listener_;
  Result<void> started_;
  std::list<Worker> workers_;  // Does not move.
};

}  // namespace magneto::internal::jobs
