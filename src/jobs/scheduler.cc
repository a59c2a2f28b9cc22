// SPDX-License-Identifier: Apache-2.0
#include "jobs/scheduler.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

#include "jobs/backfill.h"
#include "jobs/drop_data.h"
#include "jobs/sweep_tokens.h"
#include "jobs/trim_streams.h"
#include "store/settle_streams.h"

namespace magneto::jobs {

// Calls for a look at the work are counted; a look that began after a call answers it.
struct Scheduler::Signal {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::uint64_t called = 1;  // The start is a call. Guarded by mutex, as what follows.
  std::uint64_t answered = 0;

  void call() {
    const std::lock_guard lock(mutex);
    ++called;
    changed.notify_all();
  }
};

Scheduler::Scheduler(catalog::Catalog& catalog, store::Store& store, Options options)
    : catalog_(catalog),
      store_(store),
      options_(std::move(options)),
      swept_ms_(options_.clock->now_ms()),
      signal_(std::make_shared<Signal>()) {
  listener_ = catalog_.add_listener([signal = signal_] { signal->call(); });
  thread_ = std::jthread([this](std::stop_token stop) { run(std::move(stop)); });
}

Scheduler::~Scheduler() { catalog_.remove_listener(listener_); }

void Scheduler::wake() { signal_->call(); }

void Scheduler::wait_until_idle() {
  std::unique_lock lock(signal_->mutex);
  const std::uint64_t wanted = signal_->called;
  signal_->changed.wait(lock, [&] { return signal_->answered >= wanted; });
}

void Scheduler::run(std::stop_token stop) {
  std::unique_lock lock(signal_->mutex);
  while (!stop.stop_requested()) {
    const std::uint64_t call = signal_->called;
    lock.unlock();
    const bool done = work_once(stop);
    lock.lock();
    if (done && !stop.stop_requested()) {
      signal_->answered = call;
      signal_->changed.notify_all();
    }
    const auto pause =
        std::chrono::milliseconds(done ? options_.sweep_every_ms : options_.retry_after_ms);
    signal_->changed.wait_for(lock, stop, pause, [&] { return signal_->called != call; });
  }
}

// Whether all of it was done.
bool Scheduler::work_once(std::stop_token stop) {
  const Work work{catalog_, store_.engine(), *options_.clock, std::move(stop), options_.duty};
  const bool settled = report("settle streams", store::settle_streams(catalog_, store_, work.stop));
  const bool dropped = report("drop", drop_removed_data(work));
  const bool filled = report("backfill", backfill_all(work));
  const bool swept = report("sweep", sweep_when_due(work));
  return settled && dropped && filled && swept;
}

bool Scheduler::report(std::string_view job, const Result<void>& result) const {
  if (!result.ok() && options_.on_error) options_.on_error(job, result.error());
  return result.ok();
}

Result<void> Scheduler::backfill_all(const Work& work) const {
  std::vector<BackfillTask> tasks;
  {
    const auto tables = catalog_.snapshot();
    for (const auto& [name, table] : *tables) {
      for (const auto& index : table->indexes) {
        if (index->backfilling) tasks.push_back({name, index->space});
      }
      for (const auto& index : table->vector_indexes) {
        if (index->backfilling) tasks.push_back({name, index->space});
      }
    }
  }
  for (const BackfillTask& task : tasks) MAGNETO_RETURN_IF_ERROR(backfill(work, task));
  return {};
}

Result<void> Scheduler::sweep_when_due(const Work& work) {
  const std::int64_t now_ms = options_.clock->now_ms();
  if (now_ms - swept_ms_ < options_.sweep_every_ms) return {};
  MAGNETO_ASSIGN_OR_RETURN(const std::uint64_t erased, sweep_expired_tokens(work));
  static_cast<void>(erased);
  MAGNETO_RETURN_IF_ERROR(trim_streams(work));
  swept_ms_ = now_ms;
  return {};
}

}  // namespace magneto::jobs
