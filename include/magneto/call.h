// SPDX-License-Identifier: Apache-2.0
//
// Call<T>: a call that is prepared and not yet made. It is made in one of three ways, once:
//
//   Result<T> r = call.get();            // blocks; on this thread, without a hop to another
//   T value = call.value();              // blocks; throws Exception where get() gives an error
//   Result<T> r = co_await call;         // in any coroutine
//   std::move(call).then([](Result<T> r) { ... });      // with a callback
//
// The last two run on the client's event loop: the coroutine goes on, and the callback is run, on
// its thread (event_loop.h), or at once where no waiting was needed. What a call needs it owns: its
// arguments may go before it is made. A Call that is never made costs nothing and does nothing.
//
//   songs.get(key).within(200ms).cancelled_by(stop).get();
//
// A function that returns Call<T> may be a coroutine: it awaits other calls, and works in all three
// ways itself. Calls awaited in it share its deadline and cancellation.
//
//   Call<int> plays(Table songs, Item key) {
//     Result<std::optional<Item>> song = co_await songs.get(key);
//     if (!song) co_return song.error();
//     co_return (**song)["Plays"].value_or(0);
//   }
//
// A call under way must not be destroyed: cancel it, and wait for its answer. Not thread safe; a
// Call may be made on another thread than the one that prepared it.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <coroutine>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

#include "magneto/cancellation.h"
#include "magneto/result.h"

namespace magneto {

template <class T>
class Call;

/// How a call is being made: what `co_await this_call()` gives in a coroutine that returns a Call.
struct CallContext {
  using TimePoint = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::steady_clock::duration;

  bool blocking = true;
  /// On the client's clock: ClientOptions::time, else std::chrono::steady_clock.
  TimePoint deadline = TimePoint::max();
  Cancellation cancellation = Cancellation::never();
  /// What within() said, until the call begins.
  Duration within = Duration::max();
  /// The call that awaits this one.
  CallContext* parent = nullptr;

  /// Turns within() into a deadline, once. Called when the call, or what it awaits, first needs to
  /// know; `now` gives the time on the client's clock, and is called only where it is needed.
  template <class Now>
  void begin(const Now& now) {
    if (parent != nullptr) {
      parent->begin(now);
      deadline = std::min(deadline, parent->deadline);
    }
    if (within == Duration::max()) return;
    const TimePoint start = now();
    const Duration time = std::exchange(within, Duration::max());
    if (time < TimePoint::max() - start) deadline = std::min(deadline, start + time);
  }
};

namespace detail {

struct ThisCall {};

/// Lets one side of an asynchronous step know whether the other is through with it already, so
/// that a step that ends at once is not a recursion.
class Rendezvous {
 public:
  /// True: the other side was here before.
  bool arrive() { return met_.exchange(true, std::memory_order_acq_rel); }

 private:
  std::atomic<bool> met_{false};
};

class CallPromise {
 public:
  CallContext context;

  std::suspend_always initial_suspend() const noexcept { return {}; }
  void unhandled_exception() { thrown_ = std::current_exception(); }

  struct Final {
    bool await_ready() const noexcept { return false; }
    template <class P>
    void await_suspend(std::coroutine_handle<P> handle) const noexcept {
      CallPromise& promise = handle.promise();
      if (promise.context.blocking) return;  // who resumed it goes on
      if (promise.rendezvous_.arrive()) promise.continuation_.resume();
    }
    void await_resume() const noexcept {}
  };
  Final final_suspend() const noexcept { return {}; }

  /// An asynchronous run. False: it has ended already. `then` is resumed otherwise.
  bool run(std::coroutine_handle<> self, std::coroutine_handle<> then) {
    continuation_ = then;
    self.resume();
    return !rendezvous_.arrive();
  }
  void rethrow() const {
    if (thrown_) std::rethrow_exception(thrown_);
  }

