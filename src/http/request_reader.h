// SPDX-License-Identifier: Apache-2.0
//
// RequestReader: received bytes to requests, without a socket. It owns the connection's buffer.
//
//   for (;;) {
//     switch (reader.advance()) {
//       case kNeedMore:  receive into reader.room(), then reader.commit(n); break;
//       case kComplete:  answer reader.request(), then reader.next(); break;
//       case kFailed:    answer reader.failure() and close; return;
//     }
//   }
//
// Pipelined requests stay in the buffer until next(). HTTP/1.0 and 1.1; bodies with Content-Length
// or chunked (the chunks are joined in place). Refused: folded headers, other transfer encodings,
// both lengths at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "http/chunk_decoder.h"
#include "http/limits.h"
#include "http/memory_budget.h"
#include "http/read_buffer.h"
#include "http/request.h"
#include "http/request_parser.h"

namespace magneto::internal::http {

/// Not thread safe.
class RequestReader {
 public:
  enum class State : std::uint8_t { kNeedMore, kComplete, kFailed };
  /// What is wrong with a request that cannot be read.
  enum class Failure : std::uint8_t {
    kNone,
    kMalformed,       ///< 400
    kNoHost,          ///< 400: HTTP/1.1 without a Host header.
    kManyHosts,       ///< 400: more than one Host header.
    kHeaderTooLarge,  ///< 400
    kBodyTooLarge,    ///< 413
    kOverloaded,      ///< 503: no memory left in the budget.
  };
  /// Where a connection stands, for its timeouts.
  enum class Phase : std::uint8_t { kIdle, kHeader, kBody };

  RequestReader(const Limits& limits, MemoryBudget& budget) : limits_(limits), buffer_(budget) {}

  /// Where to receive to. Not empty after kNeedMore.
  std::span<char> room() { return buffer_.room(); }
  void commit(std::size_t received) { buffer_.commit(received); }

  State advance();
  Phase phase() const;

  /// REQUIRES of these three: the last advance() said kComplete. Valid until next().
  const Request& request() const { return request_; }
  /// Whether the client wants the connection kept.
  bool keep_alive() const { return parser_->keep_alive(); }
  bool is_http_1_0() const { return parser_->version_1_0; }

  /// REQUIRES: the last advance() said kFailed.
  Failure failure() const { return failure_; }
  /// After kOverloaded: the next advance() tries again.
  void try_again() { failure_ = Failure::kNone; }

  /// REQUIRES of these two: phase() is kBody. The request without its body, valid until the next
  /// call of anything here; and the bytes that the body will have at least (unknown in chunks: 0).
  const Request& head();
  std::size_t announced_bytes() const {
    return static_cast<std::size_t>(parser_->content_length().value_or(0));
  }
  bool chunked() const { return chunks_.has_value(); }

  /// Memory beyond the first few KB that it holds.
  std::size_t held_bytes() const { return buffer_.capacity() - ReadBuffer::kFirstBytes; }

  /// True once for a request whose sender waits for "100 Continue" before it sends the body.
  bool take_expect_continue();

  /// Forgets the request. Bytes received behind it stay.
  void next();

 private:
  State fail(Failure failure);
  State read_header();
  State read_sized_body();
  State read_chunked_body();
  void fill_head();
  State need_more(std::size_t whole_request_bytes);
  State complete(std::size_t body_bytes, std::size_t request_bytes);

  const Limits& limits_;
  ReadBuffer buffer_;
  RequestLayout layout_;
  std::optional<RequestParser> parser_;  ///< From the end of the headers to next().
  std::optional<ChunkDecoder> chunks_;   ///< While a body in chunks arrives.
  Request request_;
  std::size_t scanned_ = 0;        ///< No end of the headers begins before this offset.
  std::size_t header_bytes_ = 0;   ///< Where the body begins.
  std::size_t joined_bytes_ = 0;   ///< Of a body in chunks: what of it is there.
  std::size_t undecoded_ = 0;      ///< Of a body in chunks: where the rest of the input begins.
  std::size_t request_bytes_ = 0;  ///< What next() consumes.
  Failure failure_ = Failure::kNone;
};

}  // namespace magneto::internal::http
