// SPDX-License-Identifier: Apache-2.0
//
// Server: an HTTP/1.1 server on one port. Each loop has a thread of its own, and a listening socket
// for each address. The kernel spreads connections over the loops; a request stays on its loop from
// its first byte to its last.
//
//   HandlerFactory echo = [](Loop&) { return std::make_unique<Echo>(); };
//   auto server = Server::start({.hosts = {"127.0.0.1"}, .port = 0, .threads = 2}, echo);
//   ... server->port() ...
//   server->stop();
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/limits.h"
#include "http_server/exchange.h"
#include "http_server/http_probe.h"

namespace magneto::internal::http_server {

/// Makes the handler of one loop, on that loop's thread.
using HandlerFactory = std::function<std::unique_ptr<Handler>(Loop&)>;

struct ServerOptions {
  /// Addresses, names, or "*"; none: both loopback addresses, as far as there are two.
  std::vector<std::string> hosts = {};
  std::uint16_t port = 0;        ///< 0: any free one, the same on all addresses.
  std::string unix_socket = {};  ///< A path: also listen there, for the owner only.
  int threads = 1;
  http::Limits limits = {};
  std::string tls_certificate = {};  ///< PEM files; both empty: plain HTTP.
  std::string tls_key = {};
};

/// Thread safe.
class Server {
 public:
  /// Listens and serves. Errors: kInvalidArgument (host, certificate), kIo (the port is taken, no
  /// more threads).
  static Result<std::unique_ptr<Server>> start(ServerOptions options, HandlerFactory factory);
  ~Server();

  /// The port it listens on.
  std::uint16_t port() const;
  /// The addresses it listens on: "127.0.0.1", "::1".
  std::vector<std::string> hosts() const;

  /// Takes no new requests, answers those that have begun (cut off after `grace_ms`, but a handler
  /// always gets to answer), and returns when all threads have ended.
  void stop(std::int64_t grace_ms = 10'000);

  std::vector<const HttpProbe*> probes() const;
  /// Memory of requests and of answers that are not sent yet, beyond the first few KB of each
  /// connection.
  std::size_t buffer_bytes() const;

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace magneto::internal::http_server
