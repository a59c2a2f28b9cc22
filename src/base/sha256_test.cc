// SPDX-License-Identifier: Apache-2.0
#include "base/sha256.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace magneto::internal {
namespace {

// FIPS 180-4's examples.
TEST(Sha256, HasTheStandardsDigests) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sha256, HashesOneTextAfterTheOtherInPieces) {
  Sha256 sha256;
  for (int i = 0; i < 2; ++i) {
    sha256.add("a");
    sha256.add("");
    sha256.add("bc");
    EXPECT_EQ(hex(sha256.finish()), sha256_hex("abc"));
  }
}

TEST(Sha256, HashesInPlaceTextsOfEachSizeAndLeavesThemAsTheyWere) {
  for (std::size_t size = 0; size < 200; ++size) {
    std::string text(size, 'a');
    Sha256::Bytes hash{};
    sha256_in_place(text, hash.data());
    EXPECT_EQ(hex(hash), sha256_hex(text)) << size;
    EXPECT_EQ(text, std::string(size, 'a'));
  }
}

// RFC 4231, test cases 2, 1, 6 and 7: keys shorter and longer than a block.
TEST(HmacSha256, IsThatOfTheRfc) {
  const HmacSha256 short_key("Jefe");
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(hex(short_key.of("what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }
  EXPECT_EQ(hex(HmacSha256(std::string(20, '\x0b')).of("Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  const HmacSha256 long_key(std::string(131, '\xaa'));
  EXPECT_EQ(hex(long_key.of("Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  EXPECT_EQ(hex(long_key.of("This is a test using a larger than block-size key and a larger than "
                            "block-size data. The key needs to be hashed before being used by the "
                            "HMAC algorithm.")),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

// As the hmac module of Python has it.
TEST(HmacSha256, TakesAKeyOfNoBytes) {
  EXPECT_EQ(hex(HmacSha256("").of("")),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

}  // namespace
}  // namespace magneto::internal
