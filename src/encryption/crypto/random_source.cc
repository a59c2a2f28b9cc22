// SPDX-License-Identifier: Apache-2.0
#include "encryption/crypto/random_source.h"

#include "encryption/crypto/digest.h"

namespace magneto::internal::encryption {

Result<std::string_view> RandomSource::next(std::size_t size) {
  if (drawn_->left < size || !drawn_.zeroed_by_fork()) {
    drawn_->left = 0;
    if (auto filled = fill_random(drawn_->bytes.data(), drawn_->bytes.size()); !filled) {
      return filled.error();
    }
    drawn_->left = drawn_->bytes.size();
  }
  const unsigned char* const bytes = drawn_->bytes.data() + drawn_->bytes.size() - drawn_->left;
  drawn_->left -= size;
  return std::string_view(reinterpret_cast<const char*>(bytes), size);
}

}  // namespace magneto::internal::encryption
