// SPDX-License-Identifier: Apache-2.0
#include "http_server/event_loop.h"

#include <sys/socket.h>

#include <boost/asio/post.hpp>
#include <chrono>

#include "http_server/transport.h"

namespace magneto::internal::http_server {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

/// How often deadlines are looked at. No request pays for a timer.
constexpr std::chrono::milliseconds kTick(250);
constexpr int kBacklog = 4096;

std::int64_t steady_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

std::int64_t wall_seconds() {
  using namespace std::chrono;
  return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace

EventLoop::EventLoop(const http::Limits& limits, http::MemoryBudget& budget,
                     std::atomic<std::size_t>& open_connections, asio::ssl::context* tls)
    : io_(1),
      alive_(asio::make_work_guard(io_)),
      acceptor_(io_),
      ticks_(io_),
      tls_(tls),
      state_{*this, limits, budget, probe_, open_connections, nullptr, {}, 0, 0, false} {}

EventLoop::~EventLoop() = default;

Result<void> EventLoop::listen(const tcp::endpoint& endpoint) {
  error_code ec;
  acceptor_.open(endpoint.protocol(), ec);
  if (!ec) acceptor_.set_option(tcp::acceptor::reuse_address(true), ec);
  if (!ec) acceptor_.set_option(ReusePort(true), ec);
  if (!ec) acceptor_.bind(endpoint, ec);
  if (!ec) acceptor_.listen(kBacklog, ec);
  if (ec) return Error(ErrorCode::kIo, ec.message());
  return {};
}

tcp::endpoint EventLoop::local_endpoint() const {
  error_code ec;
  return acceptor_.local_endpoint(ec);
}

void EventLoop::run(const std::function<std::unique_ptr<Handler>(Loop&)>& make_handler) {
  std::unique_ptr<Handler> handler = make_handler(*this);
  state_.handler = handler.get();
  tick();
  accept();
  io_.run();
  state_.handler = nullptr;
}

void EventLoop::post(Task& task) {
  if (tasks_.push(task)) asio::post(io_, [this] { tasks_.run_all(); });
}

void EventLoop::accept() {
  acceptor_.async_accept([this](error_code ec, tcp::socket socket) {
    if (ec == asio::error::operation_aborted || !acceptor_.is_open()) return;
    if (ec == asio::error::no_descriptors) {
      accept_failed_ = true;
      return;
    }
    if (!ec) on_accepted(std::move(socket));
    accept();
  });
}

void EventLoop::on_accepted(tcp::socket socket) {
  probe_.connections_accepted.add();
  if (state_.open_connections.load(std::memory_order_relaxed) >= state_.limits.connections) {
    probe_.connections_refused.add();
    return;  // The socket closes.
  }
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  auto connection = make_connection(state_, std::move(socket), tls_);
  connections_.push_back(*connection);
  connection->start();
}

void EventLoop::tick() {
  state_.now_ms = steady_ms();
  state_.wall_seconds = wall_seconds();
  bool abort_all = state_.stopping && state_.now_ms >= abort_at_ms_;
  for (auto next = connections_.begin(); next != connections_.end();) {
    // Holding it: an abort may drop the last reference.
    boost::intrusive_ptr<Connection> connection(&*next++);
    if (abort_all) {
      connection->abort();
    } else {
      connection->check_deadline();
    }
  }
  if (accept_failed_ && acceptor_.is_open()) {
    accept_failed_ = false;
    accept();
  }
  if (state_.stopping && connections_.empty()) {
    alive_.reset();
    return;
  }
  ticks_.expires_after(state_.stopping ? kTick / 10 : kTick);
  ticks_.async_wait([this](error_code ec) {
    if (!ec) tick();
  });
}

void EventLoop::stop(std::int64_t grace_ms) {
  asio::post(io_, [this, grace_ms] { begin_stop(grace_ms); });
}

void EventLoop::begin_stop(std::int64_t grace_ms) {
  if (state_.stopping) return;
  state_.stopping = true;
  abort_at_ms_ = steady_ms() + grace_ms;
  error_code ignored;
  acceptor_.close(ignored);
  for (auto next = connections_.begin(); next != connections_.end();) {
    boost::intrusive_ptr<Connection> connection(&*next++);
    connection->stop();
  }
  ticks_.cancel();
  tick();
}

}  // namespace magneto::internal::http_server
