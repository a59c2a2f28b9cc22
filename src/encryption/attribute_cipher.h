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
  AttributeEncryptor(const magneto::encryption::DelegatedKey& key, Pool<RandomSource>& ivs);
  /// IV and ciphertext. Errors: the key's.
  Result<std::string> encrypt(std::string_view attribute, std::string_view plaintext);

 private:
  const magneto::encryption::DelegatedKey& key_;
  const std::string algorithm_;
  Pool<CbcEncryptor>::Lease local_;
  Pool<RandomSource>::Lease ivs_;
};

class AttributeDecryptor {
 public:
  /// `mode` is what the item says: "/CBC/PKCS5Padding".
  AttributeDecryptor(const magneto::encryption::DelegatedKey& key, std::string_view mode);
  /// Errors: the key's.
  Result<std::string> decrypt(std::string_view attribute, std::string_view stored);

 private:
  const magneto::encryption::DelegatedKey& key_;
  const std::string algorithm_;
  Pool<CbcDecryptor>::Lease local_;
};

}  // namespace magneto::internal::encryption
