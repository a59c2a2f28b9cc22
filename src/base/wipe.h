// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include <openssl/crypto.h>

namespace magneto::internal {

/// Wipes what held a key on its way.
inline void wipe(void* bytes, std::size_t size) { OPENSSL_cleanse(bytes, size); }
inline void wipe(std::string& text) { wipe(text.data(), text.size()); }

/// A buffer of one text after the other, with what is left of longer ones.
inline void wipe_buffer(std::string& buffer) {
  buffer.resize(buffer.capacity());
  wipe(buffer);
}

}  // namespace magneto::internal
