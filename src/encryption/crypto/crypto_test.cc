// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "encryption/crypto/aes.h"
#include "encryption/crypto/algorithms.h"
#include "encryption/crypto/digest.h"
#include "encryption/test_vectors.h"

namespace magneto::internal::encryption::test {
namespace {

using magneto::encryption::failure_of;
using magneto::encryption::generate_key;
using magneto::encryption::local_key;

std::string hex_member(const Value& vector, std::string_view name) {
  return vector[name].is_null() ? std::string() : hex_bytes(text(vector, name));
}

TEST(AesKeyWrap, IsThatOfRfc3394) {
  const Value all = vectors("official/transcribed/rfc3394_aes_key_wrap.json");
  for (const Value& vector : elements(member(all, "vectors"))) {
    const std::string kek = hex_member(vector, "kek");
    EXPECT_EQ(*aes_wrap(kek, hex_member(vector, "key")), hex_member(vector, "wrapped"));
    EXPECT_EQ(*aes_unwrap(kek, hex_member(vector, "wrapped")), hex_member(vector, "key"));
    std::string damaged = hex_member(vector, "wrapped");
    damaged[3] = static_cast<char>(damaged[3] ^ 1);
    EXPECT_FALSE(aes_unwrap(kek, damaged));
  }
}

TEST(Hkdf, IsThatOfRfc5869) {
  const Value all = vectors("official/transcribed/rfc5869_hkdf_sha256.json");
  for (const Value& vector : elements(member(all, "vectors"))) {
    const auto size = static_cast<std::size_t>(vector["length"].as<int>().value());
    const Result<Secret> key = hkdf_sha256(hex_member(vector, "ikm"), hex_member(vector, "salt"),
                                           hex_member(vector, "info"), size);
    ASSERT_TRUE(key);
    EXPECT_EQ(key->view(), hex_member(vector, "okm"));
  }
}

TEST(Cbc, RefusesDamagedPadding) {
  const std::string key(32, 'k');
  std::string stored = *cbc_encrypt(key, std::string(16, 'i'), "0123456789abcdef");
  EXPECT_EQ(stored.size(), 48U);
  EXPECT_EQ(*cbc_decrypt(key, stored), "0123456789abcdef");
  stored[20] = static_cast<char>(stored[20] ^ 0x55);
  EXPECT_FALSE(cbc_decrypt(key, stored));
  EXPECT_FALSE(cbc_decrypt(key, stored.substr(0, 16)));
  EXPECT_FALSE(cbc_decrypt(key, stored.substr(0, 47)));
  EXPECT_FALSE(cbc_decrypt(key, ""));
}

TEST(Comparison, TakesADifferentSizeForADifference) {
  EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
  EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
  EXPECT_FALSE(equal_in_constant_time("abc", "ab"));
  EXPECT_FALSE(equal_in_constant_time("abc", ""));
}

TEST(Algorithms, AreKnownByTheirExactNames) {
  EXPECT_TRUE(signature_named("HmacSHA224"));
  EXPECT_TRUE(signature_named("SHA512withECDSA"));
  EXPECT_FALSE(signature_named("hmacsha256"));
  EXPECT_FALSE(signature_named("SHA256WithRSA"));
  EXPECT_FALSE(signature_named("SHA1withECDSA"));
  EXPECT_TRUE(wrap_named("RSA/ECB/OAEPWithSHA-256AndMGF1Padding"));
  for (const std::string_view refused :
       {"AES/ECB/NoPadding", "RSA/ECB/NoPadding", "RSA/ECB/OAEPWithMD5AndMGF1Padding",
        "RSA/ECB/OAEPWithSHA-AndMGF1Padding", "RSA/ECB/OAEPWithSHA-256AndMGF1PaddingX", ""}) {
    const Result<WrapTransformation> how = wrap_named(refused);
    ASSERT_FALSE(how) << refused;
    EXPECT_EQ(failure_of(how.error()), Failure::kJceTransformation);
  }
}

TEST(Keys, AreOfTheSizesThatTheirAlgorithmHas) {
  EXPECT_TRUE(local_key(std::string(24, 'k'), "AES", KeyType::kSymmetric, KeyEncoding::kRaw));
  EXPECT_FALSE(local_key(std::string(23, 'k'), "AES", KeyType::kSymmetric, KeyEncoding::kRaw));
  EXPECT_TRUE(local_key("k", "HmacSHA256", KeyType::kSymmetric, KeyEncoding::kRaw));
  EXPECT_FALSE(local_key("k", "HmacMD5", KeyType::kSymmetric, KeyEncoding::kRaw));
  EXPECT_FALSE(local_key("k", "HmacSHA256", KeyType::kSymmetric, KeyEncoding::kDer));
  EXPECT_FALSE(local_key("no key", "RSA", KeyType::kPrivate, KeyEncoding::kDer));
  EXPECT_FALSE(local_key("no key", "RSA", KeyType::kPrivate, KeyEncoding::kRaw));
}

TEST(Keys, AreMadeForEveryAlgorithm) {
  EXPECT_TRUE(generate_key("AES", 256));
  EXPECT_TRUE(generate_key("AESWrap", 128));
  EXPECT_TRUE(generate_key("HmacSHA512", 512));
  EXPECT_TRUE(generate_key("SHA256withRSA", 2048));
  EXPECT_FALSE(generate_key("DES", 64));
  EXPECT_FALSE(generate_key("AES", 257));
}

TEST(Keys, DoOnlyWhatTheyAreFor) {
  const Key mac = *generate_key("HmacSHA256", 256);
  const Result<std::string> encrypted = mac->encrypt("AES/CBC/PKCS5Padding", "a", "x");
  ASSERT_FALSE(encrypted);
  EXPECT_EQ(failure_of(encrypted.error()), Failure::kInvalidAlgorithm);
  const Key aes = *generate_key("AES", 256);
  EXPECT_FALSE(aes->sign("HmacSHA256", "x"));
  EXPECT_FALSE(aes->encrypt("AES/ECB/PKCS5Padding", "a", "x"));
  const Key rsa = *generate_key("SHA256withRSA", 2048);
  EXPECT_FALSE(rsa->sign("SHA512withRSA", "x"));
  EXPECT_TRUE(rsa->verify("SHA256withRSA", *rsa->sign("SHA256withRSA", "x"), "x"));
  EXPECT_FALSE(rsa->verify("SHA256withRSA", *rsa->sign("SHA256withRSA", "x"), "y"));
}

}  // namespace
}  // namespace magneto::internal::encryption::test
