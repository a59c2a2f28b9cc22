// SPDX-License-Identifier: Apache-2.0
#include "encryption/crypto/digest.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <memory>

namespace magneto::internal::encryption {
namespace {

struct FreeKdf {
  void operator()(EVP_KDF* kdf) const { EVP_KDF_free(kdf); }
  void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
};

OSSL_PARAM octets(const char* name, std::string_view bytes) {
  return OSSL_PARAM_construct_octet_string(name, const_cast<char*>(bytes.data()), bytes.size());
}

}  // namespace

const EVP_MD* digest_named(std::string_view name) {
  if (name == "SHA256") return digest_algorithm(DigestKind::kSha256);
  if (name == "SHA384") return digest_algorithm(DigestKind::kSha384);
  if (name == "SHA512") return digest_algorithm(DigestKind::kSha512);
  if (name == "SHA224") return digest_algorithm(DigestKind::kSha224);
  return name == "SHA1" ? digest_algorithm(DigestKind::kSha1) : nullptr;
}

Result<Secret> hkdf_sha256(std::string_view key, std::string_view salt, std::string_view info,
                           std::size_t size) {
  const std::unique_ptr<EVP_KDF, FreeKdf> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
  const std::unique_ptr<EVP_KDF_CTX, FreeKdf> context(EVP_KDF_CTX_new(kdf.get()));
  const std::string no_salt(32, '\0');
  char digest[] = "SHA256";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
      octets(OSSL_KDF_PARAM_KEY, key),
      octets(OSSL_KDF_PARAM_SALT, salt.empty() ? std::string_view(no_salt) : salt),
      octets(OSSL_KDF_PARAM_INFO, info),
      OSSL_PARAM_construct_end(),
  };
  Secret derived(size);
  if (!context || EVP_KDF_derive(context.get(), derived.data(), size, parameters) != 1) {
    drop_openssl_errors();
    return make_error(Failure::kDecryption, "the key could not be derived");
  }
  return derived;
}

Result<void> fill_random(unsigned char* to, std::size_t size) {
  if (RAND_bytes(to, static_cast<int>(size)) == 1) return {};
  drop_openssl_errors();
  return make_error(Failure::kEncryption, "there are no random bytes");
}

void drop_openssl_errors() { ERR_clear_error(); }

}  // namespace magneto::internal::encryption
