// SPDX-License-Identifier: Apache-2.0
#include "checks/pattern.h"

#include <gtest/gtest.h>

namespace magneto::internal::checks {
namespace {

TEST(Pattern, NameIsLettersDigitsUnderscoreDotAndDash) {
  EXPECT_TRUE(matches(model::Pattern::kName, "aZ09_.-"));
  EXPECT_FALSE(matches(model::Pattern::kName, ""));
  EXPECT_FALSE(matches(model::Pattern::kName, "abc;"));
  EXPECT_FALSE(matches(model::Pattern::kName, "abc\n"));
  EXPECT_FALSE(matches(model::Pattern::kName, "\xC3\xA9"));
}

TEST(Pattern, EachMatchesItsOwn) {
  EXPECT_TRUE(matches(model::Pattern::kNone, "anything"));
  EXPECT_TRUE(matches(model::Pattern::kPrintable, "a b~"));
  EXPECT_FALSE(matches(model::Pattern::kPrintable, "a\tb"));
  EXPECT_FALSE(matches(model::Pattern::kPrintable, ""));
  EXPECT_TRUE(matches(model::Pattern::kXmlText, "line\r\n\tline"));
  EXPECT_FALSE(matches(model::Pattern::kXmlText, std::string_view("\0", 1)));
  EXPECT_TRUE(matches(model::Pattern::kHexWords, "0123456789abcdef"));
  EXPECT_FALSE(matches(model::Pattern::kHexWords, "0123456789abcde"));
  EXPECT_FALSE(matches(model::Pattern::kHexWords, "0123456789ABCDEF"));
  EXPECT_TRUE(matches(model::Pattern::kNoDollar, "token"));
  EXPECT_FALSE(matches(model::Pattern::kNoDollar, "to$ken"));
  EXPECT_TRUE(matches(model::Pattern::kContributorRule, "a-b_c.d"));
  EXPECT_FALSE(matches(model::Pattern::kContributorRule, "a-"));
  EXPECT_TRUE(matches(model::Pattern::kCsvDelimiter, "|"));
  EXPECT_FALSE(matches(model::Pattern::kCsvDelimiter, ",,"));
  EXPECT_TRUE(matches(model::Pattern::kCsvHeader, ""));
  EXPECT_FALSE(matches(model::Pattern::kCsvHeader, "a,b"));
  EXPECT_TRUE(matches(model::Pattern::kS3Bucket, "my-bucket.1"));
  EXPECT_FALSE(matches(model::Pattern::kS3Bucket, "-my"));
  EXPECT_TRUE(matches(model::Pattern::kTwelveDigits, "123456789012"));
  EXPECT_FALSE(matches(model::Pattern::kTwelveDigits, "12345678901x"));
  EXPECT_TRUE(matches(model::Pattern::kUuid, "01234567-89ab-cdef-0123-456789abcdef"));
  EXPECT_FALSE(matches(model::Pattern::kUuid, "01234567x89ab-cdef-0123-456789abcdef"));
}

}  // namespace
}  // namespace magneto::internal::checks
