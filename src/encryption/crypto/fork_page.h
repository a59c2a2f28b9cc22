// SPDX-License-Identifier: Apache-2.0
//
// ForkPage: secrets that are drawn ahead, where a forked process does not find them: both processes
// would use them.
#pragma once

#include <sys/mman.h>

#include <new>
#include <type_traits>

#include "base/check.h"
#include "base/wipe.h"

namespace magneto::internal::encryption {

/// A `T` in a page of memory that the system zeroes in a forked process; wiped when it goes. Zeroed
/// bytes must be a `T` that holds nothing.
template <class T>
class ForkPage {
  static_assert(std::is_trivially_destructible_v<T> && sizeof(T) <= 4096);

 public:
  ForkPage() {
    void* const page =
        mmap(nullptr, sizeof(T), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    MAGNETO_CHECK(page != MAP_FAILED);
    zeroed_by_fork_ = madvise(page, sizeof(T), MADV_WIPEONFORK) == 0;
    held_ = new (page) T();
  }
  ~ForkPage() {
    wipe(held_, sizeof(T));
    munmap(held_, sizeof(T));
  }
  ForkPage(const ForkPage&) = delete;
  ForkPage& operator=(const ForkPage&) = delete;

  T* operator->() { return held_; }
  /// False where the system has no such pages: then nothing may be drawn ahead.
  bool zeroed_by_fork() const { return zeroed_by_fork_; }

 private:
  T* held_;
  bool zeroed_by_fork_;
};

}  // namespace magneto::internal::encryption
