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
  AesKeyWrap(std::string_view key, bool wraps);
  /// 8 bytes longer than `content_key`. REQUIRES: made to wrap. Errors: kWrapping.
  Result<std::string> wrap(std::string_view content_key);
  /// REQUIRES: made to unwrap. Errors: kUnwrapping.
  Result<std::string> unwrap(std::string_view wrapped);

 private:
  static constexpr std::size_t kHalf = 8;
  static constexpr std::size_t kRounds = 6;
  /// Written at once: two writes of halves would have to reach memory before OpenSSL could read them
  /// as one.
  using Block [[gnu::vector_size(2 * kHalf)]] = std::uint64_t;

  struct Free {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
  };
  /// Encrypts or decrypts it.
  void run(Block& block);

  std::unique_ptr<EVP_CIPHER_CTX, Free> context_;
};

}  // namespace magneto::internal::encryption
