// SPDX-License-Identifier: Apache-2.0
#include "encryption/crypto/aes.h"

#include "base/check.h"
#include "encryption/crypto/digest.h"
#include "encryption/messages.h"

namespace magneto::internal::encryption {
namespace {

const EVP_CIPHER* wrap_of(std::size_t key_size) {
  static const EVP_CIPHER* const k128 = EVP_CIPHER_fetch(nullptr, "AES-128-WRAP", nullptr);
  static const EVP_CIPHER* const k192 = EVP_CIPHER_fetch(nullptr, "AES-192-WRAP", nullptr);
  static const EVP_CIPHER* const k256 = EVP_CIPHER_fetch(nullptr, "AES-256-WRAP", nullptr);
  return key_size == 16 ? k128 : key_size == 24 ? k192 : k256;
}

}  // namespace

bool is_aes_key_size(std::size_t bytes) { return bytes == 16 || bytes == 24 || bytes == 32; }

AesKeyWrap::AesKeyWrap(std::string_view key, bool wraps) : context_(EVP_CIPHER_CTX_new()) {
  EVP_CIPHER_CTX_set_flags(context_.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  MAGNETO_CHECK(EVP_CipherInit_ex2(context_.get(), wrap_of(key.size()), bytes_of(key), nullptr,
                                   wraps ? 1 : 0, nullptr) == 1);
}

bool AesKeyWrap::run(std::string_view input, std::string& out) {
  out.resize(input.size() + 32);
  int size = 0;
  int rest = 0;
  // Begins anew, with the key from before.
  const bool done =
      EVP_CipherInit_ex2(context_.get(), nullptr, nullptr, nullptr, -1, nullptr) == 1 &&
      EVP_CipherUpdate(context_.get(), bytes_of(out), &size, bytes_of(input),
                       static_cast<int>(input.size())) == 1 &&
      EVP_CipherFinal_ex(context_.get(), bytes_of(out) + size, &rest) == 1;
  out.resize(done ? static_cast<std::size_t>(size + rest) : 0);
  if (!done) drop_openssl_errors();
  return done;
}

Result<std::string> AesKeyWrap::wrap(std::string_view content_key) {
  std::string wrapped;
  if (content_key.size() < 16 || content_key.size() % 8 != 0 || !run(content_key, wrapped)) {
    return make_error(Failure::kWrapping, kNotWrapped);
  }
  return wrapped;
}

Result<std::string> AesKeyWrap::unwrap(std::string_view wrapped) {
  std::string content_key;
  if (wrapped.size() < 24 || wrapped.size() % 8 != 0 || !run(wrapped, content_key)) {
    return make_error(Failure::kUnwrapping, kNotUnwrapped);
  }
  return content_key;
}

}  // namespace magneto::internal::encryption
