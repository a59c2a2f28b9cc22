// SPDX-License-Identifier: Apache-2.0
#include "magneto/event_loop.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>

#include "transport/event_loop_rep.h"

namespace magneto {

EventLoop::Rep::Rep() {
  epoll_ = epoll_create1(EPOLL_CLOEXEC);
  wake_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  timer_ = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = &wake_;
  epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event);
  event.data.ptr = &timer_;
  epoll_ctl(epoll_, EPOLL_CTL_ADD, timer_, &event);
}

EventLoop::Rep::~Rep() {
  for (const int fd : {epoll_, wake_, timer_}) {
    if (fd >= 0) close(fd);
  }
}

void EventLoop::Rep::wake() {
  const std::uint64_t one = 1;
  static_cast<void>(!write(wake_, &one, sizeof one));
}

void EventLoop::Rep::post(Task task) {
  bool first = false;
  {
    const internal::MutexLock lock(mutex_);
    first = tasks_.empty();
    tasks_.push_back(std::move(task));
  }
  if (first) wake();
}

std::uint64_t EventLoop::Rep::after(Duration delay, Task task) {
  const internal::MutexLock lock(mutex_);
  const Clock::time_point when = Clock::now() + std::max(delay, Duration::zero());
  const std::uint64_t number = ++last_timer_;
  timers_.emplace(std::pair(when, number), std::move(task));
  times_.emplace(number, when);
  arm_timer();
  return number;
}

void EventLoop::Rep::cancel(std::uint64_t timer) {
  const internal::MutexLock lock(mutex_);
  const auto found = times_.find(timer);
  if (found == times_.end()) return;
  timers_.erase({found->second, timer});
  times_.erase(found);
}

/// The timer's descriptor is readable when the first timer is due. One that was cancelled wakes the
/// loop for nothing.
void EventLoop::Rep::arm_timer() {
  if (timers_.empty() || timers_.begin()->first.first >= armed_) return;
  armed_ = timers_.begin()->first.first;
  const auto ns = std::max<std::int64_t>(
      1, std::chrono::duration_cast<std::chrono::nanoseconds>(armed_ - Clock::now()).count());
  itimerspec spec{};
  spec.it_value.tv_sec = ns / 1'000'000'000;
  spec.it_value.tv_nsec = ns % 1'000'000'000;
  timerfd_settime(timer_, 0, &spec, nullptr);
}

bool EventLoop::Rep::run_tasks() {
  std::vector<Task> tasks;
  {
    const internal::MutexLock lock(mutex_);
    tasks.swap(tasks_);
  }
  for (Task& task : tasks) task();
  return !tasks.empty();
}

bool EventLoop::Rep::run_timers() {
  bool any = false;
  for (;;) {
    Task task;
    {
      const internal::MutexLock lock(mutex_);
      if (timers_.empty() || timers_.begin()->first.first > Clock::now()) {
        arm_timer();
        return any;
      }
      task = std::move(timers_.begin()->second);
      times_.erase(timers_.begin()->first.second);
      timers_.erase(timers_.begin());
    }
    task();
    any = true;
  }
}

int EventLoop::Rep::wait_ms(Duration timeout) {
  if (timeout < Duration::zero()) return -1;
  const auto ms = std::chrono::ceil<std::chrono::milliseconds>(timeout).count();
  return static_cast<int>(std::min<std::int64_t>(ms, 3'600'000));
}

void EventLoop::Rep::poll(Duration timeout) {
  thread_.store(std::this_thread::get_id());
  constexpr int kEvents = 64;
  epoll_event events[kEvents];
  const int count = epoll_wait(epoll_, events, kEvents, wait_ms(timeout));
  gone_.clear();
  for (int i = 0; i < count; ++i) {
    void* const to = events[i].data.ptr;
    std::uint64_t ignored = 0;
    if (to == &wake_) {
      static_cast<void>(!read(wake_, &ignored, sizeof ignored));
    } else if (to == &timer_) {
      static_cast<void>(!read(timer_, &ignored, sizeof ignored));
      const internal::MutexLock lock(mutex_);
      armed_ = Clock::time_point::max();
    } else if (std::find(gone_.begin(), gone_.end(), to) == gone_.end()) {
      static_cast<Watcher*>(to)->ready();
    }
  }
  run_tasks();
  run_timers();
}

void EventLoop::Rep::run() {
  while (!stopped_.load()) poll(Duration(-1));
  stopped_.store(false);
  run_tasks();  // those that were posted before stop()
}

void EventLoop::Rep::stop() {
  stopped_.store(true);
  wake();
}

bool EventLoop::Rep::watch(int fd, Watcher& watcher) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.ptr = &watcher;
  return epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) == 0;
}

void EventLoop::Rep::unwatch(int fd, Watcher& watcher) {
  epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr);
  gone_.push_back(&watcher);
}

void EventLoop::Rep::run_on_own_thread() {
  const internal::MutexLock lock(mutex_);
  if (!own_thread_.joinable())
    own_thread_ = std::thread([self = shared_from_this()] { self->run(); });
}

void EventLoop::Rep::end_own_thread() {
  if (!own_thread_.joinable()) return;
  stop();
  if (own_thread_.get_id() == std::this_thread::get_id()) {
    own_thread_.detach();  // it ends when what runs now returns, and keeps the loop until then
  } else {
    own_thread_.join();
  }
}

EventLoop::EventLoop() : rep_(std::make_shared<Rep>()) {}
void EventLoop::run() { rep_->run(); }
void EventLoop::poll(Duration timeout) { rep_->poll(timeout); }
void EventLoop::stop() { rep_->stop(); }
void EventLoop::post(std::function<void()> task) { rep_->post(std::move(task)); }
void EventLoop::after(Duration delay, std::function<void()> task) {
  rep_->after(delay, std::move(task));
}
int EventLoop::descriptor() const { return rep_->descriptor(); }

}  // namespace magneto
