// SPDX-License-Identifier: Apache-2.0
#include "http_server/server.h"

#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <system_error>
#include <thread>

#include "http/tls.h"
#include "http_server/event_loop.h"
#include "http_server/listener.h"

namespace magneto::internal::http_server {
namespace {

namespace asio = boost::asio;

constexpr int kPortTries = 10;

}  // namespace

struct Server::State {
  State(ServerOptions given, HandlerFactory given_factory)
      : options(std::move(given)),
        factory(std::move(given_factory)),
        budget(options.limits.total_buffer_bytes) {}

  ServerOptions options;
  HandlerFactory factory;
  http::MemoryBudget budget;
  std::atomic<std::size_t> open_connections{0};
  std::unique_ptr<asio::ssl::context> tls;
  Peers peers;
  std::vector<std::unique_ptr<EventLoop>> loops;
  std::vector<std::thread> threads;
  std::vector<Place> places;
  std::uint16_t port = 0;
  bool owns_unix_socket = false;  ///< It is removed at the end.

  Result<void> listen();
  Result<void> choose_port();
  Result<void> open_place(const Place& place);
  Result<void> open_unix_socket();
  Result<void> run();
  void stop(std::int64_t grace_ms);
};

Result<void> Server::State::listen() {
  if (!options.tls_certificate.empty() || !options.tls_key.empty()) {
    MAGNETO_ASSIGN_OR_RETURN(tls, http::load_tls({options.tls_certificate, options.tls_key}));
  }
  MAGNETO_ASSIGN_OR_RETURN(places, find_places(options.hosts, options.port));
  for (int i = 0; i < options.threads; ++i) {
    loops.push_back(std::make_unique<EventLoop>(
        LoopsShared{options.limits, budget, open_connections, peers, tls.get()}));
    loops.back()->know(loops);
  }
  MAGNETO_RETURN_IF_ERROR(choose_port());
  for (const Place& place : places) MAGNETO_RETURN_IF_ERROR(open_place(place));
  return open_unix_socket();
}

// Sockets that share a port (SO_REUSEPORT) would share it with another server of the same user too,
// and each would get some of the connections. Those opened here do not share, and find out.
Result<void> Server::State::choose_port() {
  for (int tries = 1;; ++tries) {
    std::vector<Place> found;
    std::uint16_t chosen = options.port;
    Result<void> result;
    for (const Place& wanted : places) {
      Place place = with_port(wanted, chosen);
      Result<int> opened = open_listener(place, false);
      if (!opened.ok()) {
        result = std::move(opened).error();
        break;
      }
      if (*opened < 0) continue;
      if (chosen == 0) chosen = port_of_socket(*opened);
      ::close(*opened);
      found.push_back(with_port(place, chosen));
    }
    if (!result.ok() && options.port == 0 && tries < kPortTries) continue;
    if (!result.ok()) return result;
    places = std::move(found);
    port = chosen;
    return {};
  }
}

/// One socket a loop: the kernel spreads connections over them.
Result<void> Server::State::open_place(const Place& place) {
  for (auto& loop : loops) {
    MAGNETO_ASSIGN_OR_RETURN(int descriptor, open_listener(place, true));
    MAGNETO_RETURN_IF_ERROR(loop->listen(descriptor, place.endpoint.protocol().family()));
  }
  return {};
}

/// One socket that all loops accept from.
Result<void> Server::State::open_unix_socket() {
  if (options.unix_socket.empty()) return {};
  MAGNETO_ASSIGN_OR_RETURN(int descriptor, open_unix_listener(options.unix_socket));
  owns_unix_socket = true;
  Result<void> result;
  for (auto& loop : loops) {
    if (int shared = ::dup(descriptor); result.ok()) result = loop->listen(shared, AF_UNIX);
  }
  ::close(descriptor);
  return result;
}

// Threads may be refused; what has begun then ends.
Result<void> Server::State::run() {
  try {
    for (auto& loop : loops) {
      threads.emplace_back([this, loop = loop.get()] { loop->run(factory); });
      pthread_setname_np(threads.back().native_handle(), "magneto-loop");
    }
  } catch (const std::system_error& error) {
    stop(0);
    return Error(ErrorCode::kIo, std::string("cannot start a thread: ") + error.what());
  }
  return {};
}

void Server::State::stop(std::int64_t grace_ms) {
  for (auto& loop : loops) loop->stop(grace_ms);
  for (std::thread& thread : threads) thread.join();
  threads.clear();
  if (owns_unix_socket) ::unlink(options.unix_socket.c_str());
  owns_unix_socket = false;
}

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, HandlerFactory factory) {
  auto state = std::make_unique<State>(std::move(options), std::move(factory));
  MAGNETO_RETURN_IF_ERROR(state->listen());
  MAGNETO_RETURN_IF_ERROR(state->run());
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() { stop(0); }

std::uint16_t Server::port() const { return state_->port; }

std::vector<std::string> Server::hosts() const {
  std::vector<std::string> hosts;
  for (const Place& place : state_->places) hosts.push_back(place.host);
  return hosts;
}

void Server::stop(std::int64_t grace_ms) { state_->stop(grace_ms); }

std::vector<const HttpProbe*> Server::probes() const {
  std::vector<const HttpProbe*> probes;
  for (const auto& loop : state_->loops) probes.push_back(&loop->probe());
  return probes;
}

std::size_t Server::buffer_bytes() const { return state_->budget.used(); }

}  // namespace magneto::internal::http_server