  /// An awaiter that lives where it was made: GCC 12 would copy it.
  template <class Awaiter>
  struct Borrowed {
    Awaiter& awaiter;
    bool await_ready() { return awaiter.await_ready(); }
    auto await_suspend(std::coroutine_handle<> handle) { return awaiter.await_suspend(handle); }
    decltype(auto) await_resume() { return awaiter.await_resume(); }
  };
  struct Context {
    CallContext& context;
    bool await_ready() const noexcept { return true; }
    void await_suspend(std::coroutine_handle<>) const noexcept {}
    CallContext& await_resume() const noexcept { return context; }
  };
  Context await_transform(ThisCall) { return {context}; }
  template <class Awaitable>
  decltype(auto) await_transform(Awaitable&& awaitable) {
    if constexpr (requires { std::forward<Awaitable>(awaitable).inherit(context); }) {
      return std::forward<Awaitable>(awaitable).inherit(context);
    } else if constexpr (requires { awaitable.await_ready(); }) {
      return Borrowed<std::remove_reference_t<Awaitable>>{awaitable};
    } else {
      return std::forward<Awaitable>(awaitable);
    }
  }

 private:
  std::coroutine_handle<> continuation_;
  std::exception_ptr thrown_;
  Rendezvous rendezvous_;
};

/// A coroutine that nobody awaits.
struct Detached {
  struct promise_type {
    Detached get_return_object() const noexcept { return {}; }
    std::suspend_never initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    void unhandled_exception() const noexcept { std::terminate(); }
  };
};

template <class T, class F>
Detached drive(Call<T> call, F done) {
  Result<T> result = co_await call;
  done(std::move(result));
}

}  // namespace detail

/// `CallContext& context = co_await this_call();`
inline detail::ThisCall this_call() { return {}; }

template <class T>
class [[nodiscard]] Call {
 public:
  struct promise_type : detail::CallPromise {
    std::optional<Result<T>> result;

    Call get_return_object() { return Call(Handle::from_promise(*this)); }
    void return_value(Result<T> value) { result.emplace(std::move(value)); }
  };
  using value_type = T;
  using Duration = std::chrono::steady_clock::duration;
  using TimePoint = CallContext::TimePoint;

  Call(Call&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Call& operator=(Call&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Call() {
    if (handle_) handle_.destroy();
  }

  /// A call whose result is known.
  static Call ready(Result<T> result) { co_return result; }

  /// No answer after this moment on the client's clock (ClientOptions::time): kDeadline instead.
  /// All attempts, waits and connecting count.
  Call&& until(TimePoint deadline) && {
    context().deadline = std::min(context().deadline, deadline);
    return std::move(*this);
  }
  /// The same, for this long from when the call is made.
  Call&& within(Duration duration) && {
    context().within = std::min(context().within, duration);
    return std::move(*this);
  }
  Call&& cancelled_by(const Cancellation& cancellation) && {
    context().cancellation = cancellation;
    return std::move(*this);
  }

  /// Makes the call on this thread. REQUIRES: not made before.
  Result<T> get() {
    context().blocking = true;
    handle_.resume();
    return take();
  }
  /// As get(), throwing Exception instead of giving an error.
  T value() { return get().value(); }

  /// Makes the call and has `done` run with its Result<T>, on the event loop's thread.
  template <class F>
  void then(F done) && {
    detail::drive(std::move(*this), std::move(done));
  }

  class Awaiter {
   public:
    explicit Awaiter(Call& call) : call_(call) { call_.context().blocking = false; }
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> then) {
      return call_.handle_.promise().run(call_.handle_, then);
    }
    Result<T> await_resume() { return call_.take(); }

   private:
    Call& call_;
  };
  /// For coroutines of other kinds.
  Awaiter operator co_await() { return Awaiter(*this); }

  /// Within another call.
  class NestedAwaiter {
   public:
    NestedAwaiter(Call& call, CallContext& parent) : call_(call) {
      CallContext& context = call.context();
      context.parent = &parent;
      context.blocking = parent.blocking;
      context.deadline = std::min(context.deadline, parent.deadline);
      if (!context.cancellation.can_be_cancelled()) context.cancellation = parent.cancellation;
    }
    bool await_ready() {
      if (!call_.context().blocking) return false;
      call_.handle_.resume();
      return true;
    }
    bool await_suspend(std::coroutine_handle<> then) {
      return call_.handle_.promise().run(call_.handle_, then);
    }
    Result<T> await_resume() { return call_.take(); }

   private:
    Call& call_;
  };
  NestedAwaiter inherit(CallContext& parent) { return {*this, parent}; }

 private:
  using Handle = std::coroutine_handle<promise_type>;

  explicit Call(Handle handle) : handle_(handle) {}
  CallContext& context() { return handle_.promise().context; }
  Result<T> take() {
    handle_.promise().rethrow();
    return std::move(*handle_.promise().result);
  }

  Handle handle_;
};

#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 14
namespace detail {
template <class>
inline constexpr bool kHasName = false;
}  // namespace detail

/// A call whose input may be a temporary. What braces make within an expression with co_await, GCC
/// before 14 destroys twice; so there such a call is awaited by a name:
///
///   auto described = client.call<operation::DescribeTable>({.table_name = "Songs"});
///   auto output = co_await described;
template <class T>
class [[nodiscard]] CallOfTemporary : public Call<T> {
 public:
  CallOfTemporary(Call<T> call) : Call<T>(std::move(call)) {}  // NOLINT: implicit

