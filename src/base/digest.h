// SPDX-License-Identifier: Apache-2.0
//
// Digests of texts: OpenSSL's. It takes 0.25 us and a lock to find an algorithm by its name, so each is
// fetched once for the process. SHA-256 of short texts is faster with base/sha256.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include <openssl/evp.h>

namespace magneto::internal {

/// MD5 and SHA-1 are for what others have hashed with them; they protect nothing.
enum class DigestKind : std::uint8_t { kMd5, kSha1, kSha224, kSha256, kSha384, kSha512 };

/// Lives as long as the process. MD5 is also there where OpenSSL is set up to offer nothing but what
/// FIPS 140 approves of.
const EVP_MD* digest_algorithm(DigestKind kind);

/// Hashes one text after the other, each added in parts. Not thread safe.
class Digest {
 public:
  explicit Digest(DigestKind kind);

  void add(std::string_view bytes);
  /// Of what was added since the last call: valid until the next one.
  std::span<const unsigned char> finish();

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  const EVP_MD* algorithm_;
  std::unique_ptr<EVP_MD_CTX, Free> context_;
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes_{};
};

/// Of bytes that are there at once, in lower-case hex digits.
std::string hex_digest(DigestKind kind, std::string_view bytes);

}  // namespace magneto::internal
