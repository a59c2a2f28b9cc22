// SPDX-License-Identifier: Apache-2.0
//
// Keys. A DelegatedKey does its own cryptography, so its bytes may lie in a hardware module; local
// keys are in this process, on OpenSSL, and wiped when they go.
//
//   Key wrapping = local_key(bytes, "AES", KeyType::kSymmetric, KeyEncoding::kRaw).value();
//   Key signing = generate_key("HmacSHA256", 256).value();
//
// Algorithms have Java's names, as items have them: "AES", "HmacSHA256", "SHA256withRSA",
// "RSA/ECB/OAEPWithSHA-256AndMGF1Padding". Keys are immutable and thread safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "magneto/encryption/error.h"
#include "magneto/result.h"

namespace magneto::encryption {

class DelegatedKey;
using Key = std::shared_ptr<const DelegatedKey>;

/// What is not overridden fails with Failure::kInvalidAlgorithm.
class DelegatedKey {
 public:
  virtual ~DelegatedKey() = default;

  virtual const std::string& algorithm() const = 0;
  /// Whether a static provider takes it as an encryption key.
  virtual bool allowed_for_raw_materials() const { return false; }

  /// The stored bytes of an attribute: IV and ciphertext. `algorithm` is "AES/CBC/PKCS5Padding".
  virtual Result<std::string> encrypt(std::string_view algorithm, std::string_view attribute,
                                      std::string_view plaintext) const;
  virtual Result<std::string> decrypt(std::string_view algorithm, std::string_view attribute,
                                      std::string_view ciphertext) const;
  /// The transformation that wraps where nothing names one.
  virtual std::string wrapping_algorithm() const;
  virtual Result<std::string> wrap(std::string_view algorithm, std::string_view content_key) const;
  /// `algorithm` is empty where the item does not name it. The bytes of the content key.
  virtual Result<std::string> unwrap(std::string_view algorithm, std::string_view wrapped) const;
  virtual Result<std::string> sign(std::string_view algorithm, std::string_view data) const;
  /// Errors: kSignatureVerification.
  virtual Result<void> verify(std::string_view algorithm, std::string_view signature,
                              std::string_view data) const;
  /// Written to items; nothing where the key is for several.
  virtual std::optional<std::string> signing_algorithm() const { return std::nullopt; }
};

enum class KeyType : std::uint8_t { kSymmetric, kPrivate, kPublic };
/// DER and PEM: PKCS#8 of a private key, unencrypted; SubjectPublicKeyInfo of a public key.
enum class KeyEncoding : std::uint8_t { kRaw, kDer, kPem };

/// Errors: Failure::kInvalidArgument (bytes that are no such key, RAW of an RSA key, DER of an AES
/// key), Failure::kJceTransformation (no algorithm of that name).
Result<Key> local_key(std::string_view material, std::string algorithm, KeyType type,
                      KeyEncoding encoding);
/// `algorithm`: AES, AESWrap, a name of HMAC, or one with RSA in it. Errors:
/// Failure::kInvalidArgument.
Result<Key> generate_key(std::string algorithm, int bits);

}  // namespace magneto::encryption
