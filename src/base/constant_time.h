// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include <openssl/crypto.h>

namespace magneto::internal {

/// Takes the same time wherever the difference is. False for different sizes.
inline bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace magneto::internal
