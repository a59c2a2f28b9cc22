// SPDX-License-Identifier: Apache-2.0
//
// gzip and deflate (RFC 1952, and RFC 1950 as RFC 9110 wants it), with bounds: what comes out of a
// decompression is limited, whatever went in.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "http/accept_encoding.h"

namespace magneto::internal::http {

class MemoryBudget;

/// A decompressed request body. Its memory is paid from a budget while it exists.
class InflatedBody {
 public:
  enum class Outcome : std::uint8_t { kOk, kDamaged, kTooLarge, kOverloaded };

  explicit InflatedBody(MemoryBudget& budget) : budget_(budget) {}
  ~InflatedBody();
  InflatedBody(const InflatedBody&) = delete;
  InflatedBody& operator=(const InflatedBody&) = delete;

  /// Decompresses all of `body`. Several gzip members in a row are one body; anything else behind
  /// the end is damage, and so is an end that does not come. REQUIRES: kGzip or kDeflate; called
  /// once.
  Outcome inflate(Coding coding, std::string_view body, std::size_t max_bytes);

  /// With kBodyPadding readable bytes behind it.
  std::string_view text() const { return {memory_.data(), size_}; }

 private:
  bool grow(std::size_t max_bytes);

  MemoryBudget& budget_;
  std::string memory_;
  std::size_t size_ = 0;
  std::size_t paid_ = 0;
};

/// `body` compressed, into `out` (its content is replaced). REQUIRES: kGzip or kDeflate.
void compress(Coding coding, std::string_view body, std::string& out);

}  // namespace magneto::internal::http
