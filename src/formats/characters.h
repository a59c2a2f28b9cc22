// SPDX-License-Identifier: Apache-2.0
//
// Characters: an object's bytes one by one, with one that can be looked at before it is taken, and
// a count of those that were taken. An error of the source ends the characters, and is kept.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>

#include "base/result.h"
#include "objects/object_store.h"

namespace magneto::internal::formats {

class Characters {
 public:
  explicit Characters(std::unique_ptr<objects::ByteSource> source) : source_(std::move(source)) {}

  static constexpr int kEnd = -1;

  /// The next byte (0 to 255), or kEnd.
  int peek() {
    if (at_ == size_) fill();
    return at_ == size_ ? kEnd : static_cast<unsigned char>(buffer_[at_]);
  }
  /// As peek(), and goes on.
  int take() {
    const int next = peek();
    if (next != kEnd) {
      ++at_;
      ++taken_;
    }
    return next;
  }
  /// Takes the next byte if it is `wanted`.
  bool take_if(char wanted) {
    if (peek() != static_cast<unsigned char>(wanted)) return false;
    take();
    return true;
  }

  std::uint64_t taken() const { return taken_; }
  /// Why there are no more characters, if that is not the end of the object.
  const std::optional<Error>& error() const { return error_; }

 private:
  void fill() {
    if (ended_) return;
    Result<std::size_t> read = source_->read(buffer_.data(), buffer_.size());
    at_ = size_ = 0;
    if (read.ok()) {
      size_ = *read;
    } else {
      error_ = read.error();
    }
    ended_ = size_ == 0;
  }

  std::unique_ptr<objects::ByteSource> source_;
  std::array<char, 64 * 1024> buffer_;
  std::size_t at_ = 0;
  std::size_t size_ = 0;
  std::uint64_t taken_ = 0;
  bool ended_ = false;
  std::optional<Error> error_;
};

}  // namespace magneto::internal::formats
