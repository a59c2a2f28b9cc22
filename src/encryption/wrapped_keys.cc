// SPDX-License-Identifier: Apache-2.0
#include "encryption/wrapped_keys.h"

#include <cstring>

#include "encryption/crypto/digest.h"

namespace magneto::internal::encryption {

Result<void> WrappedKeys::make(const LocalAesKey& wrapping, std::size_t size) {
  const std::size_t count = ahead_.zeroed_by_fork() ? kTogether : 1;
  char* const keys = ahead_->keys.data();
  ahead_->left = 0;
  auto filled = fill_random(reinterpret_cast<unsigned char*>(keys), count * size);
  if (!filled) return filled;
  const std::size_t row = AesKeyWrap::kLonger + size;
  for (std::size_t i = 0; i < count; ++i) {
    std::memcpy(ahead_->wrapped.data() + i * row + AesKeyWrap::kLonger, keys + i * size, size);
  }
  wrapping.wrapper()->wrap_rows(ahead_->wrapped.data(), row, count);
  ahead_->size = size;
  ahead_->left = count;
  return {};
}

Result<WrappedKeys::Made> WrappedKeys::next(const LocalAesKey& wrapping, std::size_t size) {
  if (ahead_->left == 0 || ahead_->size != size) {
    if (auto made = make(wrapping, size); !made) return made.error();
  }
  const std::size_t at = --ahead_->left;
  const std::size_t row = AesKeyWrap::kLonger + size;
  char* const key = ahead_->keys.data() + at * size;
  Made made{Secret({key, size}), std::string(ahead_->wrapped.data() + at * row, row)};
  wipe(key, size);
  return made;
}

}  // namespace magneto::internal::encryption
