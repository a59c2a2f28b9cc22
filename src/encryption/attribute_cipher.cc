// SPDX-License-Identifier: Apache-2.0
#include "encryption/attribute_cipher.h"

#include <typeinfo>

#include "encryption/names.h"

namespace magneto::internal::encryption {
namespace {

using magneto::encryption::DelegatedKey;

std::string transformation(const DelegatedKey& key, std::string_view mode) {
  std::string algorithm = key.algorithm();
  algorithm.append(mode);
  return algorithm;
}

/// The key as one of this process, where it is one for attributes that are encrypted in `mode`.
const LocalAesKey* local_key_for(const DelegatedKey& key, std::string_view mode) {
  const bool is_local = typeid(key) == typeid(LocalAesKey) && key.algorithm() == "AES";
  return is_local && mode == kCbcPadding ? static_cast<const LocalAesKey*>(&key) : nullptr;
}

}  // namespace

AttributeEncryptor::AttributeEncryptor(const DelegatedKey& key, RandomSource& ivs)
    : key_(key), ivs_(ivs) {
  if (const LocalAesKey* const local = local_key_for(key, kCbcPadding)) {
    local_ = local->encryptor();
  }
}

Result<void> AttributeEncryptor::encrypt(std::string_view attribute, std::string& text,
                                         std::size_t at) {
  if (local_) {
    const Result<std::string_view> iv = ivs_.next(kBlockSize);
    if (!iv) return iv.error();
    local_->encrypt(*iv, text, at);
    return {};
  }
  const std::string_view plaintext = std::string_view(text).substr(at + kBlockSize);
  const Result<std::string> stored =
      key_.encrypt(transformation(key_, kCbcPadding), attribute, plaintext);
  if (!stored) return stored.error();
  text.replace(at, std::string::npos, *stored);
  return {};
}

AttributeDecryptor::AttributeDecryptor(const DelegatedKey& key, std::string_view mode)
    : key_(key), mode_(mode) {
  if (const LocalAesKey* const local = local_key_for(key, mode)) local_ = local->decryptor();
}

Result<std::string_view> AttributeDecryptor::decrypt(std::string_view attribute,
                                                     std::string_view stored, std::string& buffer) {
  if (local_) return local_->decrypt(stored, buffer);
  Result<std::string> plaintext = key_.decrypt(transformation(key_, mode_), attribute, stored);
  if (!plaintext) return plaintext.error();
  buffer = std::move(*plaintext);
  return std::string_view(buffer);
}

}  // namespace magneto::internal::encryption
