// SPDX-License-Identifier: Apache-2.0
#include "http/read_buffer.h"

#include <cstring>

#include "base/check.h"
#include "http/request.h"

namespace magneto::internal::http {

ReadBuffer::ReadBuffer(MemoryBudget& budget) : budget_(budget) {
  MAGNETO_CHECK(reallocate(kFirstBytes));
}

ReadBuffer::~ReadBuffer() { budget_.give_back(capacity_ - kFirstBytes); }

bool ReadBuffer::grow(std::size_t bytes) {
  if (bytes <= capacity_) return true;
  std::size_t more = bytes - capacity_;
  if (!budget_.take(more)) return false;
  if (reallocate(bytes)) return true;
  budget_.give_back(more);
  return false;
}

void ReadBuffer::erase(std::size_t offset, std::size_t count) {
  MAGNETO_CHECK(offset + count <= size_);
  std::memmove(begin() + offset, begin() + offset + count, size_ - offset - count);
  size_ -= count;
}

void ReadBuffer::consume(std::size_t count) {
  erase(0, count);
  if (capacity_ <= kKeptBytes || size_ > kFirstBytes) return;
  std::size_t less = capacity_ - kFirstBytes;
  if (reallocate(kFirstBytes)) budget_.give_back(less);
}

// Large blocks are moved by the kernel's page tables, not copied: so growing step by step is cheap.
bool ReadBuffer::reallocate(std::size_t bytes) {
  char* memory = static_cast<char*>(std::realloc(memory_.get(), bytes + kBodyPadding));
  if (memory == nullptr) return false;
  static_cast<void>(memory_.release());
  memory_.reset(memory);
  capacity_ = bytes;
  return true;
}

}  // namespace magneto::internal::http
