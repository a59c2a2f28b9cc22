// SPDX-License-Identifier: Apache-2.0
//
// Owned: a value that lies on the heap, so that it stays where it is when its owner moves. Copied
// with its owner, constant with its owner.
#pragma once

#include <memory>
#include <utility>

namespace magneto::internal {

template <class T>
class Owned {
 public:
  Owned() : value_(std::make_unique<T>()) {}
  explicit Owned(T value) : value_(std::make_unique<T>(std::move(value))) {}
  Owned(const Owned& other) : value_(std::make_unique<T>(*other)) {}
  /// What was moved from may only be destroyed or assigned to.
  Owned(Owned&&) noexcept = default;
  Owned& operator=(const Owned& other) {
    value_ = std::make_unique<T>(*other);
    return *this;
  }
  Owned& operator=(Owned&&) noexcept = default;
  ~Owned() = default;

  T& operator*() { return *value_; }
  const T& operator*() const { return *value_; }
  T* operator->() { return value_.get(); }
  const T* operator->() const { return value_.get(); }
  T* get() { return value_.get(); }
  const T* get() const { return value_.get(); }

 private:
  std::unique_ptr<T> value_;
};

}  // namespace magneto::internal
