// SPDX-License-Identifier: Apache-2.0
//
// Result<T>: a value or an Error. The project's only way to report failure.
//
//   Result<Decimal> d = Decimal::parse(text);
//   if (!d.ok()) return std::move(d).error();
//   use(*d);
//
// or, inside a function that returns a Result itself:
//
//   MAGNETO_ASSIGN_OR_RETURN(Decimal d, Decimal::parse(text));
//   MAGNETO_RETURN_IF_ERROR(check(d));
#pragma once

#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "base/check.h"
#include "base/error.h"

namespace magneto::internal {

template <class T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit
  template <class U>
  requires(std::is_convertible_v<U&&, T> && !std::is_same_v<std::decay_t<U>, T> &&
           !std::is_same_v<std::decay_t<U>, Error> && !std::is_same_v<std::decay_t<U>, Result>)
      Result(U&& value)
      : state_(std::in_place_index<0>, std::forward<U>(value)) {}  // NOLINT: implicit

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  /// REQUIRES: ok().
  T& value() & {
    MAGNETO_CHECK(ok());
    return *std::get_if<0>(&state_);
  }
  const T& value() const& {
    MAGNETO_CHECK(ok());
    return *std::get_if<0>(&state_);
  }
  T&& value() && {
    MAGNETO_CHECK(ok());
    return std::move(*std::get_if<0>(&state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  /// REQUIRES: !ok().
  const Error& error() const& {
    MAGNETO_CHECK(!ok());
    return *std::get_if<1>(&state_);
  }
  Error&& error() && {
    MAGNETO_CHECK(!ok());
    return std::move(*std::get_if<1>(&state_));
  }

 private:
  std::variant<T, Error> state_;
};

/// Success without a value, or an Error. `return {};` is success.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT: implicit

  bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  const Error& error() const& {
    MAGNETO_CHECK(!ok());
    return *error_;
  }
  Error&& error() && {
    MAGNETO_CHECK(!ok());
    return std::move(*error_);
  }

 private:
  std::optional<Error> error_;
};

}  // namespace magneto::internal

#define MAGNETO_CONCAT_(a, b) a##b
#define MAGNETO_CONCAT(a, b) MAGNETO_CONCAT_(a, b)

/// Returns the error of `expression` from the enclosing function, if it has one.
#define MAGNETO_RETURN_IF_ERROR(expression)      \
  do {                                           \
    auto magneto_result_ = (expression);         \
    if (!magneto_result_.ok()) [[unlikely]]      \
      return std::move(magneto_result_).error(); \
  } while (false)

/// Declares or assigns `left` with the value of `expression`, or returns its error.
#define MAGNETO_ASSIGN_OR_RETURN(left, ...) \
  MAGNETO_ASSIGN_OR_RETURN_(MAGNETO_CONCAT(magneto_result_, __LINE__), left, __VA_ARGS__)
#define MAGNETO_ASSIGN_OR_RETURN_(result, left, ...) \
  auto result = (__VA_ARGS__);                       \
  if (!result.ok()) [[unlikely]]                     \
    return std::move(result).error();                \
  left = std::move(result).value()
