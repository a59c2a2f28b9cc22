// SPDX-License-Identifier: Apache-2.0
//
// Where an HTTP exchange goes and what it may take.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "magneto/options.h"
#include "magneto/result.h"
#include "transport/lazy_loop.h"

namespace magneto::internal::transport {

/// A server: scheme, host and port, or a Unix socket.
struct Origin {
  bool tls = false;
  std::string host;         ///< Without brackets: "localhost", "::1".
  std::string port;         ///< "443"
  std::string unix_path;    ///< Not empty: connect there instead.
  std::string host_header;  ///< "localhost:8000", without the scheme's default port.

  /// "https://host:port"; of a Unix socket "unix:PATH".
  std::string text() const;
  friend bool operator==(const Origin&, const Origin&) = default;
};

/// An origin and a path: "http://localhost:8000/", "unix:/run/magneto.sock".
struct Url {
  Origin origin;
  std::string path = "/";
  std::string user;  ///< Of "http://user:password@host", percent-decoded.
  std::string password;
};

/// Errors: kEndpoint, with the text.
magneto::Result<Url> parse_url(std::string_view text);

struct Options {
  TimeoutOptions timeouts = {};
  ProxyOptions proxy = {};
  TlsOptions tls = {};
  PoolOptions pool = {};
  CompressionOptions compression = {};
  /// Of asynchronous exchanges.
  std::shared_ptr<LazyLoop> loop = std::make_shared<LazyLoop>();
  /// An answer that is larger is refused, whatever it says of itself.
  std::size_t max_answer_bytes = 256 * 1024 * 1024;
  /// The buffers that answers lay in are wiped before they are freed.
  bool secret_answers = false;
};

}  // namespace magneto::internal::transport
