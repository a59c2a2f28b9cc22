// SPDX-License-Identifier: Apache-2.0
#include <sys/wait.h>
#include <unistd.h>

#include <set>

#include <gtest/gtest.h>

#include "encryption/crypto/aes.h"
#include "encryption/crypto/algorithms.h"
#include "encryption/crypto/cbc.h"
#include "encryption/crypto/digest.h"
#include "encryption/crypto/mac.h"
#include "encryption/crypto/random_source.h"
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
    AesKeyWrap wrap(kek, true);
    AesKeyWrap unwrap(kek, false);
    std::string damaged = hex_member(vector, "wrapped");
    damaged[3] = static_cast<char>(damaged[3] ^ 1);
    for (int i = 0; i < 2; ++i) {
      EXPECT_EQ(*wrap.wrap(hex_member(vector, "key")), hex_member(vector, "wrapped"));
      EXPECT_EQ(*unwrap.unwrap(hex_member(vector, "wrapped")), hex_member(vector, "key"));
      EXPECT_FALSE(unwrap.unwrap(damaged));
    }
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
  std::string stored = CbcEncryptor(key).encrypt(std::string(16, 'i'), "0123456789abcdef");
  CbcDecryptor decryptor(key);
  std::string buffer;
  EXPECT_EQ(stored.size(), 48U);
  EXPECT_EQ(*decryptor.decrypt(stored, buffer), "0123456789abcdef");
  const std::string right = stored;
  stored[20] = static_cast<char>(stored[20] ^ 0x55);
  EXPECT_FALSE(decryptor.decrypt(stored, buffer));
  EXPECT_FALSE(decryptor.decrypt(stored.substr(0, 16), buffer));
  EXPECT_FALSE(decryptor.decrypt(stored.substr(0, 47), buffer));
  EXPECT_FALSE(decryptor.decrypt("", buffer));
  EXPECT_EQ(*decryptor.decrypt(right, buffer), "0123456789abcdef");
}

// NIST SP 800-38A, F.2.5: CBC-AES256, of which the fourth block is padding here.
TEST(Cbc, IsThatOfNistForEachTextOfMany) {
  const std::string key =
      hex_bytes("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
  const std::string iv = hex_bytes("000102030405060708090a0b0c0d0e0f");
  const std::string text = hex_bytes(
      "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
      "30c81c46a35ce411e5fbc1191a0a52ef");
  const std::string cipher = hex_bytes(
      "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d"
      "39f23369a9d9bacfa530e26304231461");
  CbcEncryptor encryptor(key);
  CbcDecryptor decryptor(key);
  std::string buffer;
  for (std::size_t size = 0; size <= 40; ++size) {
    // Texts of all sizes between those that are compared.
    const std::string other(size, 'x');
    EXPECT_EQ(*decryptor.decrypt(encryptor.encrypt(text.substr(0, 16), other), buffer), other);
    const std::string stored = encryptor.encrypt(iv, text);
    EXPECT_EQ(stored.substr(0, 64), iv + cipher);
    EXPECT_EQ(*decryptor.decrypt(stored, buffer), text);
  }
}

TEST(RandomSource, GivesEachIvOnce) {
  RandomSource source;
  std::set<std::string> ivs;
  for (int i = 0; i < 500; ++i) {
    ivs.emplace(*source.next(kBlockSize));
  }
  EXPECT_EQ(ivs.size(), 500U);
  EXPECT_EQ(ivs.begin()->size(), kBlockSize);
}

// A forked process has a copy of what its parent has drawn ahead.
TEST(RandomSource, GivesOtherIvsInAForkedProcess) {
  RandomSource source;
  source.next(kBlockSize).value();
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  const std::string iv(*source.next(kBlockSize));
  if (child == 0) {
    _exit(write(ends[1], iv.data(), iv.size()) == static_cast<ssize_t>(kBlockSize) ? 0 : 1);
  }
  std::string of_child(kBlockSize, '\0');
  EXPECT_EQ(read(ends[0], of_child.data(), kBlockSize), static_cast<ssize_t>(kBlockSize));
  EXPECT_EQ(waitpid(child, nullptr, 0), child);
  close(ends[0]);
  close(ends[1]);
  EXPECT_NE(of_child, iv);
}

TEST(Mac, IsThatOfRfc4231ForEachTextOfMany) {
  Mac mac(digest_named("SHA256"), "Jefe");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(*mac.of("what do ya want for nothing?"),
              hex_bytes("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    EXPECT_NE(*mac.of("another text"), *mac.of(""));
  }
  EXPECT_TRUE(Mac(digest_named("SHA512"), "").of("x"));
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

std::string pem(std::string_view label, const std::string& der) {
  const std::string text = base64_of(der);
  std::string lines = "-----BEGIN " + std::string(label) + "-----\n";
  for (std::size_t at = 0; at < text.size(); at += 64) lines += text.substr(at, 64) + "\n";
  return lines + "-----END " + std::string(label) + "-----\n";
}

TEST(Keys, AreReadFromPem) {
  const Value keys = vectors("official/legacy-python/encrypted_item/keys.json");
  const std::string der = bytes(member(keys, "rsaSignPriv"), "material");
  const Key key =
      local_key(pem("PRIVATE KEY", der), "SHA256withRSA", KeyType::kPrivate, KeyEncoding::kPem)
          .value();
  const Key pub = local_key(pem("PUBLIC KEY", bytes(member(keys, "rsaSignPub"), "material")),
                            "SHA256withRSA", KeyType::kPublic, KeyEncoding::kPem)
                      .value();
  const std::string signature = key->sign("SHA256withRSA", "x").value();
  EXPECT_TRUE(pub->verify("SHA256withRSA", signature, "x"));
  EXPECT_FALSE(pub->verify("SHA256withRSA", signature, "y"));
  const Result<std::string> refused = pub->sign("SHA256withRSA", "x");
  ASSERT_FALSE(refused);
  EXPECT_EQ(failure_of(refused.error()), Failure::kSigning);
  EXPECT_FALSE(
      local_key(pem("PRIVATE KEY", der), "SHA256withRSA", KeyType::kPrivate, KeyEncoding::kDer));
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
