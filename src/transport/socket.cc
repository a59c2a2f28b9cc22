// SPDX-License-Identifier: Apache-2.0
#include "transport/socket.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <unistd.h>

#include <arpa/inet.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "transport/messages.h"
#include "transport/tls_context.h"

namespace magneto::internal::transport {

/// OpenSSL's way to the descriptor: with flags, so that it waits or does not, and never raises
/// SIGPIPE.
struct SocketBio {
  static Socket& socket_of(BIO* bio) { return *static_cast<Socket*>(BIO_get_data(bio)); }

  static int flags(const Socket& socket) {
    return MSG_NOSIGNAL | (socket.wait_ ? 0 : MSG_DONTWAIT);
  }

  static int write(BIO* bio, const char* bytes, int size) {
    const Socket& socket = socket_of(bio);
    BIO_clear_retry_flags(bio);
    const ssize_t sent = ::send(socket.fd_, bytes, static_cast<std::size_t>(size), flags(socket));
    if (sent < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_write(bio);
    return static_cast<int>(sent);
  }

  static int read(BIO* bio, char* to, int size) {
    const Socket& socket = socket_of(bio);
    BIO_clear_retry_flags(bio);
    const ssize_t got = ::recv(socket.fd_, to, static_cast<std::size_t>(size), flags(socket));
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_read(bio);
    return static_cast<int>(got);
  }

  static int write_in_proxy(BIO* bio, const char* bytes, int size) {
    SSL* const proxy = socket_of(bio).proxy_ssl_.get();
    BIO_clear_retry_flags(bio);
    return retried(bio, proxy, SSL_write(proxy, bytes, size));
  }

  static int read_in_proxy(BIO* bio, char* to, int size) {
    SSL* const proxy = socket_of(bio).proxy_ssl_.get();
    BIO_clear_retry_flags(bio);
    return retried(bio, proxy, SSL_read(proxy, to, size));
  }

  static int retried(BIO* bio, SSL* proxy, int result) {
    const int error = result > 0 ? SSL_ERROR_NONE : SSL_get_error(proxy, result);
    if (error == SSL_ERROR_WANT_READ) BIO_set_retry_read(bio);
    if (error == SSL_ERROR_WANT_WRITE) BIO_set_retry_write(bio);
    return result;
  }

  static long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

  using Method = std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)>;

  static Method make(int (*write)(BIO*, const char*, int), int (*read)(BIO*, char*, int)) {
    Method method(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "magneto"),
                  BIO_meth_free);
    BIO_meth_set_write(method.get(), write);
    BIO_meth_set_read(method.get(), read);
    BIO_meth_set_ctrl(method.get(), control);
    return method;
  }

  static const BIO_METHOD* method(bool in_proxy) {
    static const Method kPlain = make(write, read);
    static const Method kInProxy = make(write_in_proxy, read_in_proxy);
    return (in_proxy ? kInProxy : kPlain).get();
  }
};

Step Socket::fail(int error) {
  failure_ = std::generic_category().message(error);
  return error == EPIPE || error == ECONNRESET ? Step::kClosed : Step::kFailed;
}

Step Socket::connect(const sockaddr* address, socklen_t size) {
  close();
  fd_ = ::socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd_ < 0) return fail(errno);
  ++number_;
  if (address->sa_family != AF_UNIX) {
    const int on = 1;
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(fd_, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  }
  if (::connect(fd_, address, size) == 0) return finish_connect();
  return errno == EINPROGRESS || errno == EAGAIN ? Step::kWantWrite : fail(errno);
}

Step Socket::finish_connect() {
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
  if (error != 0) return fail(error);
  const int flags = fcntl(fd_, F_GETFL);
  if (fcntl(fd_, F_SETFL, flags & ~O_NONBLOCK) != 0) return fail(errno);
  timeout_ = {};
  return Step::kDone;
}

