// SPDX-License-Identifier: Apache-2.0
#include "http/accept_encoding.h"

#include <gtest/gtest.h>

namespace magneto::internal::http {
namespace {

TEST(ChooseCoding, NothingKnownMeansPlain) {
  for (const char* value : {"", "identity", "br", "zstd, compress", "x-gzip", "\"gzip\"", "gzip br",
                            "gzip:q=1", "identity;q=0", "*;q=0", "br;q=0.8,*;q=0"}) {
    EXPECT_EQ(choose_coding(value), Coding::kIdentity) << value;
  }
}

TEST(ChooseCoding, TheFirstOfEqualsWins) {
  EXPECT_EQ(choose_coding("gzip, deflate"), Coding::kGzip);
  EXPECT_EQ(choose_coding("br, identity, deflate, gzip"), Coding::kDeflate);
  EXPECT_EQ(choose_coding("GZIP, identity"), Coding::kGzip);
  EXPECT_EQ(choose_coding("dog, gzip ,, cat"), Coding::kGzip);
}

TEST(ChooseCoding, HigherQualityWins) {
  EXPECT_EQ(choose_coding("gzip;q=0.5, deflate;q=0.8"), Coding::kDeflate);
  EXPECT_EQ(choose_coding("br, gzip;q=0, deflate; q=0.5, identity;q=0"), Coding::kDeflate);
  EXPECT_EQ(choose_coding("gzip;q=0.5, identity;q=0.8"), Coding::kGzip);
  EXPECT_EQ(choose_coding("gzip;q=0, gzip;q=1, gzip;q=0"), Coding::kGzip);
  EXPECT_EQ(choose_coding("br, identity;q=0.5, gzip;q=0.0001"), Coding::kGzip);
}

TEST(ChooseCoding, AnyStandsForThoseNotNamed) {
  EXPECT_EQ(choose_coding("*"), Coding::kGzip);
  EXPECT_EQ(choose_coding("*;q=0.5, identity"), Coding::kGzip);
  EXPECT_EQ(choose_coding("*, deflate;q=0.5"), Coding::kGzip);
  EXPECT_EQ(choose_coding("*, deflate"), Coding::kDeflate);
  EXPECT_EQ(choose_coding("*, gzip;q=0.5"), Coding::kDeflate);
}

TEST(ChooseCoding, QualitiesThatAreNoneCountAsOne) {
  EXPECT_EQ(choose_coding("deflate;q=0.5, gzip;q=31"), Coding::kGzip);
  EXPECT_EQ(choose_coding("gzip;q=31, deflate;q=51"), Coding::kGzip);
  EXPECT_EQ(choose_coding("deflate;q=0.5, gzip;q=0.x"), Coding::kGzip);
  EXPECT_EQ(choose_coding("deflate;q=0.5, gzip;q=0. x"), Coding::kGzip);
  EXPECT_EQ(choose_coding("deflate;q=0.5, gzip;q=0."), Coding::kDeflate);
  EXPECT_EQ(choose_coding("deflate;q=-0.5, gzip;q=0.2"), Coding::kGzip);
}

TEST(ChooseCoding, TheFirstQualityCountsWhereverItStands) {
  EXPECT_EQ(choose_coding("deflate;q=0.5, gzip;q=1;q=0.2"), Coding::kGzip);
  EXPECT_EQ(choose_coding("gzip;q= 0;q=1"), Coding::kIdentity);
  EXPECT_EQ(choose_coding("gzip;q =0;q=1"), Coding::kGzip);
  EXPECT_EQ(choose_coding("gzip;nq=0;q=1"), Coding::kIdentity);
}

TEST(ParseContentEncoding, KnowsTwo) {
  EXPECT_EQ(parse_content_encoding(""), Coding::kIdentity);
  EXPECT_EQ(parse_content_encoding("identity"), Coding::kIdentity);
  EXPECT_EQ(parse_content_encoding(" GZip "), Coding::kGzip);
  EXPECT_EQ(parse_content_encoding("deflate"), Coding::kDeflate);
  EXPECT_EQ(parse_content_encoding("garbage"), Coding::kUnknown);
  EXPECT_EQ(parse_content_encoding("gzip, gzip"), Coding::kUnknown);
}

}  // namespace
}  // namespace magneto::internal::http
