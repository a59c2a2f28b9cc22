// SPDX-License-Identifier: Apache-2.0
#include "base/arena.h"

#include <algorithm>

namespace magneto::internal {

void* Arena::allocate_elsewhere(std::size_t size) {
  if (!first_ && size <= kFirstChunkBytes) return begin_chunk(first_, kFirstChunkBytes, size);
  // Each chunk doubles the last one, so a large request costs few of them. A large object has
  // memory of its own, so that what is left of the current chunk stays in use.
  const std::size_t next = std::min(capacity_ * 2, kMaxChunkBytes);
  if (size <= next / 4) return begin_chunk(further_.emplace_back(), next, size);
  held_ += size;
  return further_.emplace_back(std::make_unique_for_overwrite<char[]>(size)).get();
}

void* Arena::begin_chunk(std::unique_ptr<char[]>& chunk, std::size_t capacity, std::size_t used) {
  chunk = std::make_unique_for_overwrite<char[]>(capacity);
  held_ += capacity;
  current_ = chunk.get();
  capacity_ = capacity;
  used_ = used;
  return current_;
}

void Arena::reset() {
  further_.clear();
  current_ = first_.get();
  used_ = 0;
  capacity_ = first_ ? kFirstChunkBytes : 0;
  held_ = capacity_;
}

}  // namespace magneto::internal
