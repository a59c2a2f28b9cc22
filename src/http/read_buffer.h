// SPDX-License-Identifier: Apache-2.0
//
// ReadBuffer: the bytes of one connection that were received and not yet used up. A request lies in
// it whole, headers and body in one piece, so nothing of it is copied. It starts small, grows while
// a large request arrives (paid from a MemoryBudget) and is small again afterwards.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <span>
#include <string_view>

#include "http/memory_budget.h"

namespace magneto::internal::http {

/// Not thread safe. Positions are offsets from begin(): the memory may move when it grows.
class ReadBuffer {
 public:
  static constexpr std::size_t kFirstBytes = 4 * 1024;
  /// Kept between requests up to this size.
  static constexpr std::size_t kKeptBytes = 16 * 1024;

  explicit ReadBuffer(MemoryBudget& budget);
  ~ReadBuffer();
  ReadBuffer(const ReadBuffer&) = delete;
  ReadBuffer& operator=(const ReadBuffer&) = delete;

  const char* begin() const { return memory_.get(); }
  char* begin() { return memory_.get(); }
  std::size_t size() const { return size_; }
  /// Usable bytes. There are kBodyPadding readable ones more behind them.
  std::size_t capacity() const { return capacity_; }
  std::string_view bytes() const { return {memory_.get(), size_}; }

  /// Where the next bytes go.
  std::span<char> room() { return {memory_.get() + size_, capacity_ - size_}; }
  void commit(std::size_t received) { size_ += received; }

  /// Makes capacity() at least `bytes`. False when the budget does not allow it.
  [[nodiscard]] bool grow(std::size_t bytes);
  /// Removes `count` bytes at `offset`; what follows moves down.
  void erase(std::size_t offset, std::size_t count);
  /// Removes the first `count` bytes, and gives back memory beyond kKeptBytes if that suffices.
  void consume(std::size_t count);

 private:
  struct Free {
    void operator()(char* memory) const { std::free(memory); }  // NOLINT: from malloc
  };
  bool reallocate(std::size_t bytes);

  MemoryBudget& budget_;
  std::unique_ptr<char, Free> memory_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace magneto::internal::http