  CallOfTemporary&& until(typename Call<T>::TimePoint deadline) && {
    static_cast<void>(static_cast<Call<T>&&>(*this).until(deadline));
    return std::move(*this);
  }
  CallOfTemporary&& within(typename Call<T>::Duration duration) && {
    static_cast<void>(static_cast<Call<T>&&>(*this).within(duration));
    return std::move(*this);
  }
  CallOfTemporary&& cancelled_by(const Cancellation& cancellation) && {
    static_cast<void>(static_cast<Call<T>&&>(*this).cancelled_by(cancellation));
    return std::move(*this);
  }

  typename Call<T>::Awaiter operator co_await() & { return typename Call<T>::Awaiter(*this); }
  typename Call<T>::NestedAwaiter inherit(CallContext& parent) & { return {*this, parent}; }
  template <class U = T>
  typename Call<T>::Awaiter operator co_await() && {
    return refuse<U, typename Call<T>::Awaiter>();
  }
  template <class U = T>
  typename Call<T>::NestedAwaiter inherit(CallContext&) && {
    return refuse<U, typename Call<T>::NestedAwaiter>();
  }

 private:
  template <class U, class Awaiter>
  Awaiter refuse() {
    static_assert(detail::kHasName<U>,
                  "GCC before 14 destroys the input of this call twice: give the call a name "
                  "(auto called = client.call<...>(...);), and co_await that");
  }
};
#else
/// Other compilers know what to do with temporaries in an awaited expression.
template <class T>
using CallOfTemporary = Call<T>;
#endif

/// For builders: a `Derived` that has `Call<T> call()` gets all of Call's ways.
template <class Derived, class T>
class CallBuilder {
 public:
  using Duration = std::chrono::steady_clock::duration;

  Result<T> get() { return derived().call().get(); }
  T value() { return derived().call().value(); }
  template <class F>
  void then(F done) {
    derived().call().then(std::move(done));
  }
  Call<T> within(Duration duration) { return derived().call().within(duration); }
  Call<T> until(CallContext::TimePoint deadline) { return derived().call().until(deadline); }
  Call<T> cancelled_by(const Cancellation& cancellation) {
    return derived().call().cancelled_by(cancellation);
  }

  /// Keeps the call while it is awaited.
  class Awaiter {
   public:
    explicit Awaiter(Call<T> call) : call_(std::move(call)), awaiter_(call_) {}
    Awaiter(const Awaiter&) = delete;
    Awaiter& operator=(const Awaiter&) = delete;
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> then) { return awaiter_.await_suspend(then); }
    Result<T> await_resume() { return awaiter_.await_resume(); }

   private:
    Call<T> call_;
    typename Call<T>::Awaiter awaiter_;
  };
  Awaiter operator co_await() { return Awaiter(derived().call()); }

  class NestedAwaiter {
   public:
    NestedAwaiter(Call<T> call, CallContext& parent)
        : call_(std::move(call)), awaiter_(call_, parent) {}
    NestedAwaiter(const NestedAwaiter&) = delete;
    NestedAwaiter& operator=(const NestedAwaiter&) = delete;
    bool await_ready() { return awaiter_.await_ready(); }
    bool await_suspend(std::coroutine_handle<> then) { return awaiter_.await_suspend(then); }
    Result<T> await_resume() { return awaiter_.await_resume(); }

   private:
    Call<T> call_;
    typename Call<T>::NestedAwaiter awaiter_;
  };
  NestedAwaiter inherit(CallContext& parent) { return {derived().call(), parent}; }

 private:
  Derived& derived() { return static_cast<Derived&>(*this); }
};

}  // namespace magneto
