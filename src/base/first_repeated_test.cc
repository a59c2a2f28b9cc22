// SPDX-License-Identifier: Apache-2.0
#include "base/first_repeated.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace magneto::internal {
namespace {

std::size_t found(const std::vector<std::string_view>& names) { return first_repeated(names); }

TEST(FirstRepeated, IsTheFirstThatEqualsAnEarlierOne) {
  EXPECT_EQ(found({"a", "b", "b", "a"}), 2u);
  EXPECT_EQ(found({"b", "a", "c", "a", "b", "a"}), 3u);
  EXPECT_EQ(found({"", ""}), 1u);
}

TEST(FirstRepeated, IsTheNumberOfNamesWhenAllDiffer) {
  EXPECT_EQ(found({}), 0u);
  EXPECT_EQ(found({"a"}), 1u);
  EXPECT_EQ(found({"b", "a", "ab"}), 3u);
}

// Compared each with each, these would take minutes.
TEST(FirstRepeated, TakesLittleTimeForVeryMany) {
  std::vector<std::string> texts;
  for (int i = 0; i < 200'000; ++i) texts.push_back("attribute" + std::to_string(i));
  const std::vector<std::string_view> names(texts.begin(), texts.end());
  EXPECT_EQ(found(names), names.size());
}

}  // namespace
}  // namespace magneto::internal
