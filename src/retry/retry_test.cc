// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "retry/clock_skew.h"
#include "retry/http_date.h"
#include "retry/retrier.h"

namespace magneto::internal::retry {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

struct FixedRandom : Random {
  std::uint64_t bits() override { return value; }
  std::uint64_t value = ~std::uint64_t{0};  // draws just below 1
};

struct SetClock : SteadyClock {
  nanoseconds now() const override { return time; }
  nanoseconds time{1'000'000'000};
};

constexpr Attempt kThrottle{Progress::kAnswered, 400, "ThrottlingException", {}};
constexpr Attempt kServerError{Progress::kAnswered, 500, "InternalServerError", {}};
constexpr Attempt kValidation{Progress::kAnswered, 400, "ValidationException", {}};
constexpr Attempt kRefused{Progress::kNotSent, 0, {}, {}};
constexpr Attempt kReset{Progress::kLost, 0, {}, {}};
constexpr Attempt kTimedOut{Progress::kReadTimedOut, 0, {}, {}};

struct RetrierTest : testing::Test {
  Retrier retrier(Effect effect = Effect::kRead, std::optional<nanoseconds> deadline = {}) {
    return Retrier(policy, quota, effect, deadline, clock, random);
  }
  Policy policy;
  Quota quota;
  SetClock clock;
  FixedRandom random;
};

bool near(nanoseconds a, nanoseconds b) { return a <= b && b - a < 1us; }

TEST(Classify, ThrottlesTransientsAndTheRest) {
  EXPECT_EQ(classify(kThrottle), FailureClass::kThrottled);
  EXPECT_EQ(classify({Progress::kAnswered, 400, "ProvisionedThroughputExceededException", {}}),
            FailureClass::kThrottled);
  EXPECT_EQ(classify(kServerError), FailureClass::kTransient);
  // HTML from a proxy has a status and no error code.
  EXPECT_EQ(classify({Progress::kAnswered, 502, "", {}}), FailureClass::kTransient);
  EXPECT_EQ(classify({Progress::kAnswered, 400, "ReplicatedWriteConflictException", {}}),
            FailureClass::kTransient);
  EXPECT_EQ(classify({Progress::kDamagedAnswer, 200, "", {}}), FailureClass::kTransient);
  EXPECT_EQ(classify(kTimedOut), FailureClass::kTimeout);
  EXPECT_EQ(classify(kValidation), FailureClass::kFinal);
  EXPECT_EQ(classify({Progress::kAnswered, 400, "ConditionalCheckFailedException", {}}),
            FailureClass::kFinal);
}

TEST(RetryAfter, IsWholeMilliseconds) {
  EXPECT_EQ(parse_retry_after("1500"), 1500ms);
  EXPECT_EQ(parse_retry_after("0"), 0ms);
  for (const char* wrong : {"", "-1", "1.5", "soon", "1 ", "99999999999999999999"})
    EXPECT_EQ(parse_retry_after(wrong), std::nullopt) << wrong;
}

TEST_F(RetrierTest, WaitsTwiceAsLongEachTimeAndGivesUpAfterFourAttempts) {
  Retrier call = retrier();
  for (nanoseconds most : {25ms, 50ms, 100ms}) {
    Decision decision = call.failed(kServerError);
    ASSERT_TRUE(decision.again());
    EXPECT_TRUE(near(decision.wait, most)) << decision.wait.count();
  }
  EXPECT_EQ(call.failed(kServerError).verdict, Verdict::kNoAttemptsLeft);
  EXPECT_EQ(call.attempt_number(), 4);
}

TEST_F(RetrierTest, JitterReachesDownToNothing) {
  random.value = 0;
  EXPECT_EQ(retrier().failed(kThrottle).wait, 0ns);
}

TEST_F(RetrierTest, ThrottlesWaitFromOneSecondUpToTwenty) {
  policy.limit.max_attempts = 100;
  Retrier call = retrier();
  EXPECT_TRUE(near(call.failed(kThrottle).wait, 1s));
  EXPECT_TRUE(near(call.failed(kThrottle).wait, 2s));
  for (int i = 0; i < 70; ++i) ASSERT_LE(call.failed(kThrottle).wait, 20s);
  EXPECT_TRUE(near(call.failed(kThrottle).wait, 20s));
}

TEST_F(RetrierTest, AServersHintLengthensTheWaitByAtMostFiveSeconds) {
  random.value = 0;
  Attempt attempt = kThrottle;
  attempt.retry_after = 700ms;
  EXPECT_EQ(retrier().failed(attempt).wait, 700ms);
  attempt.retry_after = 60s;
  EXPECT_EQ(retrier().failed(attempt).wait, 5s);
}

TEST_F(RetrierTest, AServersHintNeverShortensTheWait) {
  Attempt attempt = kThrottle;
  attempt.retry_after = 10ms;
  EXPECT_TRUE(near(retrier().failed(attempt).wait, 1s));
}

TEST_F(RetrierTest, AFinalErrorIsNotRepeated) {
  EXPECT_EQ(retrier().failed(kValidation).verdict, Verdict::kFinal);
  EXPECT_EQ(quota.available(), 500);
}

TEST_F(RetrierTest, NothingStartsAfterTheTotalTime) {
  policy.limit.total = 60ms;
  Retrier call = retrier();
  EXPECT_TRUE(call.failed(kServerError).again());
  clock.time += 30ms;
  EXPECT_EQ(call.failed(kServerError).verdict, Verdict::kNoTimeLeft);
}

TEST_F(RetrierTest, NothingStartsAfterTheDeadlineOfTheCall) {
  policy.limit.total = 1h;
  Retrier call = retrier(Effect::kRead, clock.time + 20ms);
  EXPECT_EQ(call.failed(kServerError).verdict, Verdict::kNoTimeLeft);
}

TEST_F(RetrierTest, WhatAccumulatesIsNotRepeatedWhenItMayHaveBeenExecuted) {
  for (const Attempt& attempt : {kReset, kTimedOut, kServerError}) {
    EXPECT_EQ(retrier(Effect::kAccumulates).failed(attempt).verdict, Verdict::kOutcomeUnknown);
    EXPECT_TRUE(retrier(Effect::kConditional).failed(attempt).again());
    EXPECT_TRUE(retrier(Effect::kIdempotent).failed(attempt).again());
  }
  EXPECT_TRUE(retrier(Effect::kAccumulates).failed(kRefused).again());
  EXPECT_TRUE(retrier(Effect::kAccumulates).failed(kThrottle).again());
}

TEST_F(RetrierTest, EverythingIsRepeatedWhereTheUserAsksForWhatTheSdksDo) {
  policy.repeat = Repeat::kEverything;
  EXPECT_TRUE(retrier(Effect::kAccumulates).failed(kReset).again());
}

TEST_F(RetrierTest, NoWriteOfUnknownOutcomeIsRepeatedWhereTheUserAsksForThat) {
  policy.repeat = Repeat::kNothingUnknown;
  EXPECT_EQ(retrier(Effect::kIdempotent).failed(kReset).verdict, Verdict::kOutcomeUnknown);
  EXPECT_TRUE(retrier(Effect::kRead).failed(kReset).again());
  EXPECT_TRUE(retrier(Effect::kIdempotent).failed(kThrottle).again());
}

TEST_F(RetrierTest, ARetryTakesFromTheQuotaAndItsSuccessGivesBack) {
  Retrier call = retrier();
  ASSERT_TRUE(call.failed(kServerError).again());
  EXPECT_EQ(quota.available(), 495);
  ASSERT_TRUE(call.failed(kTimedOut).again());
  EXPECT_EQ(quota.available(), 485);
  call.succeeded();  // gives back what the latest retry took
  EXPECT_EQ(quota.available(), 495);
  retrier().succeeded();
  EXPECT_EQ(quota.available(), 496);
}

TEST_F(RetrierTest, AServiceThatIsDownIsSoonAskedOnceACall) {
  int sent = 0;
  for (int i = 0; i < 1000; ++i) {
    Retrier call = retrier();
    do ++sent;
    while (call.failed(kServerError).again());
  }
  EXPECT_EQ(sent, 1000 + 500 / 5);
  EXPECT_EQ(retrier().failed(kServerError).verdict, Verdict::kNoQuotaLeft);
}

TEST(QuotaTest, ThreadsTakeAndGiveBackNoMoreThanThereIs) {
  Quota quota;
  std::atomic<int> taken = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) taken += quota.take(5);
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(taken, 100);
  EXPECT_EQ(quota.available(), 0);
  threads.clear();
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) quota.give_back(1);
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(quota.available(), 500);
}

