// SPDX-License-Identifier: Apache-2.0
#include "http_server/transport.h"

#include <openssl/err.h>
#include <openssl/sslerr.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <memory>

namespace magneto::internal::http_server {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using TlsStream = asio::ssl::stream<Socket>;

/// What the service says on its HTTPS port, too.
constexpr std::string_view kPlainHttp =
    "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 45\r\n"
    "Connection: close\r\n\r\nThe plain HTTP request was sent to HTTPS port";

bool is_plain_http(const error_code& handshake) {
  return handshake.category() == asio::error::get_ssl_category() &&
         ERR_GET_REASON(static_cast<unsigned long>(handshake.value())) == SSL_R_HTTP_REQUEST;
}

Socket& socket_of(Socket& stream) { return stream; }
Socket& socket_of(TlsStream& stream) { return stream.next_layer(); }
const Socket& socket_of(const Socket& stream) { return stream; }
const Socket& socket_of(const TlsStream& stream) { return stream.next_layer(); }

template <class Stream>
class StreamConnection final : public Connection {
 public:
  template <class... Args>
  StreamConnection(LoopState& state, Peer& peer, Args&&... args)
      : Connection(state, peer), stream_(std::forward<Args>(args)...) {}

  void start() override;

 private:
  boost::intrusive_ptr<StreamConnection> self() { return this; }

  void receive(std::span<char> room) override {
    stream_.async_read_some(
        asio::buffer(room.data(), room.size()),
        [self = self()](error_code ec, std::size_t received) { self->on_received(!ec, received); });
  }

  void send(std::string_view head, std::string_view body) override {
    std::array<asio::const_buffer, 2> pieces = {asio::buffer(head.data(), head.size()),
                                                asio::buffer(body.data(), body.size())};
    asio::async_write(stream_, pieces,
                      [self = self()](error_code ec, std::size_t) { self->on_sent(!ec); });
  }

  bool has_unread_input() const override {
    error_code ignored;
    return socket_of(stream_).available(ignored) > 0;
  }

  bool finish_sending(bool unread_input) override;
  void refuse_plain_http();
  void wait_for_end(std::shared_ptr<std::array<char, 4096>> room);

  void close_socket() override {
    error_code ignored;
    socket_of(stream_).close(ignored);
  }

  Stream stream_;
};

template <>
void StreamConnection<Socket>::start() {
  on_ready();
}

// Reads what comes, for closing before it is read would take the answer back. The handshake's
// deadline ends it.
template <>
void StreamConnection<TlsStream>::wait_for_end(std::shared_ptr<std::array<char, 4096>> room) {
  socket_of(stream_).async_read_some(asio::buffer(*room),
                                     [self = self(), room](error_code ec, std::size_t) {
                                       if (ec) return self->abort();
                                       self->wait_for_end(room);
                                     });
}

template <>
void StreamConnection<TlsStream>::refuse_plain_http() {
  asio::async_write(socket_of(stream_), asio::buffer(kPlainHttp.data(), kPlainHttp.size()),
                    [self = self()](error_code ec, std::size_t) {
                      if (ec) return self->abort();
                      error_code ignored;
                      socket_of(self->stream_).shutdown(Socket::shutdown_send, ignored);
                      self->wait_for_end(std::make_shared<std::array<char, 4096>>());
                    });
}

template <>
void StreamConnection<TlsStream>::start() {
  begin_handshake();
  stream_.async_handshake(asio::ssl::stream_base::server, [self = self()](error_code ec) {
    if (is_plain_http(ec)) return self->refuse_plain_http();
    if (ec) return self->abort();
    self->on_ready();
  });
}

template <>
bool StreamConnection<Socket>::finish_sending(bool) {
  error_code ignored;
  stream_.shutdown(Socket::shutdown_send, ignored);
  return true;
}

// TLS says goodbye in both directions, unless there is input that nobody will read.
template <>
bool StreamConnection<TlsStream>::finish_sending(bool unread_input) {
  if (unread_input) return true;
  stream_.async_shutdown([self = self()](error_code) { self->abort(); });
  return false;
}

}  // namespace

boost::intrusive_ptr<Connection> make_connection(LoopState& state, Peer& peer, Socket socket,
                                                 asio::ssl::context* tls) {
  if (tls == nullptr) return new StreamConnection<Socket>(state, peer, std::move(socket));
  return new StreamConnection<TlsStream>(state, peer, std::move(socket), *tls);
}

}  // namespace magneto::internal::http_server
