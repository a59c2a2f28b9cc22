// SPDX-License-Identifier: Apache-2.0
#include "encryption/crypto/aes.h"

#include <memory>

#include <openssl/evp.h>

#include "encryption/crypto/digest.h"

namespace magneto::internal::encryption {
namespace {

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

const EVP_CIPHER* cbc_of(std::size_t key_size) {
  static const EVP_CIPHER* const k128 = EVP_CIPHER_fetch(nullptr, "AES-128-CBC", nullptr);
  static const EVP_CIPHER* const k192 = EVP_CIPHER_fetch(nullptr, "AES-192-CBC", nullptr);
  static const EVP_CIPHER* const k256 = EVP_CIPHER_fetch(nullptr, "AES-256-CBC", nullptr);
  return key_size == 16 ? k128 : key_size == 24 ? k192 : k256;
}

const EVP_CIPHER* wrap_of(std::size_t key_size) {
  return key_size == 16   ? EVP_aes_128_wrap()
         : key_size == 24 ? EVP_aes_192_wrap()
                          : EVP_aes_256_wrap();
}

/// What comes of `input`, appended to `out`; false when OpenSSL refuses.
bool run(EVP_CIPHER_CTX* context, std::string_view input, std::string& out) {
  const std::size_t at = out.size();
  out.resize(at + input.size() + 2 * kBlockSize);
  int size = 0;
  int rest = 0;
  const bool done = EVP_CipherUpdate(context, bytes_of(out) + at, &size, bytes_of(input),
                                     static_cast<int>(input.size())) == 1 &&
                    EVP_CipherFinal_ex(context, bytes_of(out) + at + size, &rest) == 1;
  out.resize(done ? at + static_cast<std::size_t>(size + rest) : at);
  if (!done) drop_openssl_errors();
  return done;
}

bool wrap_or_unwrap(std::string_view key, std::string_view input, bool wrapping, std::string& out) {
  const CipherContext context(EVP_CIPHER_CTX_new());
  EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  if (EVP_CipherInit_ex2(context.get(), wrap_of(key.size()), bytes_of(key), nullptr,
                         wrapping ? 1 : 0, nullptr) != 1) {
    drop_openssl_errors();
    return false;
  }
  return run(context.get(), input, out);
}

}  // namespace

bool is_aes_key_size(std::size_t bytes) { return bytes == 16 || bytes == 24 || bytes == 32; }

Result<std::string> cbc_encrypt(std::string_view key, std::string_view iv,
                                std::string_view plaintext) {
  const CipherContext context(EVP_CIPHER_CTX_new());
  std::string stored(iv);
  if (EVP_EncryptInit_ex2(context.get(), cbc_of(key.size()), bytes_of(key), bytes_of(iv),
                          nullptr) != 1 ||
      !run(context.get(), plaintext, stored)) {
    drop_openssl_errors();
    return make_error(Failure::kEncryption, "the attribute could not be encrypted");
  }
  return stored;
}

Result<std::string> cbc_decrypt(std::string_view key, std::string_view stored) {
  const auto failed = [] {
    return make_error(Failure::kDecryption, "the attribute could not be decrypted");
  };
  if (stored.size() < 2 * kBlockSize || stored.size() % kBlockSize != 0) return failed();
  const CipherContext context(EVP_CIPHER_CTX_new());
  std::string plaintext;
  if (EVP_DecryptInit_ex2(context.get(), cbc_of(key.size()), bytes_of(key), bytes_of(stored),
                          nullptr) != 1 ||
      !run(context.get(), stored.substr(kBlockSize), plaintext)) {
    drop_openssl_errors();
    return failed();
  }
  return plaintext;
}

Result<std::string> aes_wrap(std::string_view key, std::string_view content_key) {
  std::string wrapped;
  if (content_key.size() < 16 || content_key.size() % 8 != 0 ||
      !wrap_or_unwrap(key, content_key, true, wrapped)) {
    return make_error(Failure::kWrapping, "the content key could not be wrapped");
  }
  return wrapped;
}

Result<std::string> aes_unwrap(std::string_view key, std::string_view wrapped) {
  std::string content_key;
  if (wrapped.size() < 24 || wrapped.size() % 8 != 0 ||
      !wrap_or_unwrap(key, wrapped, false, content_key)) {
    return make_error(Failure::kUnwrapping, "the content key could not be unwrapped");
  }
  return content_key;
}

}  // namespace magneto::internal::encryption
