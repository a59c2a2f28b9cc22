// SPDX-License-Identifier: Apache-2.0
//
// AES keys of this process, for attributes and for wrapping keys.
#pragma once

#include <cstdint>
#include <memory>
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

/// Whether contexts of OpenSSL for a key are worth keeping.
enum class KeyUse : std::uint8_t { kManyItems, kOneItem };

class LocalAesKey final : public magneto::encryption::DelegatedKey {
 public:
  /// What attributes are encrypted with.
  static constexpr std::string_view kTransformation = "AES/CBC/PKCS5Padding";

  /// REQUIRES: 16, 24 or 32 bytes.
  LocalAesKey(std::string algorithm, Secret key, KeyUse use = KeyUse::kManyItems)
      : algorithm_(std::move(algorithm)), key_(std::move(key)) {
    if (use == KeyUse::kManyItems) kept_ = std::make_unique<Kept>(key_);
  }

  const std::string& algorithm() const override { return algorithm_; }
  bool allowed_for_raw_materials() const override { return algorithm_ == "AES"; }
  std::string wrapping_algorithm() const override { return "AESWrap"; }

  Result<std::string> encrypt(std::string_view algorithm, std::string_view attribute,
                              std::string_view plaintext) const override;
  Result<std::string> decrypt(std::string_view algorithm, std::string_view attribute,
                              std::string_view ciphertext) const override;
  Result<std::string> wrap(std::string_view algorithm, std::string_view content_key) const override;
  Result<std::string> unwrap(std::string_view algorithm, std::string_view wrapped) const override;

  /// For many attributes or keys at once.
  Pool<CbcEncryptor>::Lease encryptor() const;
  Pool<CbcDecryptor>::Lease decryptor() const;
  Pool<AesKeyWrap>::Lease wrapper() const;
  Pool<AesKeyWrap>::Lease unwrapper() const;

 private:
  struct Kept {
    explicit Kept(const Secret& key)
        : encryptors([&key] { return std::make_unique<CbcEncryptor>(key.view()); }),
          decryptors([&key] { return std::make_unique<CbcDecryptor>(key.view()); }),
          wrappers([&key] { return std::make_unique<AesKeyWrap>(key.view(), true); }),
          unwrappers([&key] { return std::make_unique<AesKeyWrap>(key.view(), false); }) {}

    Pool<CbcEncryptor> encryptors;
    Pool<CbcDecryptor> decryptors;
    Pool<AesKeyWrap> wrappers;
    Pool<AesKeyWrap> unwrappers;
  };

  std::string algorithm_;
  Secret key_;
  std::unique_ptr<Kept> kept_;  ///< Null: of a key for one item.
};

}  // namespace magneto::internal::encryption
