// SPDX-License-Identifier: Apache-2.0

// The low-level functions are deprecated in favour of contexts for any algorithm: see the header.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "base/sha256.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/check.h"
#include "base/hex.h"

namespace magneto::internal {

void Sha256::begin() { MAGNETO_CHECK(SHA256_Init(&state_) == 1); }

void Sha256::add(std::string_view bytes) {
  MAGNETO_CHECK(SHA256_Update(&state_, bytes.data(), bytes.size()) == 1);
}

void Sha256::finish(unsigned char* to) {
  MAGNETO_CHECK(SHA256_Final(to, &state_) == 1);
  begin();
}

Sha256::Bytes Sha256::finish() {
  Bytes bytes;
  finish(bytes.data());
  return bytes;
}

void sha256_in_place(std::string& text, unsigned char* to) {
  constexpr std::size_t kLength = 8;  // bytes of the number of bits, at the end of the last block
  const std::size_t size = text.size();
  const std::size_t padded = ((size + kLength) / SHA256_CBLOCK + 1) * SHA256_CBLOCK;
  text.resize(padded);
  text[size] = '\x80';
  write_big_endian(text.data() + padded - kLength, std::uint64_t{size} * 8);
  SHA256_CTX state;
  MAGNETO_CHECK(SHA256_Init(&state) == 1 && SHA256_Update(&state, text.data(), padded) == 1);
  char* at = reinterpret_cast<char*>(to);
  for (const SHA_LONG word : state.h) at = write_big_endian(at, word);
  text.resize(size);
}

HmacSha256::HmacSha256(std::string_view key) {
  std::array<unsigned char, SHA256_CBLOCK> block{};
  if (key.size() > block.size()) {
    Sha256 hash;
    hash.add(key);
    hash.finish(block.data());
    OPENSSL_cleanse(&hash, sizeof hash);
  } else {
    std::copy(key.begin(), key.end(), block.begin());
  }
  const auto add_to = [&block](Sha256& hash, unsigned char pad) {
    for (unsigned char& byte : block) byte = static_cast<unsigned char>(byte ^ pad);
    hash.add({reinterpret_cast<const char*>(block.data()), block.size()});
  };
  constexpr unsigned char kInner = 0x36;
  constexpr unsigned char kOuter = 0x5C;
  add_to(inner_, kInner);
  add_to(outer_, kInner ^ kOuter);
  OPENSSL_cleanse(block.data(), block.size());
}

Sha256::Bytes HmacSha256::of(std::string_view text) const {
  Sha256 hash = inner_;
  const Sha256::Bytes inner = hash.of(text);
  hash = outer_;
  return hash.of({reinterpret_cast<const char*>(inner.data()), inner.size()});
}

std::string sha256_hex(std::string_view bytes) { return hex(Sha256().of(bytes)); }

}  // namespace magneto::internal