TEST_F(RetrierTest, ACorrectedClockIsTriedOnceAtOnce) {
  Retrier call = retrier();
  Decision decision = call.failed_by_clock();
  ASSERT_TRUE(decision.again());
  EXPECT_EQ(decision.wait, 0ns);
  EXPECT_EQ(call.failed_by_clock().verdict, Verdict::kFinal);
}

TEST_F(RetrierTest, NeverMeansOneAttempt) {
  policy = Policy::never();
  EXPECT_EQ(retrier().failed(kServerError).verdict, Verdict::kNoAttemptsLeft);
}

TEST(HttpDate, ReadsTheFormThatServersSend) {
  EXPECT_EQ(parse_http_date("Thu, 01 Jan 1970 00:00:00 GMT"), 0);
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), 784111777000);
  EXPECT_EQ(parse_http_date("Sat, 28 Nov 2026 12:00:08 GMT"), 1795867208000);
  for (const char* wrong : {"", "Sat, 28 Nov 2026 12:00:08 UTC", "Sat, 31 Feb 2026 12:00:08 GMT",
                            "Sat, 28 ovD 2026 12:00:08 GMT", "Sat, 28 Nov 2026 24:00:08 GMT",
                            "Sat, -8 Nov 2026 12:00:08 GMT", "Saturday, 28-Nov-26 12:00:08 GMT"})
    EXPECT_EQ(parse_http_date(wrong), std::nullopt) << wrong;
}

