// SPDX-License-Identifier: Apache-2.0
#include "rate/capacity_limiter.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace magneto::internal::rate {
namespace {

using namespace std::chrono_literals;
using Time = std::chrono::nanoseconds;

struct SetClock : SteadyClock {
  Time now() const override { return time; }
  Time time = 100s;
};

struct CapacityLimiterTest : testing::Test {
  /// Joins, lets the time pass until the turn comes, starts. How long that took.
  Time go(CapacityLimiter& limiter, Units units, Ticket* to = nullptr) {
    Time began = clock.time;
    Admission admission = limiter.join(units);
    clock.time = std::max(clock.time, limiter.when(*admission.ticket));
    limiter.started(*admission.ticket);
    if (to) *to = *admission.ticket;
    return clock.time - began;
  }
  SetClock clock;
};

TEST_F(CapacityLimiterTest, TheBurstGoesAtOnceAndThenTheRateHolds) {
  CapacityLimiter limiter(FixedRate{.wcu = 10}, clock);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(go(limiter, {.write = 1}), 0s);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(go(limiter, {.write = 1}), 100ms);
  EXPECT_EQ(limiter.counters().started, 60u);
  EXPECT_EQ(limiter.counters().delayed, 50u);
  EXPECT_EQ(limiter.counters().waited, 5s);
}

TEST_F(CapacityLimiterTest, WhatIsNotLimitedNeverWaits) {
  CapacityLimiter limiter(FixedRate{.rcu = 1}, clock);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(go(limiter, {.write = 1000}), 0s);
}

TEST_F(CapacityLimiterTest, ReadsAndWritesAreLimitedApart) {
  CapacityLimiter limiter(FixedRate{.rcu = 1, .wcu = 1}, clock);
  EXPECT_EQ(go(limiter, {.read = 1}), 0s);
  EXPECT_EQ(go(limiter, {.write = 1}), 0s);
  EXPECT_EQ(go(limiter, {.read = 1, .write = 1}), 1s);
}

TEST_F(CapacityLimiterTest, ARequestLargerThanTheBurstGoesAndLeavesADebt) {
  CapacityLimiter limiter(FixedRate{.wcu = 50}, clock);
  EXPECT_EQ(go(limiter, {.write = 60}), 0s);
  EXPECT_EQ(go(limiter, {.write = 1}), 220ms);
  EXPECT_EQ(go(limiter, {.write = 500}), 1s);  // a full bucket
  EXPECT_EQ(go(limiter, {.write = 50}), 10s);
}

TEST_F(CapacityLimiterTest, APauseFillsTheBucketNoFurtherThanTheBurst) {
  CapacityLimiter limiter(FixedRate{.wcu = 10, .burst = 3}, clock);
  clock.time += 1h;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(go(limiter, {.write = 1}), 0s);
  EXPECT_EQ(go(limiter, {.write = 1}), 100ms);
}

TEST_F(CapacityLimiterTest, TurnsComeInTheOrderOfJoining) {
  CapacityLimiter limiter(FixedRate{.wcu = 10, .burst = 10}, clock);
  go(limiter, {.write = 10});
  Ticket large = *limiter.join({.write = 8}).ticket;
  Ticket small = *limiter.join({.write = 1}).ticket;
  EXPECT_EQ(limiter.when(large), clock.time + 800ms);
  EXPECT_EQ(limiter.when(small), clock.time + 900ms);
}

TEST_F(CapacityLimiterTest, AnsweredCostsReplaceTheEstimates) {
  CapacityLimiter limiter(FixedRate{.rcu = 10}, clock);
  Ticket query;
  go(limiter, {.read = 1}, &query);
  limiter.settle(query, {.read = 29});  // 20 more than the bucket had
  EXPECT_EQ(limiter.counters().consumed.read, 29);
  EXPECT_EQ(limiter.counters().charged.read, 0);
  EXPECT_EQ(go(limiter, {.read = 1}), 2s);
  Ticket miss;
  go(limiter, {.read = 10}, &miss);
  limiter.settle(miss, {.read = 0.5});
  EXPECT_EQ(go(limiter, {.read = 9}), 0s);
}

TEST_F(CapacityLimiterTest, NothingWaitsThatWouldBeTooLate) {
  CapacityLimiter limiter(FixedRate{.wcu = 10}, clock);
  go(limiter, {.write = 20});
  Admission late = limiter.join({.write = 5}, clock.time + 1s);
  EXPECT_FALSE(late.ticket);
  EXPECT_EQ(late.go_at, clock.time + 1500ms);
  EXPECT_TRUE(limiter.join({.write = 5}, clock.time + 1500ms).ticket);
  EXPECT_EQ(limiter.counters().refused, 1u);
}

TEST_F(CapacityLimiterTest, ACancelledRequestLetsThoseBehindItGoEarlier) {
  CapacityLimiter limiter(FixedRate{.wcu = 10}, clock);
  go(limiter, {.write = 10});
  Ticket first = *limiter.join({.write = 10}).ticket;
  Ticket second = *limiter.join({.write = 10}).ticket;
  EXPECT_EQ(limiter.when(second), clock.time + 2s);
  limiter.cancel(first);
  EXPECT_EQ(limiter.when(second), clock.time + 1s);
}

TEST_F(CapacityLimiterTest, ThrottlesSlowAnAdaptiveRateDownToItsMinimum) {
  CapacityLimiter limiter(AdaptiveRate{.max_wcu = 200, .min_wcu = 5}, clock);
  EXPECT_EQ(limiter.counters().rate.write, 100);
  Ticket ticket;
  go(limiter, {.write = 1}, &ticket);
  limiter.throttled(ticket);
  EXPECT_DOUBLE_EQ(limiter.counters().rate.write, 70);
  for (int i = 0; i < 50; ++i) {
    clock.time += 200ms;
    go(limiter, {.write = 1}, &ticket);
    limiter.throttled(ticket);
  }
  EXPECT_DOUBLE_EQ(limiter.counters().rate.write, 5);
  EXPECT_EQ(limiter.counters().throttles, 51u);
}

TEST_F(CapacityLimiterTest, ThrottlesOfOneMomentCutOnce) {
  CapacityLimiter limiter(AdaptiveRate{.max_wcu = 200}, clock);
  std::vector<Ticket> sent(40);
  for (Ticket& ticket : sent) go(limiter, {.write = 1}, &ticket);
  clock.time += 20ms;
  for (Ticket& ticket : sent) limiter.throttled(ticket);
  EXPECT_DOUBLE_EQ(limiter.counters().rate.write, 70);
}

TEST_F(CapacityLimiterTest, ReadsDoNotSlowDownForThrottledWrites) {
  CapacityLimiter limiter(AdaptiveRate{.max_rcu = 200, .max_wcu = 200}, clock);
  Ticket ticket;
  go(limiter, {.write = 1}, &ticket);
  limiter.throttled(ticket);
  EXPECT_EQ(limiter.counters().rate.read, 100);
}

TEST_F(CapacityLimiterTest, AnAdaptiveRateRecoversToItsMaximum) {
  CapacityLimiter limiter(AdaptiveRate{.max_wcu = 200}, clock);
  Ticket ticket;
  go(limiter, {.write = 1}, &ticket);
  limiter.throttled(ticket);
  clock.time += 999ms;
  EXPECT_DOUBLE_EQ(limiter.counters().rate.write, 70);
  clock.time += 1ms;
  EXPECT_DOUBLE_EQ(limiter.counters().rate.write, 77);
  clock.time += 9s;
  EXPECT_NEAR(limiter.counters().rate.write, 70 * 2.5937, 0.01);
  clock.time += 1h;
  EXPECT_EQ(limiter.counters().rate.write, 200);
}

TEST_F(CapacityLimiterTest, WhoWaitsFeelsAChangedRate) {
  CapacityLimiter limiter(AdaptiveRate{.max_wcu = 20}, clock);
  Ticket sent;
  go(limiter, {.write = 10}, &sent);
  Ticket waiting = *limiter.join({.write = 10}).ticket;
  EXPECT_EQ(limiter.when(waiting), clock.time + 1s);
  limiter.throttled(sent);  // 7 a second from now on
  EXPECT_EQ(limiter.when(waiting), clock.time + 1s);
  Ticket next = *limiter.join({.write = 7}).ticket;
  EXPECT_NEAR(static_cast<double>((limiter.when(next) - clock.time).count()), 17e9 / 7, 2);
}

/// A table of 50 units a second behind a client that asks for 400: what the service accepts stays
/// near 50, and few requests are throttled.
TEST_F(CapacityLimiterTest, AnAdaptiveRateFindsWhatTheTableAllows) {
  CapacityLimiter limiter(AdaptiveRate{.max_wcu = 400}, clock);
  double table = 50;
  Time filled = clock.time;
  int accepted = 0, throttled = 0;
  Time end = clock.time + 60s;
  while (clock.time < end) {
    Ticket ticket;
    go(limiter, {.write = 1}, &ticket);
    table = std::min(50.0, table + std::chrono::duration<double>(clock.time - filled).count() * 50);
    filled = clock.time;
    if (table >= 1) {
      table -= 1;
      ++accepted;
      limiter.settle(ticket, {.write = 1});
    } else {
      ++throttled;
      limiter.throttled(ticket);
    }
    clock.time += 1ms;
  }
  EXPECT_GT(accepted, 60 * 50 * 7 / 10);
  EXPECT_LT(throttled, accepted / 20);
}

TEST(CapacityLimiterThreads, KeepTheirAccountsTogether) {
  SetClock clock;
  CapacityLimiter limiter(FixedRate{.rcu = 1000, .wcu = 1000}, clock);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 2000; ++i) {
        Ticket ticket = *limiter.join({.read = 1, .write = 2}).ticket;
        limiter.started(ticket);
        limiter.settle(ticket, {.read = 2, .write = 1});
      }
    });
  for (std::thread& thread : threads) thread.join();
  Counters counters = limiter.counters();
  EXPECT_EQ(counters.started, 8000u);
  EXPECT_EQ(counters.consumed.read, 16000);
  EXPECT_EQ(counters.consumed.write, 8000);
  EXPECT_EQ(counters.charged.read, 0);
}

}  // namespace
}  // namespace magneto::internal::rate
