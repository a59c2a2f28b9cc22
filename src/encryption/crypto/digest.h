// SPDX-License-Identifier: Apache-2.0
//
// Digests by their names, HKDF (RFC 5869), random bytes: OpenSSL's.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <openssl/evp.h>

#include "base/constant_time.h"
#include "base/digest.h"
#include "encryption/crypto/secret.h"
#include "encryption/public_names.h"

namespace magneto::internal::encryption {

/// OpenSSL's digest of "SHA1", "SHA224" to "SHA512"; null for other names.
const EVP_MD* digest_named(std::string_view name);

/// Extract and expand with SHA-256; without `salt` 32 zero bytes. Errors: kDecryption.
Result<Secret> hkdf_sha256(std::string_view key, std::string_view salt, std::string_view info,
                           std::size_t size);

/// Of the operating system's generator, by OpenSSL. Errors: kEncryption.
Result<void> fill_random(unsigned char* to, std::size_t size);

/// Empties OpenSSL's error queue: reasons of failures are not for callers.
void drop_openssl_errors();

inline const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
inline unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace magneto::internal::encryption