constexpr std::int64_t kServerTime = 1795867208000;
constexpr const char* kServerDate = "Sat, 28 Nov 2026 12:00:08 GMT";

TEST(ClockSkewTest, ARefusedSignatureWithADateFarFromOursCorrectsTheClock) {
  ClockSkew skew;
  std::int64_t ours = kServerTime - 3600'000;
  EXPECT_TRUE(skew.correct("InvalidSignatureException", kServerDate, ours, ours));
  EXPECT_EQ(skew.offset(), 1h);
  // The same refusal with the corrected time has another reason.
  EXPECT_FALSE(skew.correct("InvalidSignatureException", kServerDate, ours + 3600'000, ours));
  EXPECT_EQ(skew.offset(), 1h);
}

TEST(ClockSkewTest, AWrongKeyIsNotTakenForAWrongClock) {
  ClockSkew skew;
  EXPECT_FALSE(
      skew.correct("InvalidSignatureException", kServerDate, kServerTime - 2000, kServerTime));
  EXPECT_EQ(skew.offset(), 0ms);
}

TEST(ClockSkewTest, OtherErrorsAndUnreadableDatesChangeNothing) {
  ClockSkew skew;
  EXPECT_FALSE(skew.correct("ValidationException", kServerDate, 0, 0));
  EXPECT_FALSE(skew.correct("RequestTimeTooSkewed", "yesterday", 0, 0));
  EXPECT_EQ(skew.offset(), 0ms);
}

TEST(ClockSkewTest, AClockThatRunsAheadIsCorrectedToo) {
  ClockSkew skew;
  std::int64_t ours = kServerTime + 600'000;
  EXPECT_TRUE(skew.correct("RequestInTheFuture", kServerDate, ours, ours));
  EXPECT_EQ(skew.offset(), -10min);
}

}  // namespace
}  // namespace magneto::internal::retry
