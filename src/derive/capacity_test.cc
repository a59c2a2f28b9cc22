// SPDX-License-Identifier: Apache-2.0
#include "derive/capacity.h"

#include <gtest/gtest.h>

namespace magneto::internal::derive {
namespace {

TEST(Capacity, AWriteCostsOneUnitForEachStartedKilobyteOfTheLargerItem) {
  EXPECT_EQ(write_units(0, 0), 1);
  EXPECT_EQ(write_units(0, 1), 1);
  EXPECT_EQ(write_units(0, 1024), 1);
  EXPECT_EQ(write_units(0, 1025), 2);
  EXPECT_EQ(write_units(3000, 10), 3);
  EXPECT_EQ(write_units(10, 409'600), 400);
}

TEST(Capacity, AReadCostsOneUnitForEachStartedFourKilobytesAndHalfWhenEventual) {
  EXPECT_EQ(read_units(0, ReadMode::kStrong), 1);
  EXPECT_EQ(read_units(0, ReadMode::kEventual), 0.5);
  EXPECT_EQ(read_units(4096, ReadMode::kStrong), 1);
  EXPECT_EQ(read_units(4097, ReadMode::kStrong), 2);
  EXPECT_EQ(read_units(4097, ReadMode::kEventual), 1);
  EXPECT_EQ(read_units(4097, ReadMode::kTransactional), 4);
  EXPECT_EQ(read_units(1'048'577, ReadMode::kEventual), 128.5);
}

TEST(Capacity, BlocksCountedItemByItemMayBeNone) {
  EXPECT_EQ(read_units_of_blocks(0, ReadMode::kStrong), 0);
  EXPECT_EQ(read_units_of_blocks(30, ReadMode::kEventual), 15);
}

}  // namespace
}  // namespace magneto::internal::derive
