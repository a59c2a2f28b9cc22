// SPDX-License-Identifier: Apache-2.0
//
// SHA-256, HKDF (RFC 5869), random bytes, comparison in constant time: OpenSSL's.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include <openssl/evp.h>

#include "encryption/crypto/secret.h"
#include "encryption/public_names.h"

namespace magneto::internal::encryption {

/// Of many short texts. Not thread safe.
class Sha256 {
 public:
  static constexpr std::size_t kSize = 32;

  Sha256();
  /// Puts the 32 bytes.
  void put(std::string_view text, char* to);

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  const EVP_MD* const digest_;
  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

/// OpenSSL's digest of "SHA1", "SHA224" to "SHA512"; null for other names. Fetched once.
const EVP_MD* digest_named(std::string_view name);

/// Extract and expand with SHA-256; without `salt` 32 zero bytes. Errors: kDecryption.
Result<Secret> hkdf_sha256(std::string_view key, std::string_view salt, std::string_view info,
                           std::size_t size);

/// Of the operating system's generator, by OpenSSL. Errors: kEncryption.
Result<void> fill_random(unsigned char* to, std::size_t size);

/// Takes the same time wherever the difference is. False for different sizes.
bool equal_in_constant_time(std::string_view a, std::string_view b);

/// Empties OpenSSL's error queue: reasons of failures are not for callers.
void drop_openssl_errors();

inline const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
inline unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace magneto::internal::encryption
