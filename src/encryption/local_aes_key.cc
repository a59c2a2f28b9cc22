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
  return wrappers_.take()->wrap(content_key);
}

Result<std::string> LocalAesKey::unwrap(std::string_view algorithm,
                                        std::string_view wrapped) const {
  const Result<WrapTransformation> how = wrap_named(algorithm.empty() ? "AESWrap" : algorithm);
  if (!how) return how.error();
  if (how->kind != WrapKind::kAes) return not_for(*this, algorithm);
  return unwrappers_.take()->unwrap(wrapped);
}

}  // namespace magneto::internal::encryption
