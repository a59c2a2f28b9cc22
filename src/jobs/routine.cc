// SPDX-License-Identifier: Apache-2.0
#include "jobs/routine.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "base/thread.h"

namespace magneto::internal::jobs {

// Calls for a look at the work are counted; a look that began after a call answers it.
struct Routine::Signal {
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

Routine::Routine(catalog::Catalog& catalog, Options options,
                 std::function<bool(std::stop_token)> look)
    : catalog_(catalog),
      options_(options),
      look_(std::move(look)),
      signal_(std::make_shared<Signal>()),
      listener_(catalog.add_listener([signal = signal_] { signal->call(); })) {
  started_ = start_thread(thread_, options_.thread_name,
                          [this](std::stop_token stop) { run(std::move(stop)); });
}

Routine::~Routine() { catalog_.remove_listener(listener_); }

void Routine::wake() { signal_->call(); }

void Routine::wait_until_idle() {
  std::unique_lock lock(signal_->mutex);
  const std::uint64_t wanted = signal_->called;
  signal_->changed.wait(lock, [&] { return signal_->answered >= wanted; });
}

void Routine::run(std::stop_token stop) {
  std::unique_lock lock(signal_->mutex);
  while (!stop.stop_requested()) {
    const std::uint64_t call = signal_->called;
    lock.unlock();
    const bool done = look_(stop);
    lock.lock();
    if (done && !stop.stop_requested()) {
      signal_->answered = call;
      signal_->changed.notify_all();
    }
    const auto pause =
        std::chrono::milliseconds(done ? options_.look_every_ms : options_.retry_after_ms);
    signal_->changed.wait_for(lock, stop, pause, [&] { return signal_->called != call; });
  }
}

}  // namespace magneto::internal::jobs
