// SPDX-License-Identifier: Apache-2.0
//
// RSA and elliptic-curve keys: reading, signing, verifying, wrapping.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <openssl/evp.h>

#include "encryption/crypto/algorithms.h"
#include "encryption/public_names.h"

namespace magneto::internal::encryption {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using AsymmetricKey = std::unique_ptr<EVP_PKEY, FreeKey>;

/// Null when the bytes are no such key: PKCS#8 or SubjectPublicKeyInfo, DER or PEM.
AsymmetricKey read_key(std::string_view bytes, bool is_private, bool pem);
/// Exponent 65537. Null when there is none of that size.
AsymmetricKey generate_rsa_key(int bits);
bool is_rsa(const EVP_PKEY* key);

/// Errors: kSigning.
Result<std::string> sign_with(EVP_PKEY* key, const EVP_MD* digest, std::string_view data);
bool verifies(EVP_PKEY* key, const EVP_MD* digest, std::string_view signature,
              std::string_view data);

/// Errors: kWrapping, kUnwrapping.
Result<std::string> rsa_wrap(EVP_PKEY* key, const WrapTransformation& how,
                             std::string_view content_key);
Result<std::string> rsa_unwrap(EVP_PKEY* key, const WrapTransformation& how,
                               std::string_view wrapped);

}  // namespace magneto::internal::encryption
