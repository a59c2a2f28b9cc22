// SPDX-License-Identifier: Apache-2.0

#include "value/java_order.h"

#include <gtest/gtest.h>

namespace magneto::internal::value {
namespace {

TEST(JavaOrder, HashesAsStringHashCodeDoes) {
  EXPECT_EQ(java_hash(""), 0u);
  EXPECT_EQ(java_hash("a"), 97u);
  EXPECT_EQ(java_hash("hello"), 99162322u);
  EXPECT_EQ(java_hash("é"), 0xE9u);
  EXPECT_EQ(java_hash("€"), 0x20ACu);
  EXPECT_EQ(java_hash("😀"), 0xD83Du * 31 + 0xDE00u);
}

TEST(JavaOrder, TellsTheSlotInAMapThatHasGrown) {
  EXPECT_EQ(java_slot(17, 1), 1u);
  EXPECT_EQ(java_slot(17, 12), 1u);
  EXPECT_EQ(java_slot(17, 13), 17u);
  EXPECT_EQ(java_slot(0x10000, 1), 1u);
  EXPECT_EQ(java_slot(63, 24), 31u);
  EXPECT_EQ(java_slot(63, 25), 63u);
  EXPECT_EQ(java_slot(7, 2, 1), 3u);
}

}  // namespace
}  // namespace magneto::internal::value
