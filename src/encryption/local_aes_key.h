// SPDX-License-Identifier: Apache-2.0
//
// AES keys of this process, for attributes and for wrapping keys.
#pragma once

#include <string>
#include <string_view>

#include "encryption/crypto/aes.h"
#include "encryption/crypto/cbc.h"
#include "encryption/crypto/pool.h"
#include "encryption/crypto/secret.h"
#include "encryption/public_names.h"
#include "magneto/encryption/key.h"

namespace magneto::internal::encryption {

/// Failure::kInvalidAlgorithm.
Error not_for(const magneto::encryption::DelegatedKey& key, std::string_view what);

class LocalAesKey final : public magneto::encryption::DelegatedKey {
 public:
  /// What attributes are encrypted with.
  static constexpr std::string_view kTransformation = "AES/CBC/PKCS5Padding";

  /// REQUIRES: 16, 24 or 32 bytes.
  LocalAesKey(std::string algorithm, Secret key)
      : algorithm_(std::move(algorithm)), key_(std::move(key)) {}

  const std::string& algorithm() const override { return algorithm_; }
  bool allowed_for_raw_materials() const override { return algorithm_ == "AES"; }
  std::string wrapping_algorithm() const override { return "AESWrap"; }

  Result<std::string> encrypt(std::string_view algorithm, std::string_view attribute,
                              std::string_view plaintext) const override;
  Result<std::string> decrypt(std::string_view algorithm, std::string_view attribute,
                              std::string_view ciphertext) const override;
  Result<std::string> wrap(std::string_view algorithm, std::string_view content_key) const override;
  Result<std::string> unwrap(std::string_view algorithm, std::string_view wrapped) const override;

  /// For many attributes at once.
  Pool<CbcEncryptor>::Lease encryptor() const { return encryptors_.take(); }
  Pool<CbcDecryptor>::Lease decryptor() const { return decryptors_.take(); }

 private:
  std::string algorithm_;
  Secret key_;
  mutable Pool<CbcEncryptor> encryptors_{
      [this] { return std::make_unique<CbcEncryptor>(key_.view()); }};
  mutable Pool<CbcDecryptor> decryptors_{
      [this] { return std::make_unique<CbcDecryptor>(key_.view()); }};
  mutable Pool<AesKeyWrap> wrappers_{
      [this] { return std::make_unique<AesKeyWrap>(key_.view(), true); }};
  mutable Pool<AesKeyWrap> unwrappers_{
      [this] { return std::make_unique<AesKeyWrap>(key_.view(), false); }};
};

}  // namespace magneto::internal::encryption
