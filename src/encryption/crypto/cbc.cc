// SPDX-License-Identifier: Apache-2.0
#include "encryption/crypto/cbc.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "encryption/crypto/digest.h"
#include "encryption/crypto/secret.h"

namespace magneto::internal::encryption {
namespace {

const EVP_CIPHER* cbc_of(std::size_t key_size) {
  static const EVP_CIPHER* const k128 = EVP_CIPHER_fetch(nullptr, "AES-128-CBC", nullptr);
  static const EVP_CIPHER* const k192 = EVP_CIPHER_fetch(nullptr, "AES-192-CBC", nullptr);
  static const EVP_CIPHER* const k256 = EVP_CIPHER_fetch(nullptr, "AES-256-CBC", nullptr);
  return key_size == 16 ? k128 : key_size == 24 ? k192 : k256;
}

}  // namespace

CbcChain::CbcChain(std::string_view key, bool encrypts) : context_(EVP_CIPHER_CTX_new()) {
  const bool ready = EVP_CipherInit_ex2(context_.get(), cbc_of(key.size()), bytes_of(key),
                                        bytes_of(std::string_view(last_.data(), last_.size())),
                                        encrypts ? 1 : 0, nullptr) == 1 &&
                     EVP_CIPHER_CTX_set_padding(context_.get(), 0) == 1;
  MAGNETO_CHECK(ready);
}

void CbcChain::run(const char* from, std::size_t size, char* to) {
  // OpenSSL counts in int.
  constexpr std::size_t kMost = std::size_t{1} << 30;
  while (size > 0) {
    const std::size_t part = std::min(size, kMost);
    int done = 0;
    MAGNETO_CHECK(EVP_CipherUpdate(context_.get(), reinterpret_cast<unsigned char*>(to), &done,
                                   reinterpret_cast<const unsigned char*>(from),
                                   static_cast<int>(part)) == 1 &&
                  static_cast<std::size_t>(done) == part);
    from += part;
    to += part;
    size -= part;
  }
}

void CbcChain::exchange_iv(const char* iv, char* block) const {
  for (std::size_t i = 0; i < kBlockSize; ++i) {
    block[i] = static_cast<char>(block[i] ^ iv[i] ^ last_[i]);
  }
}

std::string CbcEncryptor::encrypt(std::string_view iv, std::string_view plaintext) {
  const std::size_t padding = kBlockSize - plaintext.size() % kBlockSize;
  std::string stored;
  stored.reserve(kBlockSize + plaintext.size() + padding);
  stored.append(iv).append(plaintext).append(padding, static_cast<char>(padding));
  char* const blocks = stored.data() + kBlockSize;
  exchange_iv(iv.data(), blocks);
  run(blocks, stored.size() - kBlockSize, blocks);
  std::memcpy(last_.data(), stored.data() + stored.size() - kBlockSize, kBlockSize);
  return stored;
}

Result<std::string> CbcDecryptor::decrypt(std::string_view stored) {
  const auto failed = [] {
    return make_error(Failure::kDecryption, "the attribute could not be decrypted");
  };
  if (stored.size() < 2 * kBlockSize || stored.size() % kBlockSize != 0) return failed();
  std::string plaintext(stored.size() - kBlockSize, '\0');
  run(stored.data() + kBlockSize, plaintext.size(), plaintext.data());
  exchange_iv(stored.data(), plaintext.data());
  std::memcpy(last_.data(), stored.data() + stored.size() - kBlockSize, kBlockSize);

  const auto padding = static_cast<unsigned char>(plaintext.back());
  const bool right = padding >= 1 && padding <= kBlockSize &&
                     std::all_of(plaintext.end() - padding, plaintext.end(), [padding](char c) {
                       return static_cast<unsigned char>(c) == padding;
                     });
  if (!right) {
    wipe(plaintext);
    return failed();
  }
  plaintext.resize(plaintext.size() - padding);
  return plaintext;
}

}  // namespace magneto::internal::encryption
