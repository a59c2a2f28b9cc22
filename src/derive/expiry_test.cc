// SPDX-License-Identifier: Apache-2.0
#include "derive/expiry.h"

#include <gtest/gtest.h>

#include "derive/test_tables.h"

namespace magneto::internal::derive {
namespace {

constexpr std::int64_t kNow_s = 1'793'000'000;

bool expired(const std::string& value) {
  Arena arena;
  const ExpiryWindow window(kNow_s * 1000 + 500);
  return window.contains(test_item(arena, {{"a", "S:a"}, {"time", value}}), "time");
}

std::string at(std::int64_t seconds) { return "N:" + std::to_string(seconds); }

TEST(ExpiryWindow, HoldsTimesThatHavePassed) {
  EXPECT_TRUE(expired(at(kNow_s - 1)));
  EXPECT_TRUE(expired(at(kNow_s - 1) + ".75"));
  EXPECT_TRUE(expired("N:1.79E9"));
  EXPECT_FALSE(expired(at(kNow_s)));
  EXPECT_FALSE(expired(at(kNow_s + 1)));
  EXPECT_FALSE(expired("N:1E30"));
}

TEST(ExpiryWindow, HoldsNoTimesOfMoreThanFiveYearsAgo) {
  EXPECT_TRUE(expired(at(kNow_s - kOldestExpiry_s)));
  EXPECT_FALSE(expired(at(kNow_s - kOldestExpiry_s - 1)));
  EXPECT_FALSE(expired("N:0"));
  EXPECT_FALSE(expired("N:-1793000000"));
}

TEST(ExpiryWindow, HoldsNumbersOnly) {
  EXPECT_FALSE(expired("S:" + std::to_string(kNow_s - 60)));
  EXPECT_FALSE(expired("BOOL:true"));
  Arena arena;
  EXPECT_FALSE(ExpiryWindow(kNow_s * 1000).contains(test_item(arena, {{"a", "S:a"}}), "time"));
}

}  // namespace
}  // namespace magneto::internal::derive
