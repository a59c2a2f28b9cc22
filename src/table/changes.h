// SPDX-License-Identifier: Apache-2.0
//
// Changes: lets threads and calls wait until what a mutex guards has become as they want it. A call
// that is awaited keeps no thread waiting, and goes on on the client's event loop.
//
//   Lock lock(changes.mutex);                       // a thread of ours
//   changes.wait(lock, [&] { return done; });
//
//   Call<void> call = Changes::until(client, shared, shared->changes, [=] { return shared->done; });
//   Result<void> came = co_await call;              // errors: kDeadline, kCancelled
//
// Whoever changes something calls notify() with the mutex locked.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <coroutine>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "magneto/call.h"
#include "magneto/client.h"
#include "magneto/event_loop.h"

namespace magneto::internal::table {

/// Where the client's asynchronous calls go on: made with the first of them.
EventLoop loop_of(const Client& client);
/// On the client's clock, which deadlines are told on.
CallContext::TimePoint now_of(const Client& client);

class Changes {
 public:
  using Lock = std::unique_lock<std::mutex>;
  using Predicate = std::function<bool()>;

  std::mutex mutex;

  void notify() {
    changed_.notify_all();
    for (const std::shared_ptr<Waiter>& waiter : std::exchange(waiters_, {})) waiter->go_on();
  }
  template <class P>
  void wait(Lock& lock, P predicate) {
    changed_.wait(lock, std::move(predicate));
  }
  void wait(Lock& lock) { changed_.wait(lock); }
  void wait_until(Lock& lock, std::chrono::steady_clock::time_point end) {
    changed_.wait_until(lock, end);
  }

  /// `owner` keeps `changes` alive. The predicate is asked with the mutex locked.
  static Call<void> until(Client client, std::shared_ptr<void> owner, Changes& changes,
                          Predicate predicate) {
    const std::shared_ptr<void> kept = std::move(owner);
    CallContext& context = co_await this_call();
    context.begin([&client] { return now_of(client); });
    Changes* const watched = &changes;
    const auto listening = context.cancellation.listen([watched] {
      const Lock lock(watched->mutex);
      watched->notify();
    });
    for (;;) {
      {
        Lock lock(watched->mutex);
        if (predicate()) co_return magneto::Result<void>();
        if (context.blocking && !context.cancellation.cancelled()) {
          watched->block(lock, real_deadline(client, context));
        }
      }
      if (context.cancellation.cancelled()) {
        co_return magneto::Error(magneto::ErrorCode::kCancelled, "the call was cancelled");
      }
      if (context.deadline != CallContext::TimePoint::max() && now_of(client) >= context.deadline) {
        co_return magneto::Error(magneto::ErrorCode::kDeadline, "the deadline has passed");
      }
      if (!context.blocking) {
        Next next{*watched, client, predicate, context};
        co_await next;
      }
    }
  }

 private:
  /// A suspended coroutine, which goes on once: on the loop.
  struct Waiter {
    Waiter(EventLoop on, std::coroutine_handle<> who) : loop(std::move(on)), handle(who) {}
    void go_on() {
      if (gone.exchange(true)) return;
      loop.post([handle = handle] { handle.resume(); });
    }
    EventLoop loop;
    const std::coroutine_handle<> handle;
    std::atomic<bool> gone{false};
  };

  /// Until the next notify(), or the deadline.
  struct Next {
    Changes& changes;
    const Client& client;
    const Predicate& predicate;
    const CallContext& context;

    bool await_ready() const { return false; }
    bool await_suspend(std::coroutine_handle<> handle) const {
      const auto waiter = std::make_shared<Waiter>(loop_of(client), handle);
      const CallContext::TimePoint deadline = real_deadline(client, context);
      const Lock lock(changes.mutex);
      if (predicate() || context.cancellation.cancelled()) return false;
      changes.waiters_.push_back(waiter);
      if (deadline != CallContext::TimePoint::max()) {
        waiter->loop.after(deadline - std::chrono::steady_clock::now(),
                           [waiter] { waiter->go_on(); });
      }
      return true;
    }
    void await_resume() const {}
  };

  /// Threads and loops wait in real time, whatever the client's clock is.
  static CallContext::TimePoint real_deadline(const Client& client, const CallContext& context) {
    if (context.deadline == CallContext::TimePoint::max()) return context.deadline;
    return std::chrono::steady_clock::now() + (context.deadline - now_of(client));
  }

  void block(Lock& lock, CallContext::TimePoint deadline) {
    if (deadline == CallContext::TimePoint::max()) {
      changed_.wait(lock);
    } else {
      changed_.wait_until(lock, deadline);
    }
  }

  std::condition_variable changed_;
  std::vector<std::shared_ptr<Waiter>> waiters_;
};

}  // namespace magneto::internal::table
