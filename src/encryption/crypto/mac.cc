// SPDX-License-Identifier: Apache-2.0
#include "encryption/crypto/mac.h"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include "base/check.h"
#include "encryption/crypto/digest.h"

namespace magneto::internal::encryption {
namespace {

EVP_MAC* hmac_algorithm() {
  // Never freed: it lives as long as the process.
  static EVP_MAC* const kAlgorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  MAGNETO_CHECK(kAlgorithm != nullptr);
  return kAlgorithm;
}

}  // namespace

Mac::Mac(const EVP_MD* digest, std::string_view key) : context_(EVP_MAC_CTX_new(hmac_algorithm())) {
  char* const name = const_cast<char*>(EVP_MD_get0_name(digest));
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
      OSSL_PARAM_construct_end(),
  };
  // A key of no bytes needs a pointer all the same.
  const unsigned char* const bytes = bytes_of(key.empty() ? std::string_view("") : key);
  fresh_ = context_ && EVP_MAC_init(context_.get(), bytes, key.size(), parameters) == 1;
  if (!fresh_) context_.reset();
}

Result<std::string> Mac::of(std::string_view text) {
  std::string mac(EVP_MAX_MD_SIZE, '\0');
  std::size_t size = 0;
  // Without a key: with that from before.
  const bool done = context_ &&
                    (fresh_ || EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1) &&
                    EVP_MAC_update(context_.get(), bytes_of(text), text.size()) == 1 &&
                    EVP_MAC_final(context_.get(), bytes_of(mac), &size, mac.size()) == 1;
  fresh_ = false;
  if (!done) {
    drop_openssl_errors();
    return make_error(Failure::kSigning, "the MAC could not be computed");
  }
  mac.resize(size);
  return mac;
}

}  // namespace magneto::internal::encryption
