// SPDX-License-Identifier: Apache-2.0
//
// FunctionRef<R(Args...)>: a borrowed callable. As a parameter only: it must not outlive the call.
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace magneto::internal {

template <class Signature>
class FunctionRef;

template <class R, class... Args>
class FunctionRef<R(Args...)> {
 public:
  template <class F>
  requires(std::is_invocable_r_v<R, F&, Args...> && !std::is_same_v<std::decay_t<F>, FunctionRef>)
      FunctionRef(F&& f)  // NOLINT: implicit
      : object_(const_cast<void*>(reinterpret_cast<const void*>(std::addressof(f)))),
        call_([](void* object, Args... args) -> R {
          return (*reinterpret_cast<std::add_pointer_t<F>>(object))(std::forward<Args>(args)...);
        }) {}

  R operator()(Args... args) const { return call_(object_, std::forward<Args>(args)...); }

 private:
  void* object_;
  R (*call_)(void*, Args...);
};

}  // namespace magneto::internal
