// SPDX-License-Identifier: Apache-2.0
#include "sigv4/digest.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>

#include "base/check.h"

namespace magneto::internal::sigv4 {
namespace {

const EVP_MD* sha256_algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  MAGNETO_CHECK(algorithm != nullptr);
  return algorithm;
}

EVP_MAC* hmac_algorithm() {
  static EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  MAGNETO_CHECK(algorithm != nullptr);
  return algorithm;
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string_view view_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

void append_hex(const Digest& digest, std::string& out) {
  static constexpr char kDigits[] = "0123456789abcdef";
  for (unsigned char byte : digest) {
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
  }
}

std::string hex(const Digest& digest) {
  std::string text;
  append_hex(digest, text);
  return text;
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  MAGNETO_CHECK(context_ != nullptr);
  MAGNETO_CHECK(EVP_DigestInit_ex(context_.get(), sha256_algorithm(), nullptr) == 1);
}

Digest Sha256::of(std::string_view text) {
  Digest digest;
  MAGNETO_CHECK(EVP_DigestUpdate(context_.get(), text.data(), text.size()) == 1);
  MAGNETO_CHECK(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) == 1);
  MAGNETO_CHECK(EVP_DigestInit_ex(context_.get(), nullptr, nullptr) == 1);
  return digest;
}

KeyedMac::KeyedMac(std::string_view key) : context_(EVP_MAC_CTX_new(hmac_algorithm())) {
  MAGNETO_CHECK(context_ != nullptr);
  char algorithm[] = "SHA256";
  OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, algorithm, 0),
                             OSSL_PARAM_construct_end()};
  // An empty key still has to be a key: a null one would mean "as before".
  const unsigned char* bytes = key.empty() ? bytes_of("") : bytes_of(key);
  MAGNETO_CHECK(EVP_MAC_init(context_.get(), bytes, key.size(), parameters) == 1);
}

Digest KeyedMac::of(std::string_view text) {
  Digest digest;
  std::size_t size = 0;
  MAGNETO_CHECK(EVP_MAC_update(context_.get(), bytes_of(text), text.size()) == 1);
  MAGNETO_CHECK(EVP_MAC_final(context_.get(), digest.data(), &size, digest.size()) == 1);
  MAGNETO_CHECK(EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1);
  return digest;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace magneto::internal::sigv4
