// SPDX-License-Identifier: Apache-2.0
//
// AES in CBC with PKCS#7 padding, of many short texts with one key.
//
// OpenSSL is told the key once and no IV again: that would cost more than a short text itself. It goes
// on as if all texts were one, so the first block of each is XORed with the IV and with the last
// block of ciphertext before it, which OpenSSL XORs in.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <openssl/evp.h>

#include "encryption/public_names.h"

namespace magneto::internal::encryption {

inline constexpr std::size_t kBlockSize = 16;

/// What both ways have in common. Keys are of 16, 24 or 32 bytes. Not thread safe.
class CbcChain {
 public:
  CbcChain(std::string_view key, bool encrypts);

 protected:
  using Block = std::array<char, kBlockSize>;

  /// REQUIRES: whole blocks. They may be changed in place.
  void run(const char* from, std::size_t size, char* to);
  /// XORs the IV and the ciphertext's last block before into `block`.
  void exchange_iv(const char* iv, char* block) const;

  Block last_{};  // of the ciphertext so far

 private:
  struct Free {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
  };
  std::unique_ptr<EVP_CIPHER_CTX, Free> context_;
};

class CbcEncryptor : public CbcChain {
 public:
  explicit CbcEncryptor(std::string_view key) : CbcChain(key, true) {}

  /// `text` has, from `at` on, a block for the IV and the plaintext: they become IV and ciphertext.
  /// REQUIRES: an IV of 16 random bytes.
  void encrypt(std::string_view iv, std::string& text, std::size_t at);
  /// The same of a text that stays.
  std::string encrypt(std::string_view iv, std::string_view plaintext);
};

class CbcDecryptor : public CbcChain {
 public:
  explicit CbcDecryptor(std::string_view key) : CbcChain(key, false) {}

  /// `stored` is IV and ciphertext; the plaintext takes the place of what is in `buffer`, and is valid
  /// as long as that is not changed. Errors: kDecryption.
  Result<std::string_view> decrypt(std::string_view stored, std::string& buffer);
};

}  // namespace magneto::internal::encryption
