// SPDX-License-Identifier: Apache-2.0
#include "load_run.h"

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <memory>
#include <optional>
#include <vector>

namespace magneto::internal::load {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;
using Time = std::chrono::steady_clock::time_point;

/// The length of the body as the head gives it. Nothing: there is none, or it is not a number.
std::optional<std::size_t> content_length(std::string_view head) {
  constexpr std::string_view kName = "\r\ncontent-length:";
  auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; };
  auto at = std::search(head.begin(), head.end(), kName.begin(), kName.end(), same);
  if (at == head.end()) return std::nullopt;
  std::string_view rest = head.substr(static_cast<std::size_t>(at - head.begin()) + kName.size());
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  std::size_t length = 0;
  if (std::from_chars(rest.data(), rest.data() + rest.size(), length).ec != std::errc())
    return std::nullopt;
  return length;
}

class Run {
 public:
  Run(const RunOptions& options, RequestMaker& requests)
      : options_(options),
        requests_(requests),
        begin_(std::chrono::steady_clock::now() + as_clock(options.warm_up)),
        end_(begin_ + as_clock(options.time)) {}

  /// Puts the next request into `to`; false when the run is over.
  bool next(std::string& to, Time now) {
    if (now >= end_ || (options_.requests != 0 && sent_ == options_.requests)) return false;
    ++sent_;
    requests_.next(to);
    return true;
  }

  void answered(std::string_view head, std::string_view body, Time sent, Time now) {
    if (head.substr(8, 5) != " 200 " || body.find(requests_.expected_in_body()) == body.npos)
      return failed(std::string(head) + std::string(body));
    if (now < begin_ || now > end_) return;
    last_ = now;
    result_.latencies.add(static_cast<std::uint64_t>((now - sent).count()));
  }

  void failed(std::string what) {
    if (result_.failures++ == 0) result_.first_failure = std::move(what);
  }

  RunResult result() {
    if (last_ > begin_) result_.seconds = std::chrono::duration<double>(last_ - begin_).count();
    return std::move(result_);
  }

 private:
  static std::chrono::steady_clock::duration as_clock(std::chrono::duration<double> time) {
    return std::chrono::duration_cast<std::chrono::steady_clock::duration>(time);
  }

  const RunOptions& options_;
  RequestMaker& requests_;
  Time begin_;
  Time end_;
  Time last_;
  std::uint64_t sent_ = 0;
  RunResult result_;
};

/// One keep-alive connection with at most one request under way.
class Connection {
 public:
  Connection(asio::io_context& io, Run& run) : socket_(io), run_(run) {}

  void start(const tcp::endpoint& server) {
    socket_.async_connect(server, [this](ErrorCode error) {
      if (error) return run_.failed(error.message());
      socket_.set_option(tcp::no_delay(true));
      send();
    });
  }

 private:
  void send() {
    sent_ = std::chrono::steady_clock::now();
    if (!run_.next(request_, sent_)) return;
    filled_ = 0;
    asio::async_write(socket_, asio::buffer(request_), [this](ErrorCode error, std::size_t) {
      if (error) return run_.failed(error.message());
      receive();
    });
  }

  void receive() {
    if (filled_ == answer_.size()) answer_.resize(answer_.size() * 2);
    socket_.async_read_some(asio::buffer(answer_.data() + filled_, answer_.size() - filled_),
                            [this](ErrorCode error, std::size_t bytes) {
                              if (error) return run_.failed(error.message());
                              filled_ += bytes;
                              look();
                            });
  }

  /// Waits for more, or is done with this answer.
  void look() {
    std::string_view got(answer_.data(), filled_);
    std::size_t head_end = got.find("\r\n\r\n");
    if (head_end == got.npos) return receive();
    std::string_view head = got.substr(0, head_end + 4);
    std::optional<std::size_t> length = content_length(head);
    if (!length) return run_.failed("an answer without Content-Length: " + std::string(got));
    if (got.size() < head.size() + *length) return receive();
    run_.answered(head, got.substr(head.size(), *length), sent_, std::chrono::steady_clock::now());
    send();
  }

  tcp::socket socket_;
  Run& run_;
  std::string request_;
  std::string answer_ = std::string(16 * 1024, '\0');
  std::size_t filled_ = 0;
  Time sent_;
};

}  // namespace

RunResult run_load(const RunOptions& options, RequestMaker& requests) {
  asio::io_context io(1);
  tcp::endpoint server(asio::ip::make_address(options.host), options.port);
  Run run(options, requests);
  std::vector<std::unique_ptr<Connection>> connections;
  for (int i = 0; i < options.connections; ++i) {
    connections.push_back(std::make_unique<Connection>(io, run));
    connections.back()->start(server);
  }
  io.run();
  return run.result();
}

}  // namespace magneto::internal::load
