// SPDX-License-Identifier: Apache-2.0
//
// Java's names of algorithms, as keys and items have them, matched exactly.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <openssl/evp.h>

#include "encryption/public_names.h"

namespace magneto::internal::encryption {

enum class SignatureKind : std::uint8_t { kMac, kRsa, kEcdsa };

/// "HmacSHA256", "SHA256withRSA", "SHA384withECDSA".
struct SignatureAlgorithm {
  SignatureKind kind = SignatureKind::kMac;
  const EVP_MD* digest = nullptr;
};
std::optional<SignatureAlgorithm> signature_named(std::string_view name);

enum class WrapKind : std::uint8_t { kAes, kRsaPkcs1, kRsaOaep };

/// "AESWrap", "RSA", "RSA/ECB/OAEPWithSHA-256AndMGF1Padding".
struct WrapTransformation {
  WrapKind kind = WrapKind::kAes;
  const EVP_MD* digest = nullptr;  ///< Of OAEP. Its MGF1 has SHA-1 whatever this is.
};
/// Errors: kJceTransformation.
Result<WrapTransformation> wrap_named(std::string_view name);

/// "AES/256": a name and bits, 256 where none are said.
struct KeyInfo {
  std::string algorithm;
  int bits = 256;
};
/// Nothing where what is behind the slash is no number of bits.
std::optional<KeyInfo> key_info(std::string_view text);

}  // namespace magneto::internal::encryption
