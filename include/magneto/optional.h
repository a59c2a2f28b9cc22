// SPDX-License-Identifier: Apache-2.0
//
// Optional<T>: std::optional's interface for the structs of model.h, which hold several hundred of
// them. A compiler gets through it in a fraction of the time that std::optional takes it, because
// nothing is asked of T before a member function is used. The two convert into each other.
//
//   if (output.table->billing_mode_summary) ...
//   input.billing_mode = model::BillingMode::kPayPerRequest;
//   std::optional<model::SSEDescription> encryption = output.table->sse_description;
//
// Owns its value. Moving throws nothing. Thread safe as std containers.
#pragma once

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace magneto {

template <class T>
class Optional {
 public:
  using value_type = T;

  Optional() noexcept : nothing_() {}
  Optional(std::nullopt_t) noexcept : nothing_() {}  // NOLINT: implicit
  Optional(const Optional& other) : nothing_() {
    if (other.has_) emplace(other.value_);
  }
  Optional(Optional&& other) noexcept : nothing_() {
    if (other.has_) emplace(std::move(other.value_));
  }
  template <class U = T>
  requires(!std::is_same_v<std::remove_cvref_t<U>, Optional> && std::is_constructible_v<T, U>)
      Optional(U&& value)  // NOLINT: implicit
      : value_(std::forward<U>(value)), has_(true) {}
  Optional(const std::optional<T>& other) : nothing_() {  // NOLINT: implicit
    if (other) emplace(*other);
  }
  Optional(std::optional<T>&& other) : nothing_() {  // NOLINT: implicit
    if (other) emplace(*std::move(other));
  }
  ~Optional() { reset(); }

  Optional& operator=(const Optional& other) {
    if (this != &other) *this = Optional(other);
    return *this;
  }
  Optional& operator=(Optional&& other) noexcept {
    if (this == &other) return *this;
    reset();
    if (other.has_) emplace(std::move(other.value_));
    return *this;
  }

  template <class... Arguments>
  T& emplace(Arguments&&... arguments) {
    reset();
    std::construct_at(std::addressof(value_), std::forward<Arguments>(arguments)...);
    has_ = true;
    return value_;
  }
  void reset() noexcept {
    if (has_) std::destroy_at(std::addressof(value_));
    has_ = false;
  }

  bool has_value() const noexcept { return has_; }
  explicit operator bool() const noexcept { return has_; }
  /// REQUIRES (of each, and of ->): has_value().
  T& operator*() & noexcept { return value_; }
  const T& operator*() const& noexcept { return value_; }
  T&& operator*() && noexcept { return std::move(value_); }
  T* operator->() noexcept { return std::addressof(value_); }
  const T* operator->() const noexcept { return std::addressof(value_); }
  /// Throws std::bad_optional_access where there is none.
  T& value() & { return has_ ? value_ : throw std::bad_optional_access(); }
  const T& value() const& { return has_ ? value_ : throw std::bad_optional_access(); }
  T&& value() && { return std::move(value()); }
  template <class U>
  T value_or(U&& otherwise) const& {
    return has_ ? value_ : static_cast<T>(std::forward<U>(otherwise));
  }
  template <class U>
  T value_or(U&& otherwise) && {
    return has_ ? std::move(value_) : static_cast<T>(std::forward<U>(otherwise));
  }

  operator std::optional<T>() const& {  // NOLINT: implicit
    return has_ ? std::optional<T>(value_) : std::nullopt;
  }
  operator std::optional<T>() && {  // NOLINT: implicit
    return has_ ? std::optional<T>(std::move(value_)) : std::nullopt;
  }

  friend bool operator==(const Optional& a, const Optional& b) {
    return a.has_ == b.has_ && (!a.has_ || a.value_ == b.value_);
  }
  friend bool operator==(const Optional& a, std::nullopt_t) noexcept { return !a.has_; }
  template <class U>
  requires(!std::is_same_v<U, Optional> && !std::is_same_v<U, std::nullopt_t>) friend bool
  operator==(const Optional& a, const U& b) {
    return a.has_ && a.value_ == b;
  }

 private:
  union {
    char nothing_;
    T value_;
  };
  bool has_ = false;
};

}  // namespace magneto
