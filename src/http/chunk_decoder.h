// SPDX-License-Identifier: Apache-2.0
//
// ChunkDecoder: a body in chunks (RFC 9112 7.1) to the body, in place, from pieces of any size.
//
//   chunked := { size extension* CRLF data CRLF } "0" extension* CRLF { trailer CRLF } CRLF
//
// Extensions and trailers are passed over. (Beast's parser would do this too, but asserts on a last
// chunk that comes in small pieces.)
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace magneto::internal::http {

/// Not thread safe.
class ChunkDecoder {
 public:
  /// Extensions of one chunk, and all trailers together, are not longer than this.
  static constexpr std::size_t kMaxPassedOverBytes = 16 * 1024;

  enum class State : std::uint8_t { kNeedMore, kDone, kMalformed, kTooLarge };
  struct Progress {
    State state;
    std::size_t used;    ///< Bytes of the input that were read: all of it with kNeedMore.
    std::size_t joined;  ///< Bytes of data that were written.
  };

  /// The body may be at most `max_bytes` long.
  explicit ChunkDecoder(std::size_t max_bytes) : left_in_body_(max_bytes) {}

  /// Reads on, and moves the data it finds to `to`, which must not lie above the input's begin.
  Progress advance(std::string_view input, char* to);

 private:
  enum class At : std::uint8_t {
    kFirstDigit,
    kSize,
    kExtension,
    kSizeEnd,
    kData,
    kDataReturn,
    kDataEnd,
    kTrailer,
    kTrailerLine,
    kTrailerEnd,
    kEnd,
  };

  State read_byte(char c);
  State add_digit(char c);
  State expect(char c, char expected, At next);
  State pass_over(char c, At end);

  std::size_t left_in_body_;
  std::size_t left_in_chunk_ = 0;  ///< While in the size line: the size so far.
  std::size_t passed_over_ = 0;
  At at_ = At::kFirstDigit;
};

}  // namespace magneto::internal::http
