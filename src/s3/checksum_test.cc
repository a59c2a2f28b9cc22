// SPDX-License-Identifier: Apache-2.0
#include "s3/checksum.h"

#include <gtest/gtest.h>

namespace magneto::internal::s3 {
namespace {

// The check values of the CRC catalogue and of the standards, in base64.
TEST(S3Checksum, OfAKnownText) {
  const std::string_view text = "123456789";
  EXPECT_EQ(checksum_of(ChecksumKind::kCrc32, text), "y/Q5Jg==");          // CBF43926
  EXPECT_EQ(checksum_of(ChecksumKind::kCrc32c, text), "4waSgw==");         // E3069283
  EXPECT_EQ(checksum_of(ChecksumKind::kCrc64Nvme, text), "rosUhgp5mIg=");  // AE8B14860A799888
  EXPECT_EQ(checksum_of(ChecksumKind::kSha1, text), "98O8HYCOBHMq32eZZczDTKeuNEE=");
  EXPECT_EQ(checksum_of(ChecksumKind::kSha256, text),
            "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=");
}

TEST(S3Checksum, OfPiecesIsThatOfTheWhole) {
  for (const ChecksumKind kind :
       {ChecksumKind::kCrc32, ChecksumKind::kCrc32c, ChecksumKind::kCrc64Nvme, ChecksumKind::kSha1,
        ChecksumKind::kSha256}) {
    RunningChecksum sum(kind);
    for (const char* piece : {"1234", "", "5", "6789"}) sum.add(piece);
    EXPECT_EQ(sum.text(), checksum_of(kind, "123456789")) << checksum_name(kind);
  }
}

TEST(S3Checksum, IsReadFromTheHeaders) {
  const auto told = [](std::vector<std::pair<std::string, std::string>> headers) {
    return told_checksum(Answer(200, "", headers));
  };
  EXPECT_FALSE(told({}).of_bytes);
  EXPECT_FALSE(told({}).of_parts);
  const ToldChecksum whole =
      told({{"x-amz-checksum-crc64nvme", "AAA="}, {"x-amz-checksum-type", "FULL_OBJECT"}});
  ASSERT_TRUE(whole.of_bytes);
  EXPECT_EQ(whole.of_bytes->kind, ChecksumKind::kCrc64Nvme);
  EXPECT_EQ(whole.of_bytes->text, "AAA=");
  for (const ToldChecksum& parts :
       {told({{"x-amz-checksum-sha256", "AAA=-2"}}),
        told({{"x-amz-checksum-crc32c", "AAA="}, {"x-amz-checksum-type", "COMPOSITE"}}),
        told({{"x-amz-checksum-sha256", "AAA="}, {"etag", "\"abc-2\""}})}) {
    EXPECT_FALSE(parts.of_bytes);
    EXPECT_TRUE(parts.of_parts);
  }
  const ToldChecksum twelve = told({{"x-amz-checksum-sha256", "AAA=-12"}});
  EXPECT_EQ(twelve.of_checksums.value().text, "AAA=");
  EXPECT_EQ(twelve.parts, 12);
  const ToldChecksum two = told({{"x-amz-checksum-crc32c", "AAA="},
                                 {"x-amz-checksum-type", "COMPOSITE"},
                                 {"etag", "\"abc-2\""}});
  EXPECT_EQ(two.of_checksums.value().text, "AAA=");
  EXPECT_EQ(two.parts, 2);
  EXPECT_FALSE(told({{"x-amz-checksum-sha256", "AAA="}, {"etag", "\"abc-2\""}}).of_checksums);
}

}  // namespace
}  // namespace magneto::internal::s3
