// SPDX-License-Identifier: Apache-2.0
//
// MD5, for what others have hashed with it; it protects nothing.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "base/digest.h"

namespace magneto::internal {

/// Hashes one text after the other, each added in parts. Keep one for each thread: its context is
/// allocated. Not thread safe.
class Md5 {
 public:
  using Digest = std::array<unsigned char, 16>;

  void add(std::string_view bytes) { digest_.add(bytes); }
  /// Of what was added since the last call.
  Digest finish() {
    const std::span<const unsigned char> bytes = digest_.finish();
    Digest copy{};
    std::copy_n(bytes.begin(), std::min(bytes.size(), copy.size()), copy.begin());
    return copy;
  }

 private:
  internal::Digest digest_{DigestKind::kMd5};
};

}  // namespace magneto::internal
