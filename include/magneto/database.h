// SPDX-License-Identifier: Apache-2.0
//
// Database: DynamoDB's operations in this process, without a server and a socket: for programs that
// carry their data with them, and for tests. Link magneto::embedded.
//
//   Database database = Database::in_memory().value();
//   Client client = database.client();
//
//   Client client = Database::open({.directory = "/var/lib/songs"})->client();
//
// A handle: copies, and the clients made of it, are one database, which closes when the last of
// them goes. Thread safe.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "magneto/client.h"

namespace magneto {

struct DatabaseOptions {
  /// Where the data is; made where it is not there. Empty: in memory, and gone with the database.
  std::string directory = {};
  std::string region = "us-east-1";
  /// Bytes of blocks that were read from disk and are kept.
  std::size_t cache_bytes = std::size_t{256} << 20;
  /// What the database takes for the time: expiry, streams, tokens follow it. Thread safe. Empty:
  /// the system's.
  std::function<std::chrono::system_clock::time_point()> clock = {};
  /// Told what an operator should know, a line at a time, on any thread. Empty: standard error.
  std::function<void(const std::string& line)> log = {};
};

class Database {
 public:
  /// Errors: kInvalidArgument (a directory that another process holds, or that a newer release
  /// wrote), kOther (the disk failed, or stored bytes are damaged: the message says which).
  static Result<Database> open(DatabaseOptions options);
  /// `options.directory` is not looked at.
  static Result<Database> in_memory(DatabaseOptions options = {});

  /// Of the options, those above a connection count.
  Client client(ClientOptions options = {}) const;
  /// For a Client of the program's own making, or a connection around this one.
  std::shared_ptr<Connection> connection() const { return connection_; }

 private:
  explicit Database(std::shared_ptr<Connection> connection, std::string region)
      : connection_(std::move(connection)), region_(std::move(region)) {}

  std::shared_ptr<Connection> connection_;
  std::string region_;
};

}  // namespace magneto
