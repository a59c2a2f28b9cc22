// SPDX-License-Identifier: Apache-2.0
#include "encryption/crypto/aes.h"

#include <array>
#include <cstring>

#include "base/bytes.h"
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

/// A step's number, to be XORed into the front half of a block.
std::uint64_t step_mask(std::uint64_t step) {
  std::uint64_t mask = 0;
  write_big_endian(reinterpret_cast<char*>(&mask), step);
  return mask;
}

std::uint64_t half_at(const char* at) {
  std::uint64_t half = 0;
  std::memcpy(&half, at, sizeof half);
  return half;
}

void put_half(std::uint64_t half, char* at) { std::memcpy(at, &half, sizeof half); }

}  // namespace

bool is_aes_key_size(std::size_t bytes) { return bytes == 16 || bytes == 24 || bytes == 32; }

AesKeyWrap::AesKeyWrap(std::string_view key, bool wraps) : context_(EVP_CIPHER_CTX_new()) {
  MAGNETO_CHECK(EVP_CipherInit_ex2(context_.get(), ecb_of(key.size()), bytes_of(key), nullptr,
                                   wraps ? 1 : 0, nullptr) == 1);
}

void AesKeyWrap::run(Block* blocks, std::size_t count) {
  auto* const bytes = reinterpret_cast<unsigned char*>(blocks);
  const std::size_t size = count * sizeof(Block);
  // Whole blocks, without the buffer for parts of blocks that EVP_CipherUpdate() looks after.
  const int done = EVP_Cipher(context_.get(), bytes, bytes, static_cast<unsigned>(size));
  MAGNETO_CHECK(done == static_cast<int>(size));
}

Result<std::string> AesKeyWrap::wrap(std::string_view content_key) {
  if (content_key.size() < 2 * kHalf || content_key.size() % kHalf != 0) {
    return make_error(Failure::kWrapping, kNotWrapped);
  }
  std::string wrapped(kLonger, '\0');
  wrapped.append(content_key);
  wrap_rows(wrapped.data(), wrapped.size(), 1);
  return wrapped;
}

void AesKeyWrap::wrap_rows(char* rows, std::size_t size, std::size_t count) {
  std::array<std::uint64_t, kTogether> fronts{};
  std::array<Block, kTogether> blocks{};
  for (std::size_t i = 0; i < count; ++i) fronts[i] = half_at(kInitial.data());
  std::uint64_t step = 0;
  for (std::size_t round = 0; round < kRounds; ++round) {
    for (std::size_t at = kHalf; at < size; at += kHalf) {
      for (std::size_t i = 0; i < count; ++i) {
        blocks[i] = Block{fronts[i], half_at(rows + i * size + at)};
      }
      run(blocks.data(), count);
      const std::uint64_t mask = step_mask(++step);
      for (std::size_t i = 0; i < count; ++i) {
        fronts[i] = blocks[i][0] ^ mask;
        put_half(blocks[i][1], rows + i * size + at);
      }
    }
  }
  for (std::size_t i = 0; i < count; ++i) put_half(fronts[i], rows + i * size);
}

Result<std::string> AesKeyWrap::unwrap(std::string_view wrapped) {
  const auto failed = [] { return make_error(Failure::kUnwrapping, kNotUnwrapped); };
  if (wrapped.size() < 3 * kHalf || wrapped.size() % kHalf != 0) return failed();
  std::string content_key(wrapped.substr(kHalf));
  Block block = {};
  std::memcpy(&block, wrapped.data(), kHalf);
  std::uint64_t step = kRounds * content_key.size() / kHalf;
  for (std::size_t round = 0; round < kRounds; ++round) {
    for (std::size_t at = content_key.size(); at > 0; at -= kHalf) {
      block = Block{block[0] ^ step_mask(step--), half_at(content_key.data() + at - kHalf)};
      run(&block, 1);
      put_half(block[1], content_key.data() + at - kHalf);
    }
  }
  const bool right =
      equal_in_constant_time({reinterpret_cast<const char*>(&block), kHalf}, kInitial);
  OPENSSL_cleanse(&block, sizeof block);
  if (right) return content_key;
  wipe(content_key);
  return failed();
}

}  // namespace magneto::internal::encryption
