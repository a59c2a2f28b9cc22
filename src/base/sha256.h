// SPDX-License-Identifier: Apache-2.0
//
// SHA-256 and HMAC-SHA-256, of many short texts.
//
// They are OpenSSL's, by the functions that it calls low-level: with its contexts for any algorithm
// (base/digest.h) a text of 70 bytes costs half as much again, and its HMAC copies two of them, with
// allocations, for each text.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include <openssl/crypto.h>
#include <openssl/sha.h>

namespace magneto::internal {

/// Hashes one text after the other, each added in parts. Not thread safe.
class Sha256 {
 public:
  static constexpr std::size_t kSize = 32;
  using Bytes = std::array<unsigned char, kSize>;

  Sha256() { begin(); }

  void add(std::string_view bytes);
  /// Puts 32 bytes: of what was added since the last call.
  void finish(unsigned char* to);
  Bytes finish();
  /// Of one text.
  Bytes of(std::string_view text) {
    add(text);
    return finish();
  }

 private:
  friend class HmacSha256;
  void begin();

  SHA256_CTX state_{};
};

/// Puts the 32 bytes of the hash of `text`, which has the same bytes afterwards: it is padded where
/// it lies, so nothing is copied into a context.
void sha256_in_place(std::string& text, unsigned char* to);

/// A MAC with its key set once; what is left of the key is wiped. Not thread safe.
class HmacSha256 {
 public:
  static constexpr std::size_t kSize = Sha256::kSize;

  /// Keys are of any size.
  explicit HmacSha256(std::string_view key);
  HmacSha256(const HmacSha256&) = default;
  HmacSha256& operator=(const HmacSha256&) = default;
  ~HmacSha256() { OPENSSL_cleanse(this, sizeof *this); }

  Sha256::Bytes of(std::string_view text) const;

 private:
  // After the block of the key, which comes before the text and before the text's hash.
  Sha256 inner_;
  Sha256 outer_;
};

/// 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace magneto::internal
