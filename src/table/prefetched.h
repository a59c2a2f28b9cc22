// SPDX-License-Identifier: Apache-2.0
//
// Prefetched: the result of a call that is made ahead, on the client's event loop. It is awaited
// once, by a call that blocks or one that does not.
#pragma once

#include <condition_variable>
#include <coroutine>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "magneto/call.h"

namespace magneto::internal::table {

template <class T>
class Prefetched {
 public:
  static std::shared_ptr<Prefetched> start(Call<T> call) {
    auto ahead = std::make_shared<Prefetched>();
    std::move(call).then([ahead](magneto::Result<T> result) { ahead->arrive(std::move(result)); });
    return ahead;
  }

  /// `Result<T> result = co_await Prefetched<T>::wait(ahead);`
  struct Awaiter {
    std::shared_ptr<Prefetched> ahead;
    bool blocking = false;

    bool await_ready() const {
      std::unique_lock lock(ahead->mutex_);
      if (blocking) ahead->arrived_.wait(lock, [&] { return ahead->result_.has_value(); });
      return ahead->result_.has_value();
    }
    bool await_suspend(std::coroutine_handle<> handle) const {
      const std::lock_guard lock(ahead->mutex_);
      if (ahead->result_) return false;
      ahead->waiter_ = handle;
      return true;
    }
    magneto::Result<T> await_resume() const { return std::move(*ahead->result_); }
  };
  struct Wait {
    std::shared_ptr<Prefetched> ahead;
    Awaiter inherit(const CallContext& context) const { return {ahead, context.blocking}; }
  };
  static Wait wait(std::shared_ptr<Prefetched> ahead) { return {std::move(ahead)}; }

 private:
  void arrive(magneto::Result<T> result) {
    std::coroutine_handle<> waiter;
    {
      const std::lock_guard lock(mutex_);
      result_.emplace(std::move(result));
      waiter = std::exchange(waiter_, nullptr);
    }
    arrived_.notify_all();
    if (waiter) waiter.resume();
  }

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::optional<magneto::Result<T>> result_;
  std::coroutine_handle<> waiter_;
};

}  // namespace magneto::internal::table
