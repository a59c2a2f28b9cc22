// SPDX-License-Identifier: Apache-2.0
#include "rate/estimates.h"

#include <gtest/gtest.h>

namespace magneto::internal::rate {
namespace {

TEST(Units, AreStartedBlocksOfFourKilobytesForReads) {
  EXPECT_EQ(read_units(0, Consistency::kEventual), 0.5);
  EXPECT_EQ(read_units(4096, Consistency::kStrong), 1);
  EXPECT_EQ(read_units(4097, Consistency::kStrong), 2);
  EXPECT_EQ(read_units(4097, Consistency::kTransactional), 4);
}

TEST(Units, AreStartedKilobytesForWrites) {
  EXPECT_EQ(write_units(0, false), 1);
  EXPECT_EQ(write_units(1024, false), 1);
  EXPECT_EQ(write_units(1025, false), 2);
  EXPECT_EQ(write_units(1025, true), 4);
}

TEST(Estimates, FollowWhatRequestsOfTheKindHaveCost) {
  Estimates estimates;
  EXPECT_EQ(estimates.of("Songs/Query", 1), 1);
  estimates.learn("Songs/Query", 40);
  EXPECT_EQ(estimates.of("Songs/Query", 1), 40);
  EXPECT_EQ(estimates.of("Songs/Scan", 1), 1);
  for (int i = 0; i < 50; ++i) estimates.learn("Songs/Query", 8);
  EXPECT_NEAR(estimates.of("Songs/Query", 1), 8, 0.01);
}

TEST(Estimates, KeepTheirMemoryBounded) {
  Estimates estimates;
  for (std::size_t i = 0; i <= Estimates::kMaxKinds; ++i)
    estimates.learn("kind" + std::to_string(i), 5);
  EXPECT_EQ(estimates.of("kind0", 1), 1);
}

}  // namespace
}  // namespace magneto::internal::rate
