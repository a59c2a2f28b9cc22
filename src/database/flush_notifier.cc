// SPDX-License-Identifier: Apache-2.0
#include "database/flush_notifier.h"

namespace magneto::internal::database {

std::shared_ptr<FlushNotifier> FlushNotifier::listen(storage::Engine& engine) {
  auto notifier = std::make_shared<FlushNotifier>();
  engine.add_flush_listener([notifier](const Result<void>& result) { notifier->flushed(result); });
  return notifier;
}

void FlushNotifier::add(Listener& listener) {
  const MutexLock lock(mutex_);
  listeners_.push_back(&listener);
}

void FlushNotifier::remove(Listener& listener) {
  const MutexLock lock(mutex_);
  std::erase(listeners_, &listener);
}

std::optional<std::string> FlushNotifier::failure() const {
  const MutexLock lock(mutex_);
  return failure_;
}

void FlushNotifier::flushed(const Result<void>& result) {
  const MutexLock lock(mutex_);
  if (result.ok()) {
    failure_.reset();  // what had failed has passed
  } else if (!failure_) {
    failure_ = result.error().message();
  }
  for (Listener* listener : listeners_) listener->flushed();
}

}  // namespace magneto::internal::database