bool Socket::start_tls(SSL_CTX* context, const std::string& host, SSL_SESSION* session) {
  ERR_clear_error();
  proxy_ssl_ = std::move(ssl_);
  ssl_.reset(SSL_new(context));
  BIO* const bio = ssl_ ? BIO_new(SocketBio::method(proxy_ssl_ != nullptr)) : nullptr;
  if (bio == nullptr) return false;
  BIO_set_data(bio, this);
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl_.get(), bio, bio);
  SSL_set_connect_state(ssl_.get());

  in6_addr address{};
  const bool is_address = inet_pton(AF_INET, host.c_str(), &address) == 1 ||
                          inet_pton(AF_INET6, host.c_str(), &address) == 1;
  if (is_address) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl_.get()), host.c_str());
  } else {
    SSL_set_tlsext_host_name(ssl_.get(), host.c_str());
    SSL_set_hostflags(ssl_.get(), X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (SSL_set1_host(ssl_.get(), host.c_str()) != 1) return false;
  }
  if (session != nullptr) SSL_set_session(ssl_.get(), session);
  return true;
}

Step Socket::tls_step(int result, bool writing) {
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return Step::kWantRead;
    case SSL_ERROR_WANT_WRITE:
      return Step::kWantWrite;
    case SSL_ERROR_ZERO_RETURN:
      return Step::kClosed;
    case SSL_ERROR_SYSCALL:
      if (errno == 0 || errno == ECONNRESET || errno == EPIPE) {
        failure_ = kOtherSideClosed;
        return Step::kClosed;
      }
      return fail(errno);
    default: {
      const long verified = SSL_get_verify_result(ssl_.get());
      failure_ = take_tls_errors();
      if (verified != X509_V_OK) {
        failure_.append(": ").append(X509_verify_cert_error_string(verified));
      }
      // Without a farewell, which some servers leave out: the length of the body decides.
      return !writing && failure_.find("unexpected eof") != std::string::npos ? Step::kClosed
                                                                              : Step::kFailed;
    }
  }
}

Step Socket::handshake(Wait wait) {
  wait_ = wait == Wait::kYes;
  errno = 0;
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_.get());
  return result == 1 ? Step::kDone : tls_step(result, false);
}

SSL_SESSION* Socket::take_session() { return ssl_ ? SSL_get1_session(ssl_.get()) : nullptr; }

Step Socket::read(char* to, std::size_t size, Wait wait, std::size_t& moved) {
  if (ssl_) {
    wait_ = wait == Wait::kYes;
    errno = 0;
    ERR_clear_error();
    const int result = SSL_read_ex(ssl_.get(), to, size, &moved);
    return result == 1 ? Step::kDone : tls_step(result, false);
  }
  for (;;) {
    const ssize_t got = ::recv(fd_, to, size, wait == Wait::kYes ? 0 : MSG_DONTWAIT);
    if (got > 0) {
      moved = static_cast<std::size_t>(got);
      return Step::kDone;
    }
    if (got == 0) {
      failure_ = kOtherSideClosed;
      return Step::kClosed;
    }
    if (errno == EAGAIN) return Step::kWantRead;
    if (errno != EINTR) return fail(errno);
  }
}

Step Socket::write(std::string_view bytes, Wait wait, std::size_t& moved) {
  if (ssl_) {
    wait_ = wait == Wait::kYes;
    errno = 0;
    ERR_clear_error();
    const int result = SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &moved);
    return result == 1 ? Step::kDone : tls_step(result, true);
  }
  for (;;) {
    const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(),
                                MSG_NOSIGNAL | (wait == Wait::kYes ? 0 : MSG_DONTWAIT));
    if (sent >= 0) {
      moved = static_cast<std::size_t>(sent);
      return Step::kDone;
    }
    if (errno == EAGAIN) return Step::kWantWrite;
    if (errno != EINTR) return fail(errno);
  }
}

void Socket::set_timeout(std::chrono::milliseconds timeout) {
  if (timeout == timeout_) return;
  timeout_ = timeout;
  timeval time{};
  time.tv_sec = timeout.count() / 1000;
  time.tv_usec = timeout.count() % 1000 * 1000;
  setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
  setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
}

bool Socket::stirs() const {
  char byte = 0;
  return ::recv(fd_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0 || errno != EAGAIN;
}

void Socket::close() {
  if (ssl_) {
    wait_ = false;
    SSL_shutdown(ssl_.get());
    ERR_clear_error();
    ssl_.reset();
    proxy_ssl_.reset();
  }
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

}  // namespace magneto::internal::transport
