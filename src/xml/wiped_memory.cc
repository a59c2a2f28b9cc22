// SPDX-License-Identifier: Apache-2.0
#include "xml/wiped_memory.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <new>

#include "base/wipe.h"

namespace magneto::internal::xml {
namespace {

/// In front of each block.
struct alignas(std::max_align_t) Head {
  std::size_t size;
};

void* allocate(std::size_t size) {
  if (size > static_cast<std::size_t>(-1) - sizeof(Head)) return nullptr;
  void* const memory = ::operator new(sizeof(Head) + size, std::nothrow);
  return memory == nullptr ? nullptr : new (memory) Head{size} + 1;
}

void give_back(void* block) {
  if (block == nullptr) return;
  Head* const head = static_cast<Head*>(block) - 1;
  wipe(block, head->size);
  ::operator delete(head);
}

void* reallocate(void* block, std::size_t size) {
  void* const larger = allocate(size);
  if (larger == nullptr || block == nullptr) return larger;
  std::memcpy(larger, block, std::min(size, (static_cast<Head*>(block) - 1)->size));
  give_back(block);
  return larger;
}

}  // namespace

const XML_Memory_Handling_Suite& wiped_memory() {
  static const XML_Memory_Handling_Suite kSuite{allocate, reallocate, give_back};
  return kSuite;
}

}  // namespace magneto::internal::xml
