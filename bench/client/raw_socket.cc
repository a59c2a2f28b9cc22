// SPDX-License-Identifier: Apache-2.0
#include "raw_socket.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>

#include "costs.h"

namespace magneto::bench {

RawSocket::RawSocket(const std::string& url)
    : origin_(internal::transport::parse_url(url).value().origin) {
  internal::transport::Resolver resolver;
  const auto addresses = resolver.resolve(origin_).value();
  fd_ = ::socket(addresses[0].get()->sa_family, SOCK_STREAM, 0);
  const int on = 1;
  setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(fd_, addresses[0].get(), addresses[0].size) != 0) die("cannot connect");
  if (url.starts_with("https:")) open_tls();
}

RawSocket::~RawSocket() { ::close(fd_); }

void RawSocket::open_tls() {
  context_.reset(SSL_CTX_new(TLS_client_method()));
  tls_.reset(SSL_new(context_.get()));
  SSL_set_fd(tls_.get(), fd_);
  if (SSL_connect(tls_.get()) != 1) die("no TLS");
}

void RawSocket::send() {
  const auto sent = tls_ ? SSL_write(tls_.get(), out_.data(), int(out_.size()))
                         : ::send(fd_, out_.data(), out_.size(), MSG_NOSIGNAL);
  if (sent <= 0) die("cannot send");
}

std::size_t RawSocket::receive(std::size_t at) {
  const auto got = tls_ ? SSL_read(tls_.get(), in_ + at, int(sizeof in_ - at))
                        : ::recv(fd_, in_ + at, sizeof in_ - at, 0);
  if (got <= 0) die("no answer");
  return std::size_t(got);
}

void RawSocket::call(std::string_view target, std::string_view body) {
  const internal::client::SignedRequest request{
      .path = "/", .host = origin_.host_header, .target = target, .body = body};
  const internal::client::SigningIdentity identity{"local", "local", "", "us-east-1"};
  out_ = "POST / HTTP/1.1\r\n";
  out_.append(signer_.headers(request, identity, std::time(nullptr)));
  out_.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n\r\n");
  out_.append(body);
  send();
  std::size_t size = 0;
  for (;;) {
    size += receive(size);
    const std::string_view text(in_, size);
    const std::size_t head = text.find("\r\n\r\n");
    if (head == std::string_view::npos) continue;
    const std::size_t at = text.find("ontent-Length: ");
    const std::size_t length = at < head ? std::strtoul(in_ + at + 15, nullptr, 10) : 0;
    if (size < head + 4 + length) continue;
    if (!text.starts_with("HTTP/1.1 200")) die("refused: " + std::string(text));
    return;
  }
}

}  // namespace magneto::bench
