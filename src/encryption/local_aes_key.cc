// SPDX-License-Identifier: Apache-2.0
#include "encryption/local_aes_key.h"

#include <array>

#include "encryption/crypto/algorithms.h"
#include "encryption/crypto/digest.h"

namespace magneto::internal::encryption {

Error not_for(const magneto::encryption::DelegatedKey& key, std::string_view what) {
  return make_error(Failure::kInvalidAlgorithm,
                    "a key of algorithm " + key.algorithm() + " is not for " + std::string(what));
}

Result<std::string> LocalAesKey::encrypt(std::string_view algorithm, std::string_view,
                                         std::string_view plaintext) const {
  if (algorithm != kTransformation) return not_for(*this, algorithm);
  std::array<unsigned char, kBlockSize> iv{};
  if (auto filled = fill_random(iv.data(), iv.size()); !filled) return filled.error();
  return encryptor()->encrypt({reinterpret_cast<const char*>(iv.data()), iv.size()}, plaintext);
}

Result<std::string> LocalAesKey::decrypt(std::string_view algorithm, std::string_view,
                                         std::string_view ciphertext) const {
  if (algorithm != kTransformation) return not_for(*this, algorithm);
  std::string plaintext;
  const Result<std::string_view> read = decryptor()->decrypt(ciphertext, plaintext);
  if (!read) return read.error();
  plaintext.resize(read->size());
  return plaintext;
}

Result<std::string> LocalAesKey::wrap(std::string_view algorithm,
                                      std::string_view content_key) const {
  const Result<WrapTransformation> how = wrap_named(algorithm);
  if (!how) return how.error();
  if (how->kind != WrapKind::kAes) return not_for(*this, algorithm);
  return wrapper()->wrap(content_key);
}

Result<std::string> LocalAesKey::unwrap(std::string_view algorithm,
                                        std::string_view wrapped) const {
  const Result<WrapTransformation> how = wrap_named(algorithm.empty() ? "AESWrap" : algorithm);
  if (!how) return how.error();
  if (how->kind != WrapKind::kAes) return not_for(*this, algorithm);
  return unwrapper()->unwrap(wrapped);
}

Pool<CbcEncryptor>::Lease LocalAesKey::encryptor() const {
  if (kept_) return kept_->encryptors.take();
  return Pool<CbcEncryptor>::apart(std::make_unique<CbcEncryptor>(key_.view()));
}

Pool<CbcDecryptor>::Lease LocalAesKey::decryptor() const {
  if (kept_) return kept_->decryptors.take();
  return Pool<CbcDecryptor>::apart(std::make_unique<CbcDecryptor>(key_.view()));
}

Pool<AesKeyWrap>::Lease LocalAesKey::wrapper() const {
  if (kept_) return kept_->wrappers.take();
  return Pool<AesKeyWrap>::apart(std::make_unique<AesKeyWrap>(key_.view(), true));
}

Pool<AesKeyWrap>::Lease LocalAesKey::unwrapper() const {
  if (kept_) return kept_->unwrappers.take();
  return Pool<AesKeyWrap>::apart(std::make_unique<AesKeyWrap>(key_.view(), false));
}

}  // namespace magneto::internal::encryption
