// SPDX-License-Identifier: Apache-2.0
#include "wire/pattern.h"

#include <gtest/gtest.h>

namespace magneto::wire {
namespace {

TEST(Pattern, NameIsLettersDigitsUnderscoreDotAndDash) {
  EXPECT_TRUE(matches(Pattern::kName, "aZ09_.-"));
  EXPECT_FALSE(matches(Pattern::kName, ""));
  EXPECT_FALSE(matches(Pattern::kName, "abc;"));
  EXPECT_FALSE(matches(Pattern::kName, "abc\n"));
  EXPECT_FALSE(matches(Pattern::kName, "\xC3\xA9"));
}

TEST(Pattern, EachMatchesItsOwn) {
  EXPECT_TRUE(matches(Pattern::kNone, "anything"));
  EXPECT_TRUE(matches(Pattern::kPrintable, "a b~"));
  EXPECT_FALSE(matches(Pattern::kPrintable, "a\tb"));
  EXPECT_FALSE(matches(Pattern::kPrintable, ""));
  EXPECT_TRUE(matches(Pattern::kXmlText, "line\r\n\tline"));
  EXPECT_FALSE(matches(Pattern::kXmlText, std::string_view("\0", 1)));
  EXPECT_TRUE(matches(Pattern::kHexWords, "0123456789abcdef"));
  EXPECT_FALSE(matches(Pattern::kHexWords, "0123456789abcde"));
  EXPECT_FALSE(matches(Pattern::kHexWords, "0123456789ABCDEF"));
  EXPECT_TRUE(matches(Pattern::kNoDollar, "token"));
  EXPECT_FALSE(matches(Pattern::kNoDollar, "to$ken"));
  EXPECT_TRUE(matches(Pattern::kContributorRule, "a-b_c.d"));
  EXPECT_FALSE(matches(Pattern::kContributorRule, "a-"));
  EXPECT_TRUE(matches(Pattern::kCsvDelimiter, "|"));
  EXPECT_FALSE(matches(Pattern::kCsvDelimiter, ",,"));
  EXPECT_TRUE(matches(Pattern::kCsvHeader, ""));
  EXPECT_FALSE(matches(Pattern::kCsvHeader, "a,b"));
  EXPECT_TRUE(matches(Pattern::kS3Bucket, "my-bucket.1"));
  EXPECT_FALSE(matches(Pattern::kS3Bucket, "-my"));
  EXPECT_TRUE(matches(Pattern::kTwelveDigits, "123456789012"));
  EXPECT_FALSE(matches(Pattern::kTwelveDigits, "12345678901x"));
  EXPECT_TRUE(matches(Pattern::kUuid, "01234567-89ab-cdef-0123-456789abcdef"));
  EXPECT_FALSE(matches(Pattern::kUuid, "01234567x89ab-cdef-0123-456789abcdef"));
}

}  // namespace
}  // namespace magneto::wire
