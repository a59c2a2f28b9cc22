// SPDX-License-Identifier: Apache-2.0
#include "rate/send_rate.h"

#include <gtest/gtest.h>

namespace magneto::internal::rate {
namespace {

using namespace std::chrono_literals;

struct SetClock : SteadyClock {
  std::chrono::nanoseconds now() const override { return time; }
  std::chrono::nanoseconds time = 100s;
};

TEST(SendRate, IsNotLimitedBeforeTheFirstThrottle) {
  SetClock clock;
  SendRate rate(clock);
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(rate.reserve(), clock.time);
    rate.answered(false);
  }
  EXPECT_FALSE(rate.limited());
}

/// 20 answers a second, the 30th and the 75th of them throttles. The rates were printed by botocore
/// 1.43.11, botocore.retries.adaptive.ClientRateLimiter, with the same clock.
TEST(SendRate, FollowsBotocoresCurve) {
  struct Expected {
    int answer;
    double rate;
    double measured;
  };
  constexpr Expected kExpected[] = {
      {10, 0.500000000, 16.000000000},   {20, 0.500000000, 19.200000000},
      {30, 13.888000000, 19.840000000},  {40, 16.829946740, 19.968000000},
      {50, 18.596122744, 19.993600000},  {60, 19.486528012, 19.998720000},
      {70, 19.801162544, 19.999744000},  {75, 13.883100386, 19.999744000},
      {80, 15.519389906, 19.999948800},  {100, 19.125555071, 19.999997952},
      {120, 19.829331567, 19.999999918}, {150, 20.693017557, 19.999999999},
  };
  SetClock clock;
  SendRate rate(clock);
  const Expected* next = kExpected;
  for (int i = 1; i <= 150; ++i) {
    clock.time = 100s + i * 50ms;
    rate.answered(i == 30 || i == 75);
    if (i != next->answer) continue;
    EXPECT_NEAR(rate.rate(), next->rate, 1e-6) << i;
    EXPECT_NEAR(rate.measured(), next->measured, 1e-6) << i;
    ++next;
  }
  EXPECT_EQ(next, std::end(kExpected));
}

TEST(SendRate, SpacesRequestsOnceThrottled) {
  SetClock clock;
  SendRate rate(clock);
  for (int i = 1; i <= 30; ++i) {
    clock.time = 100s + i * 50ms;
    rate.answered(i == 30);
  }
  ASSERT_TRUE(rate.limited());
  clock.time += 10s;  // a full bucket
  int at_once = 0;
  while (rate.reserve() <= clock.time) ++at_once;
  EXPECT_EQ(at_once, static_cast<int>(rate.rate()));
  auto second = rate.reserve(), third = rate.reserve();
  EXPECT_NEAR(std::chrono::duration<double>(third - second).count(), 1 / rate.rate(), 1e-6);
}

}  // namespace
}  // namespace magneto::internal::rate
