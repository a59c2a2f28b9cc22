// SPDX-License-Identifier: Apache-2.0
#include "jobs/runner.h"

#include <atomic>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "jobs/jobs_fixture.h"

namespace magneto::internal::jobs {
namespace {

class RunnerTest : public JobsFixture {
 protected:
  std::unique_ptr<Runner> start(std::vector<Lane> lanes) {
    open();
    return std::make_unique<Runner>(*database->catalog, database->store,
                                    Runner::Options{.clock = &clock,
                                                    .retry_after_ms = 1,
                                                    .on_error =
                                                        [&](std::string_view job, const Error&) {
                                                          const std::lock_guard lock(mutex);
                                                          failed.insert(std::string(job));
                                                        }},
                                    std::move(lanes));
  }
  static Job counting(std::atomic<int>& runs, std::int64_t every_ms = 0) {
    const auto count = [&runs](const JobContext&) -> Result<void> {
      ++runs;
      return {};
    };
    return {"count", count, every_ms};
  }

  std::mutex mutex;
  std::set<std::string> failed;
};

TEST_F(RunnerTest, RunsAtTheStartAfterAChangeOfTheCatalogAndWhenWoken) {
  std::atomic<int> runs{0};
  const auto runner = start({{.thread_name = "lane", .jobs = {counting(runs)}}});
  EXPECT_TRUE(runner->started().ok());
  runner->wait_until_idle();
  const int at_start = runs;
  EXPECT_GE(at_start, 1);
  create_table();
  runner->wait_until_idle();
  const int after_change = runs;
  EXPECT_GT(after_change, at_start);
  runner->wake();
  runner->wait_until_idle();
  EXPECT_GT(runs, after_change);
}

TEST_F(RunnerTest, AJobThatFailsIsReportedAndRunAgainAndHoldsUpNoOther) {
  std::atomic<int> others{0};
  std::atomic<int> left{3};
  const auto fail = [&](const JobContext&) -> Result<void> {
    if (left-- > 0) return Error(ErrorCode::kIo, "not yet");
    return {};
  };
  const auto runner =
      start({{.thread_name = "lane", .jobs = {{"failing", fail}, counting(others)}}});
  runner->wait_until_idle();
  EXPECT_LT(left, 0);
  EXPECT_GE(others, 4);
  EXPECT_EQ(failed, std::set<std::string>({"failing"}));
}

TEST_F(RunnerTest, AJobWithAPeriodRunsWhenItsTimeHasComeByTheClock) {
  std::atomic<int> runs{0};
  const auto runner = start({{.thread_name = "lane", .jobs = {counting(runs, 1000)}}});
  runner->wait_until_idle();
  EXPECT_EQ(runs, 0);
  for (int round = 1; round <= 2; ++round) {
    clock.now += 1000;
    runner->wake();
    runner->wait_until_idle();
    runner->wake();
    runner->wait_until_idle();
    EXPECT_EQ(runs, round);
  }
}

TEST_F(RunnerTest, LongWorkInOneLaneDoesNotHoldUpAnotherAndEndsWhenItIsStopped) {
  std::atomic<int> runs{0};
  std::atomic<bool> began{false};
  std::atomic<bool> stopped{false};
  const auto wait = [&](const JobContext& work) -> Result<void> {
    began = true;
    while (!work.stopped()) std::this_thread::yield();
    stopped = true;
    return {};
  };
  auto runner = start({{.thread_name = "long", .jobs = {{"wait", wait}}},
                       {.thread_name = "short", .jobs = {counting(runs)}}});
  while (runs == 0 || !began) std::this_thread::yield();
  EXPECT_FALSE(stopped);
  runner.reset();
  EXPECT_TRUE(stopped);
}

TEST_F(RunnerTest, ALaneThatIsNotWokenRunsAgainAfterItsPauseOnly) {
  std::atomic<int> runs{0};
  std::atomic<int> woken{0};
  const auto runner = start({{.thread_name = "alone",
                              .jobs = {counting(runs)},
                              .pause_ms = [](std::int64_t) { return 1; },
                              .is_woken = false},
                             {.thread_name = "still",
                              .jobs = {counting(woken)},
                              .pause_ms = [](std::int64_t) { return 3'600'000; },
                              .is_woken = false}});
  while (runs < 3) std::this_thread::yield();
  runner->wake();
  runner->wait_until_idle();
  EXPECT_LE(woken, 1);
}

TEST_F(RunnerTest, AllThreadsOfALaneMustBeIdle) {
  std::atomic<int> inside{0};
  std::atomic<int> ended{0};
  const auto meet = [&](const JobContext& work) -> Result<void> {
    ++inside;
    while (inside < 3 && !work.stopped()) std::this_thread::yield();
    ++ended;
    return {};
  };
  const auto runner = start({{.thread_name = "three", .jobs = {{"meet", meet}}, .threads = 3}});
  runner->wait_until_idle();
  EXPECT_GE(ended, 3);
}

}  // namespace
}  // namespace magneto::internal::jobs
