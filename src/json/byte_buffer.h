// SPDX-License-Identifier: Apache-2.0
//
// ByteBuffer: bytes appended to one growing buffer that is kept. Knows the varint of
// encoded_item.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace magneto::internal::json {

class ByteBuffer {
 public:
  std::size_t size() const { return size_; }
  std::string_view from(std::size_t start) const { return {bytes_.data() + start, size_ - start}; }
  /// Forgets all behind `size`. REQUIRES: size <= size().
  void truncate(std::size_t size) { size_ = size; }

  /// Room for `more` bytes at the end; `advance` makes them part of the buffer.
  char* reserve(std::size_t more) {
    if (bytes_.size() - size_ < more) [[unlikely]]
      bytes_.resize(2 * bytes_.size() + more);
    return bytes_.data() + size_;
  }
  void advance(std::size_t bytes) { size_ += bytes; }

  void put(char byte) {
    *reserve(1) = byte;
    ++size_;
  }
  void put_varint(std::uint32_t value) {
    char* const to = reserve(kMaxVarintBytes);
    size_ += static_cast<std::size_t>(write_varint(to, value) - to);
  }
  /// A varint of the length, and the bytes.
  void put_bytes(std::string_view bytes) {
    char* const to = reserve(bytes.size() + kMaxVarintBytes);
    char* const body = write_varint(to, static_cast<std::uint32_t>(bytes.size()));
    if (!bytes.empty()) std::memcpy(body, bytes.data(), bytes.size());
    size_ += static_cast<std::size_t>(body - to) + bytes.size();
  }

  /// Keeps a byte for the length of what follows; `end_length` puts it in and makes it longer where
  /// one byte is too few.
  std::size_t begin_length() {
    put(0);
    return size_;
  }
  void end_length(std::size_t start) {
    const std::size_t length = size_ - start;
    char prefix[kMaxVarintBytes];
    const auto width =
        static_cast<std::size_t>(write_varint(prefix, static_cast<std::uint32_t>(length)) - prefix);
    if (width > 1) {
      reserve(width - 1);
      char* const body = bytes_.data() + start;
      std::memmove(body + width - 1, body, length);
      size_ += width - 1;
    }
    std::memcpy(bytes_.data() + start - 1, prefix, width);
  }

 private:
  std::vector<char> bytes_ = std::vector<char>(1024);
  std::size_t size_ = 0;
};

}  // namespace magneto::internal::json
