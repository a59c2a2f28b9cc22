// SPDX-License-Identifier: Apache-2.0
//
// Cancellation: lets a program give up on calls that are under way.
//
//   Cancellation stop;
//   auto song = songs.get(key).cancelled_by(stop).get();     // on one thread
//   stop.cancel();                                           // on another
//
// A cancelled call answers kCancelled soon; a write that was on its way may have been executed.
// A handle: copies share one state. Thread safe.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

namespace magneto {

class Cancellation {
 public:
  Cancellation();
  /// Nothing can cancel it: what calls have that were given none.
  static Cancellation never() { return Cancellation(nullptr); }

  /// Runs the listeners on this thread, once; later calls do nothing.
  void cancel() const;
  bool cancelled() const;
  bool can_be_cancelled() const { return state_ != nullptr; }

  /// Runs `listener` when it is cancelled, at once where it has been. For connections. The
  /// listener is not run any more once its Listening is gone, and not running either.
  class Listening;
  [[nodiscard]] Listening listen(std::function<void()> listener) const;

 private:
  struct State;
  explicit Cancellation(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::shared_ptr<State> state_;
};

class Cancellation::Listening {
 public:
  Listening() = default;
  Listening(Listening&& other) noexcept;
  Listening& operator=(Listening&& other) noexcept;
  ~Listening() { stop(); }
  void stop();

 private:
  friend class Cancellation;
  std::shared_ptr<State> state_;
  std::size_t number_ = 0;
};

}  // namespace magneto
