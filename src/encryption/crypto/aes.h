// SPDX-License-Identifier: Apache-2.0
//
// AES as RFC 3394 wraps keys with it. Keys are of 16, 24 or 32 bytes.
//
// OpenSSL has the same (AES-256-WRAP), without the processor's instructions for AES: that costs six
// times as much as its AES-256-ECB, of which this is made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <openssl/evp.h>

#include "encryption/public_names.h"

namespace magneto::internal::encryption {

bool is_aes_key_size(std::size_t bytes);

/// One way, with one key. Not thread safe.
class AesKeyWrap {
 public:
  /// What is wrapped is so many bytes longer.
  static constexpr std::size_t kLonger = 8;
  /// So many keys can be wrapped at once.
  static constexpr std::size_t kTogether = 32;

  AesKeyWrap(std::string_view key, bool wraps);
  /// REQUIRES: made to wrap. Errors: kWrapping.
  Result<std::string> wrap(std::string_view content_key);
  /// REQUIRES: made to unwrap. Errors: kUnwrapping.
  Result<std::string> unwrap(std::string_view wrapped);

  /// `count` rows of `size` bytes, each of which has a key behind its first 8 bytes: they become the
  /// wrapped keys. REQUIRES: made to wrap; at most kTogether rows of at least 24 bytes, and of a
  /// multiple of 8.
  void wrap_rows(char* rows, std::size_t size, std::size_t count);

 private:
  static constexpr std::size_t kHalf = 8;
  static constexpr std::size_t kRounds = 6;
  /// Written at once: two writes of halves would have to reach memory before OpenSSL could read them
  /// as one.
  using Block [[gnu::vector_size(2 * kHalf)]] = std::uint64_t;

  struct Free {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
  };
  /// Encrypts or decrypts each of them.
  void run(Block* blocks, std::size_t count);

  std::unique_ptr<EVP_CIPHER_CTX, Free> context_;
};

}  // namespace magneto::internal::encryption
