// SPDX-License-Identifier: Apache-2.0
//
// AttributeCipher: encrypts or decrypts the attributes of one item. A key of this process is made
// ready once for all of them; other keys are asked for each.
#pragma once

#include <string>
#include <string_view>

#include "encryption/crypto/random_source.h"
#include "encryption/local_aes_key.h"
#include "encryption/public_names.h"

namespace magneto::internal::encryption {

/// Not thread safe. The key and `ivs` must outlive it.
class AttributeEncryptor {
 public:
  AttributeEncryptor(const magneto::encryption::DelegatedKey& key, RandomSource& ivs);
  /// `text` has, from `at` on, a block for the IV and the plaintext: they become IV and ciphertext.
  /// Errors: the key's.
  Result<void> encrypt(std::string_view attribute, std::string& text, std::size_t at);

 private:
  const magneto::encryption::DelegatedKey& key_;
  RandomSource& ivs_;
  Pool<CbcEncryptor>::Lease local_;
};

/// Not thread safe. The key must outlive it, and `mode` must.
class AttributeDecryptor {
 public:
  /// `mode` is what the item says: "/CBC/PKCS5Padding".
  AttributeDecryptor(const magneto::encryption::DelegatedKey& key, std::string_view mode);
  /// The plaintext is in `buffer`. Errors: the key's.
  Result<std::string_view> decrypt(std::string_view attribute, std::string_view stored,
                                   std::string& buffer);

 private:
  const magneto::encryption::DelegatedKey& key_;
  const std::string_view mode_;
  Pool<CbcDecryptor>::Lease local_;
};

}  // namespace magneto::internal::encryption
