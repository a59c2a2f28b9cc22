// SPDX-License-Identifier: Apache-2.0
//
// AES in CBC with PKCS#7 padding, as attributes are stored, and as RFC 3394 wraps keys.
// Keys are of 16, 24 or 32 bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "encryption/public_names.h"

namespace magneto::internal::encryption {

inline constexpr std::size_t kBlockSize = 16;

bool is_aes_key_size(std::size_t bytes);

/// IV and ciphertext. REQUIRES: an IV of 16 bytes. Errors: kEncryption.
Result<std::string> cbc_encrypt(std::string_view key, std::string_view iv,
                                std::string_view plaintext);
/// `stored` is IV and ciphertext. Errors: kDecryption.
Result<std::string> cbc_decrypt(std::string_view key, std::string_view stored);

/// 8 bytes longer than `content_key`. Errors: kWrapping.
Result<std::string> aes_wrap(std::string_view key, std::string_view content_key);
/// Errors: kUnwrapping.
Result<std::string> aes_unwrap(std::string_view key, std::string_view wrapped);

}  // namespace magneto::internal::encryption
