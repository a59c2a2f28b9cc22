// SPDX-License-Identifier: Apache-2.0
#include "encryption/crypto/cbc.h"

#include <algorithm>
#include <cstdint>
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
  // Without an IV it is zeros, as `last_` is.
  const bool ready = EVP_CipherInit_ex2(context_.get(), cbc_of(key.size()), bytes_of(key), nullptr,
                                        encrypts ? 1 : 0, nullptr) == 1;
  MAGNETO_CHECK(ready);
}

void CbcChain::run(const char* from, std::size_t size, char* to) {
  // OpenSSL counts in int.
  constexpr std::size_t kMost = std::size_t{1} << 30;
  while (size > 0) {
    const std::size_t part = std::min(size, kMost);
    // Whole blocks, without the buffer for parts of blocks that EVP_CipherUpdate() looks after.
    const int done =
        EVP_Cipher(context_.get(), reinterpret_cast<unsigned char*>(to),
                   reinterpret_cast<const unsigned char*>(from), static_cast<unsigned>(part));
    MAGNETO_CHECK(done == static_cast<int>(part));
    from += part;
    to += part;
    size -= part;
  }
}

void CbcChain::exchange_iv(const char* iv, char* block) const {
  std::array<std::uint64_t, 2> words{};
  std::array<std::uint64_t, 2> with{};
  std::memcpy(words.data(), block, kBlockSize);
  for (const char* const other : {iv, last_.data()}) {
    std::memcpy(with.data(), other, kBlockSize);
    words[0] ^= with[0];
    words[1] ^= with[1];
  }
  std::memcpy(block, words.data(), kBlockSize);
}

void CbcEncryptor::encrypt(std::string_view iv, std::string& text, std::size_t at) {
  const std::size_t from = at + kBlockSize;
  const std::size_t padding = kBlockSize - (text.size() - from) % kBlockSize;
  text.append(padding, static_cast<char>(padding));
  std::memcpy(text.data() + at, iv.data(), kBlockSize);
  char* const blocks = text.data() + from;
  exchange_iv(iv.data(), blocks);
  run(blocks, text.size() - from, blocks);
  std::memcpy(last_.data(), text.data() + text.size() - kBlockSize, kBlockSize);
}

std::string CbcEncryptor::encrypt(std::string_view iv, std::string_view plaintext) {
  std::string text;
  text.reserve(plaintext.size() + 2 * kBlockSize);
  text.append(kBlockSize, '\0').append(plaintext);
  encrypt(iv, text, 0);
  return text;
}

Result<std::string_view> CbcDecryptor::decrypt(std::string_view stored, std::string& buffer) {
  const auto failed = [] {
    return make_error(Failure::kDecryption, "the attribute could not be decrypted");
  };
  if (stored.size() < 2 * kBlockSize || stored.size() % kBlockSize != 0) return failed();
  const std::size_t size = stored.size() - kBlockSize;
  buffer.resize(size);
  run(stored.data() + kBlockSize, size, buffer.data());
  exchange_iv(stored.data(), buffer.data());
  std::memcpy(last_.data(), stored.data() + stored.size() - kBlockSize, kBlockSize);

  const auto padding = static_cast<unsigned char>(buffer.back());
  const bool right = padding >= 1 && padding <= kBlockSize &&
                     std::all_of(buffer.end() - padding, buffer.end(), [padding](char c) {
                       return static_cast<unsigned char>(c) == padding;
                     });
  if (!right) {
    wipe(buffer);
    return failed();
  }
  return std::string_view(buffer.data(), size - padding);
}

}  // namespace magneto::internal::encryption
