// SPDX-License-Identifier: Apache-2.0
#include "base/thread.h"

#include <gtest/gtest.h>

#include <atomic>

#include "base/test_few_threads.h"

namespace magneto::internal {
namespace {

TEST(Thread, RunsUntilItIsStopped) {
  std::atomic<bool> stopped{false};
  {
    std::jthread thread;
    const auto body = [&](const std::stop_token& stop) {
      while (!stop.stop_requested()) std::this_thread::yield();
      stopped = true;
    };
    ASSERT_TRUE(start_thread(thread, "test", body).ok());
  }
  EXPECT_TRUE(stopped);
}

TEST(Thread, ThatCannotBeStartedIsAnError) {
  const NoMoreThreads none;
  std::jthread thread;
  const auto started = start_thread(thread, "test", [](const auto&) { ADD_FAILURE(); });
  ASSERT_FALSE(started.ok());
  EXPECT_EQ(started.error().code(), ErrorCode::kIo);
  EXPECT_TRUE(started.error().message().starts_with("cannot start the thread test: "));
}

}  // namespace
}  // namespace magneto::internal
