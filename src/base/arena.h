// SPDX-License-Identifier: Apache-2.0
//
// Arena: memory of one request. Everything decoded from a request, read for it and built for its
// answer lives here and goes at once. Not thread safe; an arena moves between threads only as a
// whole, between two uses.
//
// Objects put here are never destroyed, so they must be trivially destructible.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace magneto::internal {

class Arena {
 public:
  static constexpr std::size_t kFirstChunkBytes = 8 * 1024;
  static constexpr std::size_t kMaxChunkBytes = 1024 * 1024;

  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  /// `size` bytes, aligned to `alignment` (a power of two, at most 16). Never null.
  void* allocate(std::size_t size, std::size_t alignment = 8) {
    const std::size_t start = (used_ + alignment - 1) & ~(alignment - 1);
    if (start + size > capacity_) [[unlikely]]
      return allocate_elsewhere(size);
    used_ = start + size;
    return current_ + start;
  }

  /// A copy of `text` that lives as long as the arena.
  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    char* to = static_cast<char*>(allocate(text.size(), 1));
    std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }

  /// `count` value-initialised objects.
  template <class T>
  std::span<T> make_span(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (count == 0) return {};
    T* first = static_cast<T*>(allocate(sizeof(T) * count, alignof(T)));  // NOLINT: of pointers too
    std::uninitialized_value_construct_n(first, count);
    return {first, count};
  }

  /// A copy of `values` that lives as long as the arena.
  template <class T>
  std::span<T> copy(std::span<const T> values) {
    std::span<T> to = make_span<T>(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) to[i] = values[i];
    return to;
  }

  template <class T, class... Args>
  T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return ::new (allocate(sizeof(T), alignof(T))) T(std::forward<Args>(args)...);
  }

  /// Forgets everything and keeps the first chunk for the next request.
  void reset();

  /// Bytes held from the system.
  std::size_t held_bytes() const { return held_; }

 private:
  void* allocate_elsewhere(std::size_t size);
  void* begin_chunk(std::unique_ptr<char[]>& chunk, std::size_t capacity, std::size_t used);

  std::unique_ptr<char[]> first_;
  std::vector<std::unique_ptr<char[]>> further_;
  char* current_ = nullptr;  // The chunk that small objects come from.
  std::size_t used_ = 0;
  std::size_t capacity_ = 0;
  std::size_t held_ = 0;
};

}  // namespace magneto::internal
