// SPDX-License-Identifier: Apache-2.0
#include "http_server/event_loop.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <chrono>

#include "http_server/transport.h"

namespace magneto::internal::http_server {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

/// How often deadlines are looked at. No request pays for a timer.
constexpr std::chrono::milliseconds kTick(250);

std::int64_t steady_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

std::int64_t wall_seconds() {
  using namespace std::chrono;
  return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace

/// accept(2): errors that the network had with the connection are those of that connection.
bool may_accept_at_once(const error_code& error) {
  switch (error.value()) {
    case 0:
    case ECONNABORTED:
    case ECONNRESET:
    case EINTR:
    case EPROTO:
    case ETIMEDOUT:
    case EHOSTUNREACH:
    case ENETUNREACH:
    case ENETDOWN:
    case EHOSTDOWN:
    case ENONET:
    case ENOPROTOOPT:
    case EOPNOTSUPP:
      return true;
    default:
      return false;
  }
}

EventLoop::EventLoop(const LoopsShared& shared)
    : io_(1),
      alive_(asio::make_work_guard(io_)),
      ticks_(io_),
      tls_(shared.tls),
      state_{*this,
             shared.limits,
             shared.budget,
             probe_,
             shared.open_connections,
             shared.peers,
             *this,
             nullptr,
             {},
             steady_ms(),
             0,
             false} {}

EventLoop::~EventLoop() = default;

Result<void> EventLoop::listen(int descriptor, int family) {
  Door& door = doors_.emplace_back(io_);
  error_code ec;
  door.acceptor.assign(Protocol(family, 0), descriptor, ec);
  if (!ec) return {};
  ::close(descriptor);
  return Error(ErrorCode::kIo, ec.message());
}

void EventLoop::run(const std::function<std::unique_ptr<Handler>(Loop&)>& make_handler) {
  std::unique_ptr<Handler> handler = make_handler(*this);
  state_.handler = handler.get();
  tick();
  for (Door& door : doors_) accept(door);
  io_.run();
  state_.handler = nullptr;
}

void EventLoop::post(Task& task) {
  if (tasks_.push(task)) asio::post(io_, [this] { tasks_.run_all(); });
}

void EventLoop::accept(Door& door) {
  door.acceptor.async_accept(door.peer, [this, &door](error_code ec, Protocol::socket socket) {
    if (ec == asio::error::operation_aborted || !door.acceptor.is_open()) return;
    if (!may_accept_at_once(ec)) {
      door.failed = true;
      if (ec == asio::error::no_descriptors) evict_idlest(nullptr);
      return;
    }
    if (!ec) on_accepted(std::move(socket), door.peer);
    accept(door);
  });
}

void EventLoop::on_accepted(Protocol::socket socket, const Protocol::endpoint& from) {
  probe_.connections_accepted.add();
  Peer& peer = state_.peers.enter(from.data(), from.size());
  if (!admit(peer)) {
    state_.peers.leave(peer);
    probe_.connections_refused.add();
    return;  // The socket closes.
  }
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);  // (A Unix socket has no such option.)
  auto connection = make_connection(state_, peer, std::move(socket), tls_);
  connections_.push_back(*connection);
  connection->start();
}

/// Whether a new connection may stay: when there is room, or one that was idler goes.
bool EventLoop::admit(const Peer& peer) {
  const http::Limits& limits = state_.limits;
  std::size_t of_one =
      limits.connections_per_address > 0 ? limits.connections_per_address : limits.connections / 2;
  if (!peer.local &&
      peer.connections.load(std::memory_order_relaxed) > std::max<std::size_t>(of_one, 1)) {
    return evict_idlest(&peer);
  }
  if (state_.open_connections.load(std::memory_order_relaxed) < limits.connections) return true;
  if (evict_idlest(nullptr)) return true;
  ask_others([](EventLoop& other) { other.evict_idlest(nullptr); });
  return false;
}

/// Closes the connection that has waited longest for its client: of `of_peer`, or of the address
/// that has most. One whose next request has arrived does not wait, although it was not read yet.
bool EventLoop::evict_idlest(const Peer* of_peer) {
  Connection* idlest = nullptr;
  std::size_t most = 0;
  std::int64_t since = 0;
  for (Connection& connection : connections_) {
    if (of_peer != nullptr && &connection.peer() != of_peer) continue;
    std::optional<std::int64_t> waiting = connection.waiting_since_ms();
    std::size_t count = connection.peer().connections.load(std::memory_order_relaxed);
    if (!waiting || count < most || (count == most && idlest != nullptr && *waiting >= since)) {
      continue;
    }
    if (connection.has_unread_input()) continue;
    idlest = &connection;
    most = count;
    since = *waiting;
  }
  if (idlest == nullptr) return false;
  probe_.connections_evicted.add();
  boost::intrusive_ptr<Connection>(idlest)->abort();
  return true;
}

bool EventLoop::make_room(std::size_t bytes, const Connection* asking) {
  std::size_t closed = close_oldest_holders(bytes, asking);
  if (closed >= bytes) return true;
  ask_others([rest = bytes - closed](EventLoop& other) {
    if (other.state_.budget.over() > 0 || rest == 1) other.close_oldest_holders(rest, nullptr);
  });
  return false;
}

/// Gives the bytes that they held.
std::size_t EventLoop::close_oldest_holders(std::size_t bytes, const Connection* asking) {
  std::size_t closed = 0;
  while (closed < bytes) {
    Connection* oldest = nullptr;
    std::int64_t since = 0;
    for (Connection& connection : connections_) {
      if (&connection == asking || connection.held_bytes() == 0) continue;
      std::optional<std::int64_t> waiting = connection.waiting_since_ms();
      if (!waiting || (oldest != nullptr && *waiting >= since)) continue;
      oldest = &connection;
      since = *waiting;
    }
    if (oldest == nullptr) break;
    closed += oldest->held_bytes();
    probe_.connections_evicted.add();
    boost::intrusive_ptr<Connection>(oldest)->abort();
  }
  return closed;
}

void EventLoop::ask_others(std::function<void(EventLoop&)> favor) {
  if (loops_ == nullptr) return;
  for (const auto& loop : *loops_) {
    if (loop.get() == this) continue;
    asio::post(loop->io_, [other = loop.get(), favor] { favor(*other); });
  }
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
  for (Door& door : doors_) {
    if (!door.failed || !door.acceptor.is_open()) continue;
    door.failed = false;
    accept(door);
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
  for (Door& door : doors_) door.acceptor.close(ignored);
  for (auto next = connections_.begin(); next != connections_.end();) {
    boost::intrusive_ptr<Connection> connection(&*next++);
    connection->stop();
  }
  ticks_.cancel();
  tick();
}

}  // namespace magneto::internal::http_server
