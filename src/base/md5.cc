// SPDX-License-Identifier: Apache-2.0
#include "base/md5.h"

#include "base/check.h"

namespace magneto::internal {

// Also where OpenSSL is set up to offer nothing but what FIPS 140 approves of.
Md5::Md5() : algorithm_(EVP_MD_fetch(nullptr, "MD5", "-fips")), context_(EVP_MD_CTX_new()) {
  MAGNETO_CHECK(algorithm_ != nullptr && context_ != nullptr);
  MAGNETO_CHECK(EVP_DigestInit_ex(context_.get(), algorithm_.get(), nullptr) == 1);
}

void Md5::add(std::string_view bytes) {
  MAGNETO_CHECK(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
}

Md5::Digest Md5::finish() {
  Digest digest;
  MAGNETO_CHECK(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) == 1);
  MAGNETO_CHECK(EVP_DigestInit_ex(context_.get(), nullptr, nullptr) == 1);
  return digest;
}

}  // namespace magneto::internal
