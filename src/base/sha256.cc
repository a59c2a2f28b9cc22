// SPDX-License-Identifier: Apache-2.0
#include "base/sha256.h"

#include <openssl/evp.h>

#include <array>

#include "base/check.h"

namespace magneto::internal {

struct Sha256Stream::Rep {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  ~Rep() { EVP_MD_CTX_free(context); }
};

Sha256Stream::Sha256Stream() : rep_(std::make_unique<Rep>()) {
  MAGNETO_CHECK(EVP_DigestInit_ex(rep_->context, EVP_sha256(), nullptr) == 1);
}
Sha256Stream::~Sha256Stream() = default;

void Sha256Stream::add(std::string_view bytes) {
  MAGNETO_CHECK(EVP_DigestUpdate(rep_->context, bytes.data(), bytes.size()) == 1);
}

std::string Sha256Stream::digest() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned size = 0;
  MAGNETO_CHECK(EVP_DigestFinal_ex(rep_->context, digest.data(), &size) == 1);
  return {reinterpret_cast<const char*>(digest.data()), size};
}

std::string Sha256Stream::hex() {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const char c : digest()) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

std::string sha256_hex(std::string_view bytes) {
  Sha256Stream stream;
  stream.add(bytes);
  return stream.hex();
}

}  // namespace magneto::internal
