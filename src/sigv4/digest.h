// SPDX-License-Identifier: Apache-2.0
//
// SHA-256 and HMAC-SHA-256 for many short texts. OpenSSL 3 takes 0.25 us and a lock to find an
// algorithm by name, so each is fetched once for the process, and contexts are reused.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <openssl/evp.h>

namespace magneto::internal::sigv4 {

using Digest = std::array<unsigned char, 32>;

std::string_view view_of(const Digest& digest);
/// 64 lower-case hex digits.
void append_hex(const Digest& digest, std::string& out);
std::string hex(const Digest& digest);

/// Not thread safe.
class Sha256 {
 public:
  Sha256();
  Digest of(std::string_view text);

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

/// A MAC with its key set once. Not thread safe.
class KeyedMac {
 public:
  explicit KeyedMac(std::string_view key);
  Digest of(std::string_view text);

 private:
  struct Free {
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
  };
  std::unique_ptr<EVP_MAC_CTX, Free> context_;
};

/// Takes the same time wherever the difference is.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace magneto::internal::sigv4
