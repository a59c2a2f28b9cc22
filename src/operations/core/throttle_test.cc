// SPDX-License-Identifier: Apache-2.0
#include "operations/core/throttle.h"

#include <gtest/gtest.h>

#include "base/test_clock.h"

namespace magneto::internal::operations {
namespace {

TEST(Throttle, GivesTheUnitsOfOneSecondAndThenAsManyASecond) {
  TestClock clock;
  Throttle throttle({{"music", 2, 1}}, clock);
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(throttle.admits("music", Traffic::kReads));
    throttle.charge("music", Traffic::kReads, 1);
  }
  EXPECT_FALSE(throttle.admits("music", Traffic::kReads));
  EXPECT_TRUE(throttle.admits("music", Traffic::kWrites));
  clock.now += 500;
  EXPECT_TRUE(throttle.admits("music", Traffic::kReads));
}

TEST(Throttle, ALargeRequestIsPaidForByTheNext) {
  TestClock clock;
  Throttle throttle({{"music", 1, 10}}, clock);
  throttle.charge("music", Traffic::kWrites, 30);
  clock.now += 2'000;
  EXPECT_FALSE(throttle.admits("music", Traffic::kWrites));
  clock.now += 1;
  EXPECT_TRUE(throttle.admits("music", Traffic::kWrites));
}

TEST(Throttle, LeavesOtherTablesAlone) {
  TestClock clock;
  Throttle throttle({{"music", 0, 0}}, clock);
  EXPECT_FALSE(throttle.admits("music", Traffic::kReads));
  EXPECT_TRUE(throttle.admits("other", Traffic::kReads));
}

TEST(Throttle, TellsTheReason) {
  catalog::Table table;
  table.name = "music";
  table.arn = "arn:aws:dynamodb:us-east-1:000000000000:table/music";
  const Error error = throughput_exceeded(table, Traffic::kWrites);
  EXPECT_EQ(error.code(), ErrorCode::kProvisionedThroughputExceeded);
  EXPECT_EQ(error.body_members(),
            R"("ThrottlingReasons":[{"reason":"TableWriteProvisionedThroughputExceeded",)"
            R"("resource":"arn:aws:dynamodb:us-east-1:000000000000:table/music"}])");
}

TEST(TableLimit, IsATableAndTwoWholeNumbers) {
  const auto limit = read_table_limit("music=5,10");
  ASSERT_TRUE(limit.ok());
  EXPECT_EQ(limit->table, "music");
  EXPECT_EQ(limit->reads, 5);
  EXPECT_EQ(limit->writes, 10);
  for (const std::string_view text : {"", "music", "music=", "music=5", "=5,5", "music=a,5",
                                      "music=5,", "music=5,-1", "music=5,1.5", "a,b=5"}) {
    EXPECT_FALSE(read_table_limit(text).ok()) << text;
  }
}

}  // namespace
}  // namespace magneto::internal::operations
