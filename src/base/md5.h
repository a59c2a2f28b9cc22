// SPDX-License-Identifier: Apache-2.0
//
// MD5, for what others have hashed with it; it protects nothing.
#pragma once

#include <array>
#include <memory>
#include <string_view>

#include <openssl/evp.h>

namespace magneto::internal {

/// Hashes one text after the other, each added in parts. OpenSSL 3 takes 0.25 us and a lock to find
/// an algorithm by its name, so keep one for each thread. Not thread safe.
class Md5 {
 public:
  using Digest = std::array<unsigned char, 16>;

  Md5();
  void add(std::string_view bytes);
  /// Of what was added since the last call.
  Digest finish();

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(EVP_MD* algorithm) const { EVP_MD_free(algorithm); }
  };
  std::unique_ptr<EVP_MD, Free> algorithm_;
  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

}  // namespace magneto::internal
