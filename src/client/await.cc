// SPDX-License-Identifier: Apache-2.0
#include "client/await.h"

#include <condition_variable>
#include <mutex>

namespace magneto::internal::client {

bool AwaitTime::await_ready() {
  if (time_ <= std::chrono::nanoseconds::zero()) return true;
  if (!context_.blocking) return false;
  if (core_.time) {
    core_.time->sleep(time_);
    return true;
  }
  std::mutex mutex;
  std::condition_variable cancelled;
  listening_ = context_.cancellation.listen([&] {
    std::lock_guard lock(mutex);
    cancelled.notify_all();
  });
  std::unique_lock lock(mutex);
  cancelled.wait_for(lock, time_, [this] { return context_.cancellation.cancelled(); });
  lock.unlock();
  listening_.stop();
  return true;
}

/// The timer and the cancellation race for the right to go on, both on the loop's thread.
bool AwaitTime::await_suspend(std::coroutine_handle<> handle) {
  auto resumed = std::make_shared<bool>(false);
  const auto go_on = [resumed, handle] {
    if (std::exchange(*resumed, true)) return;
    handle.resume();
  };
  EventLoop loop = core_.loop->get();
  // A cancellation may end this object before the timer is set.
  const auto time = std::chrono::duration_cast<EventLoop::Duration>(time_);
  listening_ = context_.cancellation.listen([loop, go_on]() mutable { loop.post(go_on); });
  loop.after(time, go_on);
  return true;
}

}  // namespace magneto::internal::client
