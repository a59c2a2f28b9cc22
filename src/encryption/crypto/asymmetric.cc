// SPDX-License-Identifier: Apache-2.0
#include "encryption/crypto/asymmetric.h"

#include <openssl/decoder.h>
#include <openssl/rsa.h>

#include "encryption/crypto/digest.h"
#include "encryption/messages.h"

namespace magneto::internal::encryption {
namespace {

struct Free {
  void operator()(OSSL_DECODER_CTX* context) const { OSSL_DECODER_CTX_free(context); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using PkeyContext = std::unique_ptr<EVP_PKEY_CTX, Free>;
using MdContext = std::unique_ptr<EVP_MD_CTX, Free>;

bool set_padding(EVP_PKEY_CTX* context, const WrapTransformation& how) {
  if (how.kind == WrapKind::kRsaPkcs1) {
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
  }
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_oaep_md(context, how.digest) == 1 &&
         EVP_PKEY_CTX_set_rsa_mgf1_md(context, digest_named("SHA1")) == 1;
}

}  // namespace

AsymmetricKey read_key(std::string_view bytes, bool is_private, bool pem) {
  EVP_PKEY* key = nullptr;
  const int selection = is_private ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
  const std::unique_ptr<OSSL_DECODER_CTX, Free> context(OSSL_DECODER_CTX_new_for_pkey(
      &key, pem ? "PEM" : "DER", is_private ? "PrivateKeyInfo" : "SubjectPublicKeyInfo", nullptr,
      selection, nullptr, nullptr));
  const unsigned char* data = bytes_of(bytes);
  std::size_t size = bytes.size();
  const bool read = context && OSSL_DECODER_from_data(context.get(), &data, &size) == 1;
  drop_openssl_errors();
  AsymmetricKey held(key);
  return read ? std::move(held) : nullptr;
}

AsymmetricKey generate_rsa_key(int bits) {
  if (bits < 1024 || bits > 16384) return nullptr;
  AsymmetricKey key(EVP_RSA_gen(static_cast<unsigned>(bits)));
  drop_openssl_errors();
  return key;
}

bool is_rsa(const EVP_PKEY* key) { return EVP_PKEY_is_a(key, "RSA") == 1; }

Result<std::string> sign_with(EVP_PKEY* key, const EVP_MD* digest, std::string_view data) {
  const MdContext context(EVP_MD_CTX_new());
  std::size_t size = 0;
  std::string signature;
  bool done = EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key) == 1 &&
              EVP_DigestSign(context.get(), nullptr, &size, bytes_of(data), data.size()) == 1;
  if (done) {
    signature.resize(size);
    done =
        EVP_DigestSign(context.get(), bytes_of(signature), &size, bytes_of(data), data.size()) == 1;
  }
  drop_openssl_errors();
  if (!done) return make_error(Failure::kSigning, "the item could not be signed with this key");
  signature.resize(size);
  return signature;
}

bool verifies(EVP_PKEY* key, const EVP_MD* digest, std::string_view signature,
              std::string_view data) {
  const MdContext context(EVP_MD_CTX_new());
  const bool good = EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key) == 1 &&
                    EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(),
                                     bytes_of(data), data.size()) == 1;
  drop_openssl_errors();
  return good;
}

Result<std::string> rsa_wrap(EVP_PKEY* key, const WrapTransformation& how,
                             std::string_view content_key) {
  const PkeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  std::string wrapped(static_cast<std::size_t>(EVP_PKEY_get_size(key)), '\0');
  std::size_t size = wrapped.size();
  const bool done = EVP_PKEY_encrypt_init(context.get()) == 1 && set_padding(context.get(), how) &&
                    EVP_PKEY_encrypt(context.get(), bytes_of(wrapped), &size, bytes_of(content_key),
                                     content_key.size()) == 1;
  drop_openssl_errors();
  if (!done) return make_error(Failure::kWrapping, kNotWrapped);
  wrapped.resize(size);
  return wrapped;
}

Result<std::string> rsa_unwrap(EVP_PKEY* key, const WrapTransformation& how,
                               std::string_view wrapped) {
  const PkeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  std::string content_key(static_cast<std::size_t>(EVP_PKEY_get_size(key)), '\0');
  std::size_t size = content_key.size();
  const bool done = EVP_PKEY_decrypt_init(context.get()) == 1 && set_padding(context.get(), how) &&
                    EVP_PKEY_decrypt(context.get(), bytes_of(content_key), &size, bytes_of(wrapped),
                                     wrapped.size()) == 1;
  drop_openssl_errors();
  if (!done) return make_error(Failure::kUnwrapping, kNotUnwrapped);
  content_key.resize(size);
  return content_key;
}

}  // namespace magneto::internal::encryption
