// SPDX-License-Identifier: Apache-2.0
#include "base/thread_number.h"

#include <gtest/gtest.h>

#include <thread>

namespace magneto::internal {
namespace {

TEST(ThreadNumber, IsTheSameOnEachCallOfAThread) { EXPECT_EQ(thread_number(), thread_number()); }

TEST(ThreadNumber, IsAnotherOneForEachThread) {
  std::size_t first = 0, second = 0;
  std::thread([&] { first = thread_number(); }).join();
  std::thread([&] { second = thread_number(); }).join();
  EXPECT_NE(first, second);
  EXPECT_NE(first, thread_number());
  EXPECT_NE(second, thread_number());
}

}  // namespace
}  // namespace magneto::internal
