// SPDX-License-Identifier: Apache-2.0
//
// SHA-256 of bytes that come in pieces: checksums of files.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace magneto::internal {

/// Not thread safe.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(const Sha256Stream&) = delete;
  Sha256Stream& operator=(const Sha256Stream&) = delete;

  void add(std::string_view bytes);
  /// Of all that was added: 32 bytes. Once, as the last call.
  std::string digest();
  /// The same in 64 lower-case hex digits.
  std::string hex();

 private:
  struct Rep;
  std::unique_ptr<Rep> rep_;
};

std::string sha256_hex(std::string_view bytes);

}  // namespace magneto::internal
