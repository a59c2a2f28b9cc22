// SPDX-License-Identifier: Apache-2.0
//
// What one client, and all of them together, may take from the server. Every number is the
// service's own where it has one.
#pragma once

#include <cstddef>
#include <cstdint>

namespace magneto::internal::http {

struct Limits {
  /// Request line and headers together. The service's limit; beyond it: 400.
  std::size_t header_bytes = 16 * 1024;
  /// Request body, as sent and after decompression. The service's limit; beyond it: 413.
  std::size_t body_bytes = 16 * 1024 * 1024;
  /// Memory of all requests being received and of all answers not yet taken, beyond the first few KB
  /// of each connection. Beyond it the oldest of them are closed, and requests get 503.
  std::size_t total_buffer_bytes = 512 * 1024 * 1024;
  /// Open connections of all loops; beyond it the idlest is closed for a new one.
  std::size_t connections = 10'000;
  /// The part of them that one address may have, unless it is a loopback address. 0: half.
  std::size_t connections_per_address = 0;

  /// A connection without a request. Longer than client pools keep theirs.
  std::int64_t idle_timeout_ms = 180'000;
  /// From the first byte of a request to the end of its headers (and for a TLS handshake).
  std::int64_t header_timeout_ms = 10'000;
  /// From the end of the headers to the end of the body, and for taking an answer.
  std::int64_t body_timeout_ms = 120'000;
  /// How long an over-long request is read and dropped, so that its sender sees the answer.
  std::int64_t linger_timeout_ms = 10'000;
};

}  // namespace magneto::internal::http
