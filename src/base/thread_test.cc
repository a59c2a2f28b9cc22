// SPDX-License-Identifier: Apache-2.0
#include "base/thread.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <thread>

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

TEST(RunApart, RunsOnAnotherThread) {
  const auto ran = std::make_shared<std::promise<std::thread::id>>();
  std::future<std::thread::id> where = ran->get_future();
  run_apart([ran] { ran->set_value(std::this_thread::get_id()); });
  EXPECT_NE(where.get(), std::this_thread::get_id());
}

TEST(RunApart, RunsHereWhereNoThreadCanBeStarted) {
  const NoMoreThreads none;
  std::thread::id ran;
  run_apart([&] { ran = std::this_thread::get_id(); });
  EXPECT_EQ(ran, std::this_thread::get_id());
}

}  // namespace
}  // namespace magneto::internal
