// SPDX-License-Identifier: Apache-2.0
#include "encryption/attribute_cipher.h"

#include "encryption/names.h"

namespace magneto::internal::encryption {
namespace {

using magneto::encryption::DelegatedKey;

std::string transformation(const DelegatedKey& key, std::string_view mode) {
  std::string algorithm = key.algorithm();
  algorithm.append(mode);
  return algorithm;
}

/// The key as one of this process, where it is one and does `algorithm`.
const LocalAesKey* local_key_for(const DelegatedKey& key, std::string_view algorithm) {
  if (algorithm != LocalAesKey::kTransformation) return nullptr;
  return dynamic_cast<const LocalAesKey*>(&key);
}

}  // namespace

AttributeEncryptor::AttributeEncryptor(const DelegatedKey& key, Pool<RandomSource>& ivs)
    : key_(key), algorithm_(transformation(key, kCbcPadding)) {
  if (const LocalAesKey* const local = local_key_for(key, algorithm_)) {
    local_ = local->encryptor();
    ivs_ = ivs.take();
  }
}

Result<std::string> AttributeEncryptor::encrypt(std::string_view attribute,
                                                std::string_view plaintext) {
  if (!local_) return key_.encrypt(algorithm_, attribute, plaintext);
  const Result<std::string_view> iv = ivs_->next(kBlockSize);
  if (!iv) return iv.error();
  return local_->encrypt(*iv, plaintext);
}

AttributeDecryptor::AttributeDecryptor(const DelegatedKey& key, std::string_view mode)
    : key_(key), algorithm_(transformation(key, mode)) {
  if (const LocalAesKey* const local = local_key_for(key, algorithm_)) {
    local_ = local->decryptor();
  }
}

Result<std::string> AttributeDecryptor::decrypt(std::string_view attribute,
                                                std::string_view stored) {
  return local_ ? local_->decrypt(stored) : key_.decrypt(algorithm_, attribute, stored);
}

}  // namespace magneto::internal::encryption
