// SPDX-License-Identifier: Apache-2.0
//
// While it lives, no thread can be started in this process: each would get a stack that no machine
// has.
#pragma once

#include <gtest/gtest.h>
#include <pthread.h>

#include <cstddef>

namespace magneto::internal {

class NoMoreThreads {
 public:
  NoMoreThreads() {
    pthread_attr_t attributes;
    EXPECT_EQ(pthread_getattr_default_np(&attributes), 0);
    EXPECT_EQ(pthread_attr_getstacksize(&attributes, &stack_bytes_), 0);
    set(std::size_t{1} << 52);
  }
  ~NoMoreThreads() { set(stack_bytes_); }
  NoMoreThreads(const NoMoreThreads&) = delete;
  NoMoreThreads& operator=(const NoMoreThreads&) = delete;

 private:
  static void set(std::size_t bytes) {
    pthread_attr_t attributes;
    EXPECT_EQ(pthread_attr_init(&attributes), 0);
    EXPECT_EQ(pthread_attr_setstacksize(&attributes, bytes), 0);
    EXPECT_EQ(pthread_setattr_default_np(&attributes), 0);
    EXPECT_EQ(pthread_attr_destroy(&attributes), 0);
  }

  std::size_t stack_bytes_ = 0;
};

}  // namespace magneto::internal
