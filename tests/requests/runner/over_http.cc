// SPDX-License-Identifier: Apache-2.0
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>

#include "runner/service.h"

namespace magneto::internal::script {
namespace {

// A connection for one request: the server closes it, and so the answer ends.
class Connection {
 public:
  explicit Connection(int socket) : socket_(socket) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() {
    if (socket_ >= 0) ::close(socket_);
  }

  bool open() const { return socket_ >= 0; }

  bool send(std::string_view text) {
    while (!text.empty()) {
      const ssize_t sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  std::string receive_all() {
    std::string text;
    std::array<char, 64 * 1024> buffer;
    for (;;) {
      const ssize_t received = ::recv(socket_, buffer.data(), buffer.size(), 0);
      if (received <= 0) return text;
      text.append(buffer.data(), static_cast<std::size_t>(received));
    }
  }

 private:
  int socket_;
};

int connect_socket(const std::string& host, const std::string& port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) return -1;
  int socket = -1;
  for (addrinfo* each = found; each != nullptr && socket < 0; each = each->ai_next) {
    socket = ::socket(each->ai_family, each->ai_socktype, each->ai_protocol);
    if (socket >= 0 && ::connect(socket, each->ai_addr, each->ai_addrlen) != 0) {
      ::close(socket);
      socket = -1;
    }
  }
  ::freeaddrinfo(found);
  return socket;
}

class OverHttp final : public Service {
 public:
  explicit OverHttp(const std::string& endpoint)
      : host_(endpoint.substr(0, endpoint.rfind(':'))),
        port_(endpoint.substr(endpoint.rfind(':') + 1)) {}

  Result<Answer> call(std::string_view operation, const std::string& body) override {
    Connection connection(connect_socket(host_, port_));
    if (!connection.open() || !connection.send(request(operation, body))) {
      return Error(ErrorCode::kIo, "cannot reach " + host_ + ":" + port_);
    }
    const std::string answer = connection.receive_all();
    const std::size_t end_of_head = answer.find("\r\n\r\n");
    if (end_of_head == std::string::npos) return Error(ErrorCode::kIo, "no answer");
    return Answer{answer.compare(0, 12, "HTTP/1.1 200") == 0, answer.substr(end_of_head + 4)};
  }

 private:
  std::string request(std::string_view operation, const std::string& body) const {
    return "POST / HTTP/1.1\r\nHost: " + host_ + ":" + port_ +
           "\r\nX-Amz-Target: " + target_of(operation) +
           "\r\nContent-Type: application/x-amz-json-1.0"
           "\r\nX-Amz-Date: 20261121T000000Z"
           "\r\nAuthorization: AWS4-HMAC-SHA256 "
           "Credential=script/20261121/us-east-1/dynamodb/aws4_request, "
           "SignedHeaders=host;x-amz-date, Signature=00"
           "\r\nConnection: close\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
  }

  std::string host_;
  std::string port_;
};

}  // namespace

std::unique_ptr<Service> connect_to(const std::string& endpoint) {
  return std::make_unique<OverHttp>(endpoint);
}

}  // namespace magneto::internal::script
