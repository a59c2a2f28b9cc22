// SPDX-License-Identifier: Apache-2.0
#include "magneto/cancellation.h"

#include <atomic>
#include <map>
#include <thread>

#include "base/mutex.h"

namespace magneto {

struct Cancellation::State {
  std::atomic<bool> cancelled{false};
  internal::Mutex mutex;
  internal::ConditionVariable ran;
  std::map<std::size_t, std::function<void()>> listeners MAGNETO_GUARDED_BY(mutex);
  std::size_t last_number MAGNETO_GUARDED_BY(mutex) = 0;
  // The number of the listener that is being run.
  std::size_t running MAGNETO_GUARDED_BY(mutex) = 0;
  std::thread::id runner MAGNETO_GUARDED_BY(mutex);
};

Cancellation::Cancellation() : state_(std::make_shared<State>()) {}

void Cancellation::cancel() const {
  if (!state_ || state_->cancelled.exchange(true)) return;
  State& state = *state_;
  state.mutex.lock();
  state.runner = std::this_thread::get_id();
  while (!state.listeners.empty()) {
    auto node = state.listeners.extract(state.listeners.begin());
    state.running = node.key();
    state.mutex.unlock();
    node.mapped()();
    state.mutex.lock();
    state.running = 0;
    state.ran.notify_all();
  }
  state.mutex.unlock();
}

bool Cancellation::cancelled() const { return state_ && state_->cancelled.load(); }

Cancellation::Listening Cancellation::listen(std::function<void()> listener) const {
  Listening listening;
  if (!state_) return listening;
  {
    State& state = *state_;
    const internal::MutexLock lock(state.mutex);
    if (!state.cancelled.load()) {
      listening.state_ = state_;
      listening.number_ = ++state.last_number;
      state.listeners.emplace(listening.number_, std::move(listener));
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
  State& state = *state_;
  {
    const internal::MutexLock lock(state.mutex);
    state.listeners.erase(number_);
    // A listener that stops itself need not wait for itself.
    if (state.runner != std::this_thread::get_id()) {
      while (state.running == number_) state.ran.wait(state.mutex);
    }
  }
  state_.reset();
}

}  // namespace magneto
