// SPDX-License-Identifier: Apache-2.0
#include "base/digest.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "base/md5.h"

namespace magneto::internal {
namespace {

// FIPS 180-4's examples of "abc", and that of RFC 1321, A.5.
TEST(Digest, HasTheStandardsDigests) {
  EXPECT_EQ(hex_digest(DigestKind::kMd5, "abc"), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(hex_digest(DigestKind::kSha1, "abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(hex_digest(DigestKind::kSha224, "abc"),
            "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7");
  EXPECT_EQ(hex_digest(DigestKind::kSha256, "abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex_digest(DigestKind::kSha384, "abc"),
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
            "8086072ba1e7cc2358baeca134c825a7");
  EXPECT_EQ(hex_digest(DigestKind::kSha512, "abc"),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

// RFC 1321, A.5.
TEST(Digest, HashesOneTextAfterTheOtherInParts) {
  Md5 md5;
  EXPECT_EQ(hex(md5.finish()), "d41d8cd98f00b204e9800998ecf8427e");
  md5.add("abc");
  EXPECT_EQ(hex(md5.finish()), "900150983cd24fb0d6963f7d28e17f72");
  md5.add("message ");
  md5.add("digest");
  EXPECT_EQ(hex(md5.finish()), "f96b697d7cb7938d525a2f31aaf161d0");
}

}  // namespace
}  // namespace magneto::internal
