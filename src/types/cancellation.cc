// SPDX-License-Identifier: Apache-2.0
#include "magneto/cancellation.h"

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace magneto {

struct Cancellation::State {
  std::atomic<bool> cancelled{false};
  std::mutex mutex;
  std::condition_variable ran;
  std::map<std::size_t, std::function<void()>> listeners;
  std::size_t last_number = 0;
  std::size_t running = 0;  // the number of the listener that is being run
  std::thread::id runner;
};

Cancellation::Cancellation() : state_(std::make_shared<State>()) {}

void Cancellation::cancel() const {
  if (!state_ || state_->cancelled.exchange(true)) return;
  std::unique_lock lock(state_->mutex);
  state_->runner = std::this_thread::get_id();
  while (!state_->listeners.empty()) {
    auto node = state_->listeners.extract(state_->listeners.begin());
    state_->running = node.key();
    lock.unlock();
    node.mapped()();
    lock.lock();
    state_->running = 0;
    state_->ran.notify_all();
  }
}

bool Cancellation::cancelled() const { return state_ && state_->cancelled.load(); }

Cancellation::Listening Cancellation::listen(std::function<void()> listener) const {
  Listening listening;
  if (!state_) return listening;
  {
    std::lock_guard lock(state_->mutex);
    if (!state_->cancelled.load()) {
      listening.state_ = state_;
      listening.number_ = ++state_->last_number;
      state_->listeners.emplace(listening.number_, std::move(listener));
      return listening;
    }
  }
  listener();
  return listening;
}

Cancellation::Listening::Listening(Listening&& other) noexcept
    : state_(std::move(other.state_)), number_(std::exchange(other.number_, 0)) {}

Cancellation::Listening& Cancellation::Listening::operator=(Listening&& other) noexcept {
  if (this == &other) return *this;
  stop();
  state_ = std::move(other.state_);
  number_ = std::exchange(other.number_, 0);
  return *this;
}

void Cancellation::Listening::stop() {
  if (!state_) return;
  std::unique_lock lock(state_->mutex);
  state_->listeners.erase(number_);
  // A listener that stops itself need not wait for itself.
  if (state_->runner != std::this_thread::get_id()) {
    state_->ran.wait(lock, [this] { return state_->running != number_; });
  }
  lock.unlock();
  state_.reset();
}

}  // namespace magneto
