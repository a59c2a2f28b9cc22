// SPDX-License-Identifier: Apache-2.0
//
// RandomSource: random bytes for IVs and keys, drawn ahead for several items: drawing costs as much
// for 16 bytes as for a thousand.
//
// They lie in a page that the system wipes in a forked process, so that no two processes use the
// same bytes. Where the system has no such pages nothing is drawn ahead.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "encryption/crypto/secret.h"
#include "encryption/public_names.h"

namespace magneto::internal::encryption {

/// Not thread safe.
class RandomSource {
 public:
  RandomSource();
  ~RandomSource();
  RandomSource(const RandomSource&) = delete;
  RandomSource& operator=(const RandomSource&) = delete;

  /// Valid until the next call. REQUIRES: at most 64 bytes. Errors: kEncryption.
  Result<std::string_view> next(std::size_t size);
  /// The same, and no copy of the bytes stays here.
  Result<Secret> next_secret(std::size_t size);

 private:
  struct Page {
    std::size_t left = 0;  ///< Bytes at the end that have not been given.
    std::array<unsigned char, 4096 - sizeof(std::size_t)> bytes{};
  };

  Page* page_;
  bool ahead_;
};

}  // namespace magneto::internal::encryption
