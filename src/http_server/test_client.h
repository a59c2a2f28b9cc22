// SPDX-License-Identifier: Apache-2.0
//
// A raw TCP client for tests: sends bytes, reads answers.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace magneto::internal::http_server {

class TestClient {
 public:
  explicit TestClient(std::uint16_t port, const std::string& host = "127.0.0.1")
      : socket_(::socket(host == "::1" ? AF_INET6 : AF_INET, SOCK_STREAM, 0)) {
    timeval timeout{.tv_sec = 20, .tv_usec = 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
    setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof(timeout));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    inet_pton(AF_INET, host.c_str(), &address.sin_addr);
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    v6.sin6_addr = in6addr_loopback;
    connected_ = (host == "::1" ? connect(socket_, reinterpret_cast<sockaddr*>(&v6), sizeof(v6))
                                : connect(socket_, reinterpret_cast<sockaddr*>(&address),
                                          sizeof(address))) == 0;
  }
  ~TestClient() { close(); }
  TestClient(const TestClient&) = delete;
  TestClient& operator=(const TestClient&) = delete;

  bool connected() const { return connected_; }
  void close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }

  /// False when the other side has gone.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      ssize_t n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }

  /// Head and body of the next answer; empty when the connection ended (or 20 seconds passed)
  /// before.
  std::string read_answer() {
    std::size_t head = std::string::npos;
    while ((head = received_.find("\r\n\r\n")) == std::string::npos) {
      if (!receive()) return {};
    }
    std::size_t whole = head + 4;
    std::size_t length = received_.find("Content-Length: ");
    if (length < head) whole += std::strtoul(received_.c_str() + length + 16, nullptr, 10);
    if (received_.find("Transfer-Encoding: chunked") < head) whole += 5;  // "0\r\n\r\n"
    while (received_.size() < whole) {
      if (!receive()) return {};
    }
    std::string answer = received_.substr(0, whole);
    received_.erase(0, whole);
    return answer;
  }

  /// Whether the other side closes, with nothing more said.
  bool ends() { return received_.empty() && !receive(); }

 private:
  bool receive() {
    char bytes[16 * 1024];
    ssize_t n = recv(socket_, bytes, sizeof(bytes), 0);
    if (n <= 0) return false;
    received_.append(bytes, static_cast<std::size_t>(n));
    return true;
  }

  int socket_;
  bool connected_ = false;
  std::string received_;
};

}  // namespace magneto::internal::http_server
