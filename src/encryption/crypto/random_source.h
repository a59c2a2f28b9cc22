// SPDX-License-Identifier: Apache-2.0
//
// RandomSource: random bytes for IVs, drawn ahead for several items: drawing costs as much for 16
// bytes as for a thousand.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "encryption/crypto/fork_page.h"
#include "encryption/public_names.h"

namespace magneto::internal::encryption {

/// Not thread safe.
class RandomSource {
 public:
  /// Valid until the next call. REQUIRES: at most 64 bytes. Errors: kEncryption.
  Result<std::string_view> next(std::size_t size);

 private:
  struct Drawn {
    std::size_t left = 0;  ///< Bytes at the end that have not been given.
    std::array<unsigned char, 4096 - sizeof(std::size_t)> bytes{};
  };

  ForkPage<Drawn> drawn_;
};

}  // namespace magneto::internal::encryption
