// SPDX-License-Identifier: Apache-2.0
#include "base/arena.h"

#include <algorithm>

namespace magneto {

void Arena::grow(std::size_t at_least) {
  // Each chunk doubles the last one, so a large request costs few of them.
  const std::size_t size = std::max({kFirstChunkBytes, capacity_ * 2, at_least});
  if (chunks_.empty()) first_capacity_ = size;
  chunks_.push_back(std::make_unique_for_overwrite<char[]>(size));
  current_ = chunks_.back().get();
  capacity_ = size;
  held_ += size;
}

void Arena::reset() {
  used_ = 0;
  if (chunks_.size() <= 1) return;
  chunks_.resize(1);
  current_ = chunks_.front().get();
  capacity_ = first_capacity_;
  held_ = first_capacity_;
}

}  // namespace magneto
