// SPDX-License-Identifier: Apache-2.0
//
// The inside of EventLoop: epoll, timers, posted tasks. Watched descriptors are edge-triggered and
// registered once, so a keep-alive connection costs no call to the kernel beyond its own bytes.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <thread>
#include <vector>

#include "base/mutex.h"
#include "magneto/event_loop.h"

namespace magneto {

class EventLoop::Rep : public std::enable_shared_from_this<EventLoop::Rep> {
 public:
  using Clock = std::chrono::steady_clock;
  using Task = std::function<void()>;

  /// Told, on the loop's thread, that something may be read or written.
  class Watcher {
   public:
    virtual void ready() = 0;

   protected:
    ~Watcher() = default;
  };

  Rep();
  ~Rep();
  Rep(const Rep&) = delete;
  Rep& operator=(const Rep&) = delete;

  void run();
  void poll(Duration timeout);
  void stop();
  void post(Task task);
  /// The number is for cancel(). Thread safe.
  std::uint64_t after(Duration delay, Task task);
  void cancel(std::uint64_t timer);
  bool in_loop_thread() const { return thread_.load() == std::this_thread::get_id(); }
  int descriptor() const { return epoll_; }

  /// Until unwatch(); both on the loop's thread. `watcher` must live until unwatch().
  bool watch(int fd, Watcher& watcher);
  void unwatch(int fd, Watcher& watcher);

  /// A thread that runs this loop until end_own_thread(), which may be called on that thread too.
  void run_on_own_thread();
  void end_own_thread();

 private:
  void wake();
  void arm_timer() MAGNETO_REQUIRES(mutex_);
  bool run_tasks();
  bool run_timers();
  int wait_ms(Duration timeout);

  int epoll_ = -1;
  int wake_ = -1;
  int timer_ = -1;
  std::atomic<bool> stopped_{false};
  std::atomic<std::thread::id> thread_{};
  std::vector<Watcher*> gone_;  // unwatched while events were being handed out

  internal::Mutex mutex_;
  std::vector<Task> tasks_ MAGNETO_GUARDED_BY(mutex_);
  std::map<std::pair<Clock::time_point, std::uint64_t>, Task> timers_ MAGNETO_GUARDED_BY(mutex_);
  std::map<std::uint64_t, Clock::time_point> times_ MAGNETO_GUARDED_BY(mutex_);
  std::uint64_t last_timer_ MAGNETO_GUARDED_BY(mutex_) = 0;
  Clock::time_point armed_ MAGNETO_GUARDED_BY(mutex_) = Clock::time_point::max();
  std::thread own_thread_;
};

}  // namespace magneto
