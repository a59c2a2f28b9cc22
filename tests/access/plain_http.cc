// SPDX-License-Identifier: Apache-2.0
#include "plain_http.h"

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>

#include "endpoint/rule_functions.h"

namespace {

using namespace magneto::internal;
using credentials::HttpAnswer;
using credentials::HttpRequest;

Error failed(std::string_view what) { return Error(ErrorCode::kIo, std::string(what)); }

class Connection {
 public:
  explicit Connection(std::string_view authority) {
    std::size_t colon = authority.rfind(':');
    std::string host(authority.substr(0, colon));
    std::string port(colon == std::string_view::npos ? "80" : authority.substr(colon + 1));
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) return;
    for (addrinfo* at = found; at && socket_ < 0; at = at->ai_next) {
      socket_ = socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC, at->ai_protocol);
      if (socket_ >= 0 && connect(socket_, at->ai_addr, at->ai_addrlen) != 0) {
        close(socket_);
        socket_ = -1;
      }
    }
    freeaddrinfo(found);
  }
  ~Connection() {
    if (socket_ >= 0) close(socket_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  bool ok() const { return socket_ >= 0; }
  bool send_all(std::string_view text) {
    while (!text.empty()) {
      ssize_t sent = send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void set_timeout(std::chrono::milliseconds timeout) {
    timeval value{timeout.count() / 1000, timeout.count() % 1000 * 1000};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &value, sizeof value);
  }
  /// Up to the end of the connection, false when it is not a clean one.
  bool receive_all(std::string& to) {
    char buffer[4096];
    ssize_t size = 0;
    while ((size = recv(socket_, buffer, sizeof buffer, 0)) > 0)
      to.append(buffer, static_cast<std::size_t>(size));
    return size == 0;
  }

 private:
  int socket_ = -1;
};

std::string text_of(const HttpRequest& request, std::string_view authority,
                    std::string_view target) {
  std::string text = request.method + " ";
  (text += target.empty() ? "/" : target) += " HTTP/1.0\r\nHost: ";
  (text += authority) += "\r\n";
  for (const auto& [name, value] : request.headers) text += name + ": " + value + "\r\n";
  return text + "Content-Length: " + std::to_string(request.body.size()) + "\r\n\r\n" +
         request.body;
}

}  // namespace

Result<HttpAnswer> plain_http(const HttpRequest& request) {
  std::string_view without_query = std::string_view(request.url).substr(0, request.url.find('?'));
  auto url = endpoint::parse_url(without_query);
  if (!url || url->scheme != "http") return failed("not a URL of HTTP: " + request.url);
  Connection connection(url->authority);
  if (!connection.ok()) return failed("no connection");
  connection.set_timeout(request.timeout);
  std::string_view target = request.url;
  target.remove_prefix(url->scheme.size() + 3 + url->authority.size());
  std::string answer;
  if (!connection.send_all(text_of(request, url->authority, target)) ||
      !connection.receive_all(answer))
    return failed("no whole answer");
  std::size_t head = answer.find("\r\n\r\n"), status = answer.find(' ');
  if (head == std::string::npos || status > head) return failed("no HTTP answer");
  return HttpAnswer{std::atoi(answer.c_str() + status), answer.substr(head + 4)};
}
