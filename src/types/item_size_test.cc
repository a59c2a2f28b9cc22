// SPDX-License-Identifier: Apache-2.0
#include "magneto/item_size.h"

#include <gtest/gtest.h>

namespace magneto {
namespace {

TEST(ItemSize, IsWhatTheServiceCounts) {
  EXPECT_EQ(item_size({}), 0u);
  EXPECT_EQ(item_size({{"name", "value"}, {"a", true}}), 4u + 5 + 1 + 1);
  EXPECT_EQ(item_size({{"\u00fc", "\u00fc"}}), 4u);
  EXPECT_EQ(value_size(nullptr), 1u);
  EXPECT_EQ(value_size(""), 0u);
  EXPECT_EQ(value_size(Binary("abc")), 3u);
  EXPECT_EQ(value_size(StringSet{"ab", "c"}), 3u);
  EXPECT_EQ(value_size(BinarySet{Binary("abc")}), 3u);
}

TEST(ItemSize, OfANumberGoesByPairsOfDigits) {
  EXPECT_EQ(value_size(0), 1u);
  EXPECT_EQ(value_size(7), 2u);
  EXPECT_EQ(value_size(-7), 3u);
  EXPECT_EQ(value_size(1000), 2u);  // a pair of zeros at the end does not count
  EXPECT_EQ(value_size(Number::parse("12.3").value()), 3u);
  EXPECT_EQ(value_size(Number::parse("123.4").value()), 4u);
  EXPECT_EQ(value_size(NumberSet{1, 10}), 4u);
}

TEST(ItemSize, OfListsAndMapsCountsWhatHoldsThem) {
  EXPECT_EQ(value_size(List{}), 3u);
  EXPECT_EQ(value_size(List{"ab", 1}), 3u + 1 + 2 + 1 + 2);
  EXPECT_EQ(value_size(Map{{"key", "ab"}}), 3u + 1 + 3 + 2);
}

}  // namespace
}  // namespace magneto
