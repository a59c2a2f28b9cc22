// SPDX-License-Identifier: Apache-2.0
//
// Server: all rooms wired together. Opening it opens the data and begins to serve; stopping it
// finishes what has begun and closes the data.
//
//   MAGNETO_ASSIGN_OR_RETURN(auto server, Server::open(config));
//   std::puts(server->greeting().c_str());
//   ... wait for a signal ...
//   server->stop();
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "server/config.h"

namespace magneto::internal::server {

/// Thread safe.
class Server {
 public:
  /// Errors: kInvalidArgument (settings, key file, a data directory that another process holds),
  /// kIo (the port is taken, the disk), kCorruption.
  static Result<std::unique_ptr<Server>> open(Config config);
  ~Server();

  std::uint16_t port() const;
  /// "http://127.0.0.1:8000"
  std::string url() const;
  /// "answers on http://127.0.0.1:8000, data in ./magneto-data"
  std::string greeting() const;

  /// Reads the key file again. Errors: kInvalidArgument; the keys stay as they were.
  Result<void> reload_keys();

  /// `act` is called, on any thread and at any time, when writing has ended for good. It must not
  /// stop the server itself.
  void on_failure(std::function<void()> act);

  /// Answers what has begun, flushes and closes. Idempotent.
  void stop();

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace magneto::internal::server
