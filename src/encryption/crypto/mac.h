// SPDX-License-Identifier: Apache-2.0
//
// HMAC of many texts with one key, with any digest. That with SHA-256 is faster in base/sha256.h.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <openssl/evp.h>

#include "encryption/public_names.h"

namespace magneto::internal::encryption {

/// Not thread safe.
class Mac {
 public:
  /// `digest` is one of digest_named(). Keys are of any size.
  Mac(const EVP_MD* digest, std::string_view key);
  /// Errors: kSigning.
  Result<std::string> of(std::string_view text);

 private:
  struct Free {
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
  };
  std::unique_ptr<EVP_MAC_CTX, Free> context_;
  bool fresh_ = false;
};

}  // namespace magneto::internal::encryption
