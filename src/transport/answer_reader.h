// SPDX-License-Identifier: Apache-2.0
//
// AnswerReader: an HTTP/1.1 answer from pieces of any size, into the one buffer that the Answer
// keeps. Bodies by Content-Length, in chunks, or up to the end of the connection; the x-amz-crc32
// of what was sent is compared, and gzip undone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "http/chunk_decoder.h"
#include "magneto/connection.h"

namespace magneto::internal::transport {

/// Not thread safe.
class AnswerReader {
 public:
  static constexpr std::size_t kMaxHeadBytes = 64 * 1024;

  enum class State : std::uint8_t {
    kHead,       ///< More of the head must come.
    kBody,       ///< More of the body must come.
    kDone,       ///< take() it.
    kMalformed,  ///< No HTTP.
    kTooLarge,   ///< Head or body.
  };

  /// For the next answer, of at most `max_body` bytes. `head_only`: it has no body, whatever it
  /// says (an answer to CONNECT or HEAD). `secret`: its buffers are wiped before they are freed.
  /// Without `decode` gzip is not undone.
  void start(std::size_t max_body, bool head_only = false, bool secret = false, bool decode = true);

  /// Where the next bytes go; never empty.
  std::span<char> room();
  /// That many came.
  State commit(std::size_t bytes);
  /// The connection ended: kDone where that ends the body.
  State end();

  /// Whether anything has come.
  bool begun() const { return size_ > 0; }
  /// Whether what came instead of an answer is the beginning of TLS. REQUIRES: kMalformed.
  bool is_tls() const;
  /// Whether another answer can follow on the connection. REQUIRES: kDone.
  bool keeps_connection() const { return keep_alive_; }
  int status() const { return status_; }
  /// REQUIRES: kDone. Errors: kChecksum, kBadAnswer (gzip that is none).
  magneto::Result<Answer> take();

 private:
  enum class Body : std::uint8_t { kNone, kLength, kChunked, kUntilEnd };

  State read_head();
  State read_body(std::size_t from);
  bool take_status_line(std::string_view line);
  bool take_header(std::string_view line);
  State begin_body(std::size_t head_end);
  void resize(std::size_t capacity);
  magneto::Result<Answer> inflated() const;

  Answer::Bytes buffer(std::size_t bytes) const;

  Answer::Bytes bytes_;
  std::size_t capacity_ = 0;  // usable; Answer::kPadding more follow
  std::size_t size_ = 0;
  std::size_t searched_ = 0;       // of the head's end
  std::size_t interim_bytes_ = 0;  // of answers like 100 Continue
  std::size_t max_body_ = 0;
  bool head_only_ = false;
  bool secret_ = false;
  bool decode_ = true;
  State state_ = State::kHead;

  int status_ = 0;
  bool keep_alive_ = true;
  bool gzip_ = false;
  std::optional<std::uint32_t> crc32_;
  Body body_ = Body::kNone;
  bool chunked_ = false;
  std::optional<std::size_t> length_;
  Answer::Layout layout_;
  std::optional<http::ChunkDecoder> chunks_;
};

}  // namespace magneto::internal::transport
