// SPDX-License-Identifier: Apache-2.0
//
// WrappedKeys: content keys of which each is for one item, made and wrapped several at a time.
//
// Wrapping a key is 24 blocks of AES of which each waits for the one before it. The processor does
// those of many keys side by side, in little more time than those of one.
#pragma once

#include <array>
#include <cstddef>
#include <string>

#include "encryption/crypto/fork_page.h"
#include "encryption/crypto/secret.h"
#include "encryption/local_aes_key.h"
#include "encryption/public_names.h"

namespace magneto::internal::encryption {

/// Of one wrapping key. Not thread safe.
class WrappedKeys {
 public:
  struct Made {
    Secret key;
    std::string wrapped;
  };
  /// A new key of `size` bytes, of which no copy stays here. REQUIRES: 16, 24 or 32 bytes. Errors:
  /// kEncryption.
  Result<Made> next(const LocalAesKey& wrapping, std::size_t size);

 private:
  static constexpr std::size_t kTogether = AesKeyWrap::kTogether;
  static constexpr std::size_t kLongest = 32;

  struct Ahead {
    std::size_t left = 0;  ///< Keys at the front that have not been given.
    std::size_t size = 0;  ///< Of each of them.
    std::array<char, kTogether * kLongest> keys{};
    std::array<char, kTogether*(AesKeyWrap::kLonger + kLongest)> wrapped{};
  };

  Result<void> make(const LocalAesKey& wrapping, std::size_t size);

  ForkPage<Ahead> ahead_;
};

}  // namespace magneto::internal::encryption
