// SPDX-License-Identifier: Apache-2.0
#include "jobs/runner.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/mutex.h"
#include "base/thread.h"

namespace magneto::internal::jobs {

using Steady = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

// Calls for a look at the work are counted; a round that began after a call answers it.
struct Runner::Signal {
  Mutex mutex;
  ConditionVariable changed;
  std::uint64_t called MAGNETO_GUARDED_BY(mutex) = 1;  // The start is a call.
  bool stopping MAGNETO_GUARDED_BY(mutex) = false;
  std::vector<std::uint64_t> answered MAGNETO_GUARDED_BY(mutex);  // By number of the worker.

  void call() {
    const MutexLock lock(mutex);
    ++called;
    changed.notify_all();
  }
};

struct Runner::Worker {
  const Lane& lane;
  std::size_t number;                // Of those that are woken.
  std::vector<std::int64_t> due_ms;  // Of each job. The worker's thread only.
  std::jthread thread = {};
};

Runner::Runner(catalog::Catalog& catalog, store::Store& store, Options options,
               std::vector<Lane> lanes)
    : catalog_(catalog),
      store_(store),
      options_(std::move(options)),
      lanes_(std::move(lanes)),
      signal_(std::make_shared<Signal>()),
      listener_(catalog.add_listener([signal = signal_] { signal->call(); })) {
  for (const Lane& lane : lanes_) {
    for (int i = 0; i < lane.threads && started_.ok(); ++i) start(lane);
  }
}

void Runner::start(const Lane& lane) {
  std::vector<std::int64_t> due_ms;
  for (const Job& job : lane.jobs) {
    due_ms.push_back(job.every_ms == 0 ? 0 : options_.clock->now_ms() + job.every_ms);
  }
  std::size_t number = 0;
  {
    const MutexLock lock(signal_->mutex);
    number = signal_->answered.size();
    if (lane.is_woken) signal_->answered.push_back(0);
  }
  Worker& worker = workers_.emplace_back(Worker{lane, number, std::move(due_ms)});
  started_ = start_thread(worker.thread, lane.thread_name,
                          [this, &worker](std::stop_token stop) { run(worker, stop); });
}

Runner::~Runner() {
  catalog_.remove_listener(listener_);
  for (Worker& worker : workers_) worker.thread.request_stop();
  {
    const MutexLock lock(signal_->mutex);
    signal_->stopping = true;
    signal_->changed.notify_all();
  }
  workers_.clear();  // Joins.
}

void Runner::wake() { signal_->call(); }

void Runner::wait_until_idle() {
  Signal& signal = *signal_;
  const MutexLock lock(signal.mutex);
  const std::uint64_t wanted = signal.called;
  while (std::ranges::any_of(signal.answered, [&](std::uint64_t call) { return call < wanted; })) {
    signal.changed.wait(signal.mutex);
  }
}

void Runner::run(Worker& worker, const std::stop_token& stop) {
  Signal& signal = *signal_;
  const bool is_woken = worker.lane.is_woken;
  std::uint64_t call = 0;
  {
    const MutexLock lock(signal.mutex);
    call = signal.called;
  }
  while (!stop.stop_requested()) {
    const Steady::time_point begin = Steady::now();
    const bool done = run_round(worker, stop);
    const auto took = std::chrono::duration_cast<Milliseconds>(Steady::now() - begin);
    const Milliseconds pause(done ? worker.lane.pause_ms(took.count()) : options_.retry_after_ms);
    const Steady::time_point next = Steady::now() + pause;

    const MutexLock lock(signal.mutex);
    if (is_woken && done && !stop.stop_requested()) {
      signal.answered[worker.number] = call;
      signal.changed.notify_all();
    }
    while (!signal.stopping && (!is_woken || signal.called == call)) {
      if (!signal.changed.wait_until(signal.mutex, next)) break;
    }
    call = signal.called;
  }
}

// Whether all of it was done.
bool Runner::run_round(Worker& worker, const std::stop_token& stop) {
  const Lane& lane = worker.lane;
  const JobContext work{catalog_, store_, *options_.clock, stop, lane.duty};
  bool done = true;
  for (std::size_t i = 0; i < lane.jobs.size(); ++i) {
    const Job& job = lane.jobs[i];
    const std::int64_t now_ms = options_.clock->now_ms();
    if (job.every_ms != 0 && now_ms < worker.due_ms[i]) continue;
    const Result<void> result = job.run(work);
    if (result.ok()) {
      worker.due_ms[i] = now_ms + job.every_ms;
      continue;
    }
    done = false;
    if (options_.on_error) options_.on_error(job.name, result.error());
  }
  return done;
}

}  // namespace magneto::internal::jobs
