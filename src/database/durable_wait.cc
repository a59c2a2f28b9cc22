// SPDX-License-Identifier: Apache-2.0
#include "database/durable_wait.h"

#include <optional>
#include <string>
#include <utility>

#include "base/thread.h"

namespace magneto::internal::database {

DurableWait::DurableWait(storage::Engine& engine, std::shared_ptr<FlushNotifier> notifier)
    : engine_(engine), notifier_(std::move(notifier)) {
  notifier_->add(*this);
  started_ = start_thread(thread_, "magneto-done", [this](const auto&) { run(); });
}

DurableWait::~DurableWait() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
  notifier_->remove(*this);
}

void DurableWait::wait(storage::CommitPoint point, Waiter& waiter) {
  if (engine_.durable_commit() >= point) return waiter.on_durable({});
  {
    const MutexLock lock(mutex_);
    waiting_.emplace(point, &waiter);
  }
  // Either the flush thread comes after this and finds the waiter, or its flush is seen here. (Not
  // under the mutex: the flush thread takes it while it holds the notifier's.)
  if (engine_.durable_commit() >= point || notifier_->failure()) look();
}

void DurableWait::look() {
  const MutexLock lock(mutex_);
  if (waiting_.empty()) return;
  look_ = true;
  changed_.notify_all();
}

void DurableWait::flushed() { look(); }

DurableWait::Waiting DurableWait::take_ready(bool failed) {
  const MutexLock lock(mutex_);
  Waiting ready;
  const auto end = failed ? waiting_.end() : waiting_.upper_bound(engine_.durable_commit());
  while (waiting_.begin() != end) ready.insert(waiting_.extract(waiting_.begin()));
  return ready;
}

void DurableWait::run() {
  for (;;) {
    {
      const MutexLock lock(mutex_);
      while (!look_ && !(stopping_ && waiting_.empty())) changed_.wait(mutex_);
      if (!look_) return;
      look_ = false;
    }
    const std::optional<std::string> failure = notifier_->failure();
    for (const auto& [point, waiter] : take_ready(failure.has_value())) {
      waiter->on_durable(failure ? Result<void>(Error(ErrorCode::kIo, *failure)) : Result<void>());
    }
  }
}

}  // namespace magneto::internal::database
