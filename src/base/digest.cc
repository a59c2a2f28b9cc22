// SPDX-License-Identifier: Apache-2.0
#include "base/digest.h"

#include "base/check.h"
#include "base/hex.h"

namespace magneto::internal {

const EVP_MD* digest_algorithm(DigestKind kind) {
  static const std::array<const EVP_MD*, 6> kAlgorithms = {
      EVP_MD_fetch(nullptr, "MD5", "-fips"),    EVP_MD_fetch(nullptr, "SHA1", nullptr),
      EVP_MD_fetch(nullptr, "SHA224", nullptr), EVP_MD_fetch(nullptr, "SHA256", nullptr),
      EVP_MD_fetch(nullptr, "SHA384", nullptr), EVP_MD_fetch(nullptr, "SHA512", nullptr)};
  const EVP_MD* const algorithm = kAlgorithms[static_cast<std::size_t>(kind)];
  MAGNETO_CHECK(algorithm != nullptr);
  return algorithm;
}

Digest::Digest(DigestKind kind) : algorithm_(digest_algorithm(kind)), context_(EVP_MD_CTX_new()) {
  MAGNETO_CHECK(context_ != nullptr);
  MAGNETO_CHECK(EVP_DigestInit_ex2(context_.get(), algorithm_, nullptr) == 1);
}

void Digest::add(std::string_view bytes) {
  MAGNETO_CHECK(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
}

std::span<const unsigned char> Digest::finish() {
  unsigned size = 0;
  MAGNETO_CHECK(EVP_DigestFinal_ex(context_.get(), bytes_.data(), &size) == 1);
  MAGNETO_CHECK(EVP_DigestInit_ex2(context_.get(), algorithm_, nullptr) == 1);
  return {bytes_.data(), size};
}

std::string hex_digest(DigestKind kind, std::string_view bytes) {
  Digest digest(kind);
  digest.add(bytes);
  return hex(digest.finish());
}

}  // namespace magneto::internal
