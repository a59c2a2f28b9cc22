// SPDX-License-Identifier: Apache-2.0
#include "http_server/server.h"

#include <pthread.h>

#include <boost/asio/ip/tcp.hpp>
#include <thread>

#include "http/tls.h"
#include "http_server/event_loop.h"

namespace magneto::internal::http_server {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

Result<tcp::endpoint> resolve(const std::string& host, std::uint16_t port) {
  asio::io_context io;
  tcp::resolver resolver(io);
  error_code ec;
  auto found = resolver.resolve(host, std::to_string(port), tcp::resolver::passive, ec);
  if (ec || found.empty()) {
    return Error(ErrorCode::kInvalidArgument,
                 "cannot listen on host " + host + ": " + ec.message());
  }
  return found.begin()->endpoint();
}

std::string place(const tcp::endpoint& endpoint) {
  return endpoint.address().to_string() + " port " + std::to_string(endpoint.port());
}

// Sockets that share a port (SO_REUSEPORT) would share it with another server of the same user too,
// and each would get some of the connections. One that does not share finds out.
Result<void> check_port_is_free(const tcp::endpoint& endpoint) {
  if (endpoint.port() == 0) return {};
  asio::io_context io;
  tcp::acceptor probe(io);
  error_code ec;
  probe.open(endpoint.protocol(), ec);
  if (!ec) probe.set_option(tcp::acceptor::reuse_address(true), ec);
  if (!ec) probe.bind(endpoint, ec);
  if (!ec) probe.listen(1, ec);
  if (ec) return Error(ErrorCode::kIo, "cannot listen on " + place(endpoint) + ": " + ec.message());
  return {};
}

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
  std::vector<std::unique_ptr<EventLoop>> loops;
  std::vector<std::thread> threads;
  std::uint16_t port = 0;

  Result<void> listen();
  void run();
};

Result<void> Server::State::listen() {
  if (!options.tls_certificate.empty() || !options.tls_key.empty()) {
    MAGNETO_ASSIGN_OR_RETURN(tls, http::load_tls({options.tls_certificate, options.tls_key}));
  }
  MAGNETO_ASSIGN_OR_RETURN(tcp::endpoint endpoint, resolve(options.host, options.port));
  MAGNETO_RETURN_IF_ERROR(check_port_is_free(endpoint));
  for (int i = 0; i < options.threads; ++i) {
    auto loop = std::make_unique<EventLoop>(options.limits, budget, open_connections, tls.get());
    Result<void> listening = loop->listen(endpoint);
    if (!listening.ok()) {
      return Error(ErrorCode::kIo,
                   "cannot listen on " + place(endpoint) + ": " + listening.error().message());
    }
    endpoint = loop->local_endpoint();  // With port 0 the first one chooses.
    loops.push_back(std::move(loop));
  }
  port = endpoint.port();
  return {};
}

void Server::State::run() {
  for (auto& loop : loops) {
    threads.emplace_back([this, loop = loop.get()] { loop->run(factory); });
    pthread_setname_np(threads.back().native_handle(), "magneto-loop");
  }
}

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, HandlerFactory factory) {
  auto state = std::make_unique<State>(std::move(options), std::move(factory));
  MAGNETO_RETURN_IF_ERROR(state->listen());
  state->run();
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() { stop(0); }

std::uint16_t Server::port() const { return state_->port; }

void Server::stop(std::int64_t grace_ms) {
  for (auto& loop : state_->loops) loop->stop(grace_ms);
  for (std::thread& thread : state_->threads) thread.join();
  state_->threads.clear();
}

std::vector<const HttpProbe*> Server::probes() const {
  std::vector<const HttpProbe*> probes;
  for (const auto& loop : state_->loops) probes.push_back(&loop->probe());
  return probes;
}

std::size_t Server::buffer_bytes() const { return state_->budget.used(); }

}  // namespace magneto::internal::http_server
