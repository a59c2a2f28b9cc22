// SPDX-License-Identifier: Apache-2.0
//
// A server for tests of exchanges, that does what a test wants of it.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include <gtest/gtest.h>

#include "transport/server.h"

namespace magneto::internal::transport {

using namespace std::chrono_literals;

/// Runs `serve` for each connection, one after the other.
class TestServer {
 public:
  explicit TestServer(std::function<void(int fd)> serve) : serve_(std::move(serve)) {
    fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(fd_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(fd_, 16), 0);
    getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] {
      for (;;) {
        const int connection = ::accept(fd_, nullptr, nullptr);
        if (connection < 0) return;
        ++connections;
        serve_(connection);
        ::close(connection);
        ++ended;
      }
    });
  }
  ~TestServer() {
    ::shutdown(fd_, SHUT_RDWR);
    thread_.join();
    ::close(fd_);
  }
  Origin origin() const { return parse_url(url())->origin; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  std::atomic<int> connections{0};
  std::atomic<int> ended{0};

 private:
  std::function<void(int)> serve_;
  int fd_ = -1;
  int port_ = 0;
  std::thread thread_;
};

/// One request, its body of the length that it says; empty at the end of the connection.
inline std::string read_request(int fd) {
  std::string text;
  char buffer[4096];
  for (;;) {
    const std::size_t head = text.find("\r\n\r\n");
    if (head != std::string::npos) {
      const std::size_t at = text.find("Content-Length: ");
      if (text.size() >= head + 4 + std::stoul(text.substr(at + 16))) return text;
    }
    const ssize_t got = ::recv(fd, buffer, sizeof buffer, 0);
    if (got <= 0) return {};
    text.append(buffer, static_cast<std::size_t>(got));
  }
}

inline void write_all(int fd, std::string_view text) {
  static_cast<void>(::send(fd, text.data(), text.size(), MSG_NOSIGNAL));
}

inline std::string answer(std::string_view body, std::string_view headers = "") {
  return "HTTP/1.1 200 OK\r\n" + std::string(headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

inline void serve_well(int fd) {
  while (!read_request(fd).empty()) write_all(fd, answer("{}"));
}

inline const HttpRequest kRequest{.headers = "Host: localhost\r\n", .body = "hello"};

inline magneto::Result<Answer> exchange(const TestServer& server, Options options = {},
                                        Bounds bounds = {}) {
  Transport transport(std::move(options));
  return transport.server(server.origin())->exchange(kRequest, bounds);
}

inline Options impatient() {
  Options options;
  options.timeouts = {.connect = 200ms, .read = 50ms};
  return options;
}

}  // namespace magneto::internal::transport
