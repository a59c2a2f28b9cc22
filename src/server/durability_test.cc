// SPDX-License-Identifier: Apache-2.0
#include "server/durability.h"

#include <gtest/gtest.h>

#include <thread>

#include "http_server/task_queue.h"

namespace magneto::internal::server {
namespace {

/// An engine whose flushes are the test's to do. It holds no data.
class ManualEngine final : public storage::Engine {
 public:
  void flush_to(storage::CommitPoint point) {
    durable_ = point;
    listener_({});
  }
  void fail() { listener_(Error(ErrorCode::kIo, "disk gone")); }

  storage::CommitPoint durable_commit() const override { return durable_; }
  storage::CommitPoint last_commit() const override { return 1'000'000; }
  void add_flush_listener(FlushListener listener) override { listener_ = std::move(listener); }

  Result<void> modify(std::span<const storage::Key>, storage::Decide, storage::Blocking) override {
    return Error(ErrorCode::kIo, "no data");
  }
  std::unique_ptr<storage::View> view(storage::Blocking) override { return nullptr; }
  std::unique_ptr<storage::View> newest_view() override { return nullptr; }
  Result<void> drop_range(storage::Family, std::string_view, std::string_view) override {
    return {};
  }
  void when_durable(storage::CommitPoint, std::function<void(const Result<void>&)>) override {}
  storage::EngineStatistics statistics() const override { return {}; }

 private:
  std::atomic<storage::CommitPoint> durable_{0};
  FlushListener listener_;
};

/// A loop that runs its tasks when told, and counts how often it was woken.
class ManualLoop final : public http_server::Loop {
 public:
  void post(Task& task) override {
    ++posts;
    tasks_.push(task);
  }
  void run() { tasks_.run_all(); }
  std::atomic<int> posts{0};

 private:
  http_server::TaskQueue tasks_;
};

struct CountingWaiter final : DurabilityGate::Waiter {
  void on_durable(const Result<void>& result) override { ++(result.ok() ? done : failed); }
  int done = 0;
  int failed = 0;
};

class DurabilityTest : public testing::Test {
 protected:
  ManualEngine engine_;
  ManualLoop loop_;
  DurabilityGate gate_{database::EngineMonitor(engine_), database::FlushNotifier::listen(engine_),
                       loop_};
  CountingWaiter first_, second_, third_;
};

TEST_F(DurabilityTest, WhatIsDurableIsAnsweredAtOnce) {
  engine_.flush_to(5);
  gate_.wait(5, first_);
  EXPECT_EQ(first_.done, 1);
  EXPECT_EQ(loop_.posts, 0);
}

TEST_F(DurabilityTest, OneFlushWakesTheLoopOnceForAllAnswers) {
  gate_.wait(1, first_);
  gate_.wait(2, second_);
  gate_.wait(3, third_);
  engine_.flush_to(2);
  engine_.flush_to(2);
  EXPECT_EQ(loop_.posts, 1);
  EXPECT_EQ(first_.done, 0);  // Not on the flush thread.
  loop_.run();
  EXPECT_EQ(first_.done, 1);
  EXPECT_EQ(second_.done, 1);
  EXPECT_EQ(third_.done, 0);
  engine_.flush_to(3);
  loop_.run();
  EXPECT_EQ(third_.done, 1);
}

TEST_F(DurabilityTest, PointsMayComeOutOfOrder) {
  gate_.wait(5, first_);
  gate_.wait(3, second_);
  gate_.wait(4, third_);
  engine_.flush_to(4);
  loop_.run();
  EXPECT_EQ(first_.done, 0);
  EXPECT_EQ(second_.done, 1);
  EXPECT_EQ(third_.done, 1);
}

TEST_F(DurabilityTest, AFlushWithoutWaitersWakesNobody) {
  engine_.flush_to(1);
  EXPECT_EQ(loop_.posts, 0);
}

TEST_F(DurabilityTest, AfterAFailedFlushNobodyIsToldThatItIsDurable) {
  gate_.wait(1, first_);
  engine_.fail();
  gate_.wait(2, second_);
  loop_.run();
  gate_.wait(3, third_);
  for (const CountingWaiter* waiter : {&first_, &second_, &third_}) {
    EXPECT_EQ(waiter->done, 0);
    EXPECT_EQ(waiter->failed, 1);
  }
}

TEST_F(DurabilityTest, WhenWritingGoesOnAfterAFailureAnswersDoToo) {
  gate_.wait(1, first_);
  engine_.fail();
  loop_.run();
  EXPECT_EQ(first_.failed, 1);
  engine_.flush_to(2);
  gate_.wait(3, second_);
  EXPECT_EQ(second_.failed, 0);
  engine_.flush_to(3);
  loop_.run();
  EXPECT_EQ(second_.done, 1);
}

TEST_F(DurabilityTest, NoAnswerIsForgottenBetweenTwoThreads) {
  constexpr int kRounds = 20'000;
  std::atomic<storage::CommitPoint> written{0};
  std::atomic<bool> ended{false};
  std::thread flusher([&] {
    while (!ended) engine_.flush_to(written.load());
    engine_.flush_to(kRounds);
  });
  CountingWaiter waiter;
  for (int i = 1; i <= kRounds; ++i) {
    written = static_cast<storage::CommitPoint>(i);
    gate_.wait(static_cast<storage::CommitPoint>(i), waiter);
    // Each must be answered by the flush thread's word alone.
    while (i % 16 == 0 && waiter.done < i) loop_.run();
  }
  while (waiter.done < kRounds) loop_.run();
  ended = true;
  flusher.join();
  EXPECT_EQ(waiter.done, kRounds);
}

}  // namespace
}  // namespace magneto::internal::server
