// SPDX-License-Identifier: Apache-2.0
#include "encryption/crypto/aes.h"

#include <cstring>

#include "base/check.h"
#include "encryption/crypto/digest.h"
#include "encryption/crypto/secret.h"
#include "encryption/messages.h"

namespace magneto::internal::encryption {
namespace {

/// What unwrapping must come to.
constexpr std::string_view kInitial = "\xA6\xA6\xA6\xA6\xA6\xA6\xA6\xA6";

const EVP_CIPHER* ecb_of(std::size_t key_size) {
  static const EVP_CIPHER* const k128 = EVP_CIPHER_fetch(nullptr, "AES-128-ECB", nullptr);
  static const EVP_CIPHER* const k192 = EVP_CIPHER_fetch(nullptr, "AES-192-ECB", nullptr);
  static const EVP_CIPHER* const k256 = EVP_CIPHER_fetch(nullptr, "AES-256-ECB", nullptr);
  return key_size == 16 ? k128 : key_size == 24 ? k192 : k256;
}

/// XORs the number of a step, big-endian, into the front half of a block.
void exchange_step(std::uint64_t step, char* half) {
  for (int i = 7; step != 0; --i, step >>= 8) half[i] = static_cast<char>(half[i] ^ (step & 0xFF));
}

}  // namespace

bool is_aes_key_size(std::size_t bytes) { return bytes == 16 || bytes == 24 || bytes == 32; }

AesKeyWrap::AesKeyWrap(std::string_view key, bool wraps) : context_(EVP_CIPHER_CTX_new()) {
  MAGNETO_CHECK(EVP_CipherInit_ex2(context_.get(), ecb_of(key.size()), bytes_of(key), nullptr,
                                   wraps ? 1 : 0, nullptr) == 1 &&
                EVP_CIPHER_CTX_set_padding(context_.get(), 0) == 1);
}

void AesKeyWrap::run(Block& block) {
  auto* const bytes = reinterpret_cast<unsigned char*>(block.data());
  int size = 0;
  MAGNETO_CHECK(EVP_CipherUpdate(context_.get(), bytes, &size, bytes, sizeof(Block)) == 1 &&
                size == sizeof(Block));
}

Result<std::string> AesKeyWrap::wrap(std::string_view content_key) {
  if (content_key.size() < 2 * kHalf || content_key.size() % kHalf != 0) {
    return make_error(Failure::kWrapping, kNotWrapped);
  }
  std::string wrapped(kInitial);
  wrapped.append(content_key);
  Block block;
  std::memcpy(block.data(), kInitial.data(), kHalf);
  std::uint64_t step = 0;
  for (std::size_t round = 0; round < kRounds; ++round) {
    for (std::size_t at = kHalf; at < wrapped.size(); at += kHalf) {
      std::memcpy(block.data() + kHalf, wrapped.data() + at, kHalf);
      run(block);
      exchange_step(++step, block.data());
      std::memcpy(wrapped.data() + at, block.data() + kHalf, kHalf);
    }
  }
  std::memcpy(wrapped.data(), block.data(), kHalf);
  return wrapped;
}

Result<std::string> AesKeyWrap::unwrap(std::string_view wrapped) {
  const auto failed = [] { return make_error(Failure::kUnwrapping, kNotUnwrapped); };
  if (wrapped.size() < 3 * kHalf || wrapped.size() % kHalf != 0) return failed();
  std::string content_key(wrapped.substr(kHalf));
  Block block;
  std::memcpy(block.data(), wrapped.data(), kHalf);
  std::uint64_t step = kRounds * content_key.size() / kHalf;
  for (std::size_t round = 0; round < kRounds; ++round) {
    for (std::size_t at = content_key.size(); at > 0; at -= kHalf) {
      exchange_step(step--, block.data());
      std::memcpy(block.data() + kHalf, content_key.data() + at - kHalf, kHalf);
      run(block);
      std::memcpy(content_key.data() + at - kHalf, block.data() + kHalf, kHalf);
    }
  }
  const bool right = equal_in_constant_time({block.data(), kHalf}, kInitial);
  OPENSSL_cleanse(block.data(), block.size());
  if (right) return content_key;
  wipe(content_key);
  return failed();
}

}  // namespace magneto::internal::encryption
