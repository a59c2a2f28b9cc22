// SPDX-License-Identifier: Apache-2.0
//
// Socket: one connection's bytes, plain or through TLS, for callers that wait and for those that
// must not. The descriptor is a blocking one; whether a call waits is said with each call.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <openssl/ssl.h>
#include <sys/socket.h>
#include <cstdint>

#include "magneto/result.h"

namespace magneto::internal::transport {

/// How far a step got.
enum class Step : std::uint8_t {
  kDone,
  kWantRead,   ///< Would have had to wait for bytes; of a blocking call: the timeout passed.
  kWantWrite,  ///< Would have had to wait for room; likewise.
  kClosed,     ///< The other side has ended.
  kFailed,     ///< See Socket::failure().
};

/// Used by one thread at a time, but for shut().
class Socket {
 public:
  enum class Wait : bool { kNo, kYes };

  Socket() = default;
  ~Socket() { close(); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  /// Begins to connect; kDone, kWantWrite or kFailed.
  Step connect(const sockaddr* address, socklen_t size);
  /// After connect() wanted to wait, once the descriptor can be written to.
  Step finish_connect();
  /// Starts TLS on what is connected, inside the TLS of a proxy where there is one; then
  /// handshake() until it is done.
  bool start_tls(SSL_CTX* context, const std::string& host, SSL_SESSION* session);
  Step handshake(Wait wait);
  /// The session for the next connection to the same server; null without one.
  SSL_SESSION* take_session();

  /// Some bytes: `moved` says how many. Counts from 1 with kDone.
  Step read(char* to, std::size_t size, Wait wait, std::size_t& moved);
  Step write(std::string_view bytes, Wait wait, std::size_t& moved);

  /// How long blocking calls wait.
  void set_timeout(std::chrono::milliseconds timeout);
  /// Whether there is something to read, or an end: of a connection that should be silent.
  bool stirs() const;

  int fd() const { return fd_; }
  /// How many connections it has begun: tells one from the next on the same descriptor.
  std::uint64_t number() const { return number_; }
  bool is_open() const { return fd_ >= 0; }
  bool is_tls() const { return ssl_ != nullptr; }
  void close();
  /// Makes all that waits on it return. Any thread, while it is open.
  void shut() const { ::shutdown(fd_, SHUT_RDWR); }
  const std::string& failure() const { return failure_; }

 private:
  struct FreeSsl {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };
  friend struct SocketBio;

  Step fail(int error);
  Step tls_step(int result, bool writing);

  int fd_ = -1;
  std::uint64_t number_ = 0;
  bool wait_ = false;  // of the TLS call under way
  std::chrono::milliseconds timeout_{0};
  std::unique_ptr<SSL, FreeSsl> proxy_ssl_;  // around ssl_
  std::unique_ptr<SSL, FreeSsl> ssl_;
  std::string failure_;
};

}  // namespace magneto::internal::transport
