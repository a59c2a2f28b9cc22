// SPDX-License-Identifier: Apache-2.0
//
// Transport: HTTP exchanges with any servers. Server: one of them, and the idle connections to it.
//
//   Transport transport(options);
//   std::shared_ptr<Server> server = transport.server(url.origin);
//   Result<Answer> answer = server->exchange(request, bounds);             // on this thread
//   server->start(request, bounds, [](Result<Answer> answer) { ... });     // on the event loop
//
// Blocking and asynchronous exchanges have idle connections of their own. A signed exchange on a
// kept connection is one send and one receive.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "base/mutex.h"
#include "transport/event_loop_rep.h"
#include "transport/exchange.h"

namespace magneto::internal::transport {

class Transport;
class AsyncLink;
class AsyncExchange;

/// Thread safe. Keeps what its Transport shares alive.
class Server : public std::enable_shared_from_this<Server> {
 public:
  using Done = std::function<void(magneto::Result<Answer>)>;

  Server(std::shared_ptr<Shared> shared, Origin origin);
  ~Server();

  const Origin& origin() const { return origin_; }

  /// Errors: those of Connection::exchange that are not the signer's.
  magneto::Result<Answer> exchange(const HttpRequest& request, const Bounds& bounds);

  /// `done` is run on the event loop's thread. The request's views and `bounds` stay until then.
  void start(const HttpRequest& request, const Bounds& bounds, Done done);

 private:
  friend class AsyncExchange;
  friend class AsyncLink;

  // Blocking exchanges.
  std::unique_ptr<Link> take_idle(TimePoint now);
  void put_idle(std::unique_ptr<Link> link);
  bool take_place(const Bounds& bounds);
  void give_place();
  /// Tells the next one that waits that there may be a place.
  void offer_place();
  /// It does not wait for a place any more.
  void leave(const AsyncExchange& exchange);
  bool resolve(Exchange& exchange, TimePoint until, const Bounds& bounds);
  magneto::Result<Answer> run(Exchange& exchange, TimePoint connect_until, const Bounds& bounds);
  bool wait_for_connect(Exchange& exchange, TimePoint connect_until, const Bounds& bounds);
  bool set_timeout(Exchange& exchange, TimePoint connect_until, const Bounds& bounds,
                   TimePoint& waits_until) const;
  bool usable(const Link& link, TimePoint now) const;

  const std::shared_ptr<Shared> shared_;
  const Origin origin_;
  const Proxy* const proxy_;  // of shared_; null: none
  TlsSessions sessions_;

  Mutex mutex_;
  ConditionVariable place_;
  std::vector<std::unique_ptr<Link>> idle_ MAGNETO_GUARDED_BY(mutex_);
  std::size_t open_ MAGNETO_GUARDED_BY(mutex_) =
      0;  // places taken, of options.pool.max_connections
  /// Asynchronous ones, for a place.
  std::deque<std::shared_ptr<AsyncExchange>> waiting_ MAGNETO_GUARDED_BY(mutex_);

  // Of the event loop's thread.
  std::vector<std::unique_ptr<AsyncLink>> async_idle_;
};

/// Thread safe.
class Transport {
 public:
  explicit Transport(Options options);
  ~Transport();
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  /// What is wrong with the options, or nothing.
  const std::optional<magneto::Error>& problem() const { return problem_; }
  /// The same for the same origin.
  std::shared_ptr<Server> server(const Origin& origin);

 private:
  /// REQUIRES: no server with TLS has been given yet.
  magneto::Result<void> make_tls();
  bool needs_tls(const Origin& origin) const;

  std::optional<magneto::Error> problem_;
  std::shared_ptr<Shared> shared_;
  Mutex mutex_;
  std::vector<std::shared_ptr<Server>> servers_ MAGNETO_GUARDED_BY(mutex_);
};

}  // namespace magneto::internal::transport
