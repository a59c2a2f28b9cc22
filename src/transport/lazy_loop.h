// SPDX-License-Identifier: Apache-2.0
//
// LazyLoop: the event loop of a client: the program's, or one that is made with a thread of its own
// when it is first needed, and ends with this. Thread safe.
#pragma once

#include <optional>

#include "base/mutex.h"
#include "transport/event_loop_rep.h"

namespace magneto::internal::transport {

class LazyLoop {
 public:
  explicit LazyLoop(std::optional<EventLoop> given = {}) : loop_(std::move(given)) {}
  ~LazyLoop() {
    if (own_) loop_->rep().end_own_thread();
  }
  LazyLoop(const LazyLoop&) = delete;
  LazyLoop& operator=(const LazyLoop&) = delete;

  EventLoop get() {
    const MutexLock lock(mutex_);
    if (!loop_) {
      loop_.emplace();
      loop_->rep().run_on_own_thread();
      own_ = true;
    }
    return *loop_;
  }

 private:
  Mutex mutex_;
  std::optional<EventLoop> loop_;
  bool own_ = false;
};

}  // namespace magneto::internal::transport
