// SPDX-License-Identifier: Apache-2.0
//
// Prefetched: the result of a call that is made ahead, on the client's event loop. It is awaited
// once, by a call that blocks or one that does not.
#pragma once

#include <coroutine>
#include <memory>
#include <optional>
#include <utility>

#include "base/mutex.h"
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
      Prefetched& call = *ahead;
      const MutexLock lock(call.mutex_);
      while (blocking && !call.result_) call.arrived_.wait(call.mutex_);
      return call.result_.has_value();
    }
    bool await_suspend(std::coroutine_handle<> handle) const {
      Prefetched& call = *ahead;
      const MutexLock lock(call.mutex_);
      if (call.result_) return false;
      call.waiter_ = handle;
      return true;
    }
    magneto::Result<T> await_resume() const {
      Prefetched& call = *ahead;
      const MutexLock lock(call.mutex_);
      return std::move(*call.result_);
    }
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
      const MutexLock lock(mutex_);
      result_.emplace(std::move(result));
      waiter = std::exchange(waiter_, nullptr);
    }
    arrived_.notify_all();
    if (waiter) waiter.resume();
  }

  Mutex mutex_;
  ConditionVariable arrived_;
  std::optional<magneto::Result<T>> result_ MAGNETO_GUARDED_BY(mutex_);
  std::coroutine_handle<> waiter_ MAGNETO_GUARDED_BY(mutex_);
};

}  // namespace magneto::internal::table
