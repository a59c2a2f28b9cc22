// SPDX-License-Identifier: Apache-2.0
//
// Exchanges on the event loop. All of this runs on the loop's thread but Server::start, which may be
// called anywhere.
#include <algorithm>
#include <thread>

#include "transport/server.h"

namespace magneto::internal::transport {
namespace {

using Clock = std::chrono::steady_clock;
using magneto::ErrorCode;

}  // namespace

/// A connection that the loop watches. Registered once, for as long as it lives.
class AsyncLink final : public EventLoop::Rep::Watcher {
 public:
  explicit AsyncLink(std::weak_ptr<EventLoop::Rep> loop) : loop_(std::move(loop)) {}
  ~AsyncLink() {
    const auto loop = watched_ != 0 ? loop_.lock() : nullptr;
    if (loop) loop->unwatch(fd_, *this);
  }
  AsyncLink(const AsyncLink&) = delete;
  AsyncLink& operator=(const AsyncLink&) = delete;

  void ready() override;

  /// Watches the socket, if it is another than before. (The kernel forgets one that is closed.)
  bool watch(const Socket& socket) {
    if (watched_ == socket.number()) return true;
    fd_ = socket.fd();
    const auto loop = loop_.lock();
    const bool good = loop && loop->watch(fd_, *this);
    watched_ = good ? socket.number() : 0;
    return good;
  }
  const std::weak_ptr<EventLoop::Rep>& loop() const { return loop_; }

  std::unique_ptr<Link> link_;  // while idle
  AsyncExchange* exchange_ = nullptr;

 private:
  std::weak_ptr<EventLoop::Rep> loop_;
  std::uint64_t watched_ = 0;
  int fd_ = -1;
};

/// Keeps itself alive until it is done.
class AsyncExchange : public std::enable_shared_from_this<AsyncExchange> {
 public:
  AsyncExchange(std::shared_ptr<Server> server, std::shared_ptr<EventLoop::Rep> loop,
                const HttpRequest& request, const Bounds& bounds, Server::Done done)
      : server_(std::move(server)),
        loop_(std::move(loop)),
        bounds_(bounds),
        done_(std::move(done)),
        exchange_(*server_->shared_, server_->sessions_, server_->origin_, server_->proxy_, request,
                  bounds) {}

  void begin();
  void go_on();

 private:
  void on_own_link(std::vector<Address> addresses);
  void resolve();
  void limit_time();
  void check_time();
  void finish();

  std::shared_ptr<Server> server_;
  std::shared_ptr<EventLoop::Rep> loop_;
  const Bounds& bounds_;
  Server::Done done_;
  Exchange exchange_;
  std::unique_ptr<AsyncLink> link_;
  std::shared_ptr<AsyncExchange> self_;
  Cancellation::Listening listening_;
  TimePoint until_ = TimePoint::max();
  std::uint64_t timer_ = 0;
  bool placed_ = false;
  bool was_connecting_ = true;
};

void AsyncLink::ready() {
  if (exchange_ != nullptr) exchange_->go_on();
}

void AsyncExchange::begin() {
  self_ = shared_from_this();
  const PoolOptions& pool = server_->shared_->options.pool;
  if (pool.max_connections != 0 && !placed_) {
    const MutexLock lock(server_->mutex_);
    placed_ = true;
    if (server_->open_ >= pool.max_connections) {
      server_->waiting_.push_back([self = self_] {
        {
          const MutexLock again(self->server_->mutex_);
          ++self->server_->open_;
        }
        self->loop_->post([self] { self->begin(); });
      });
      return;
    }
    ++server_->open_;
  }
  auto& idle = server_->async_idle_;
  const TimePoint now = Clock::now();
  while (!idle.empty() && !link_) {
    std::unique_ptr<AsyncLink> link = std::move(idle.back());
    idle.pop_back();
    if (server_->usable(*link->link_, now)) link_ = std::move(link);
  }
  if (link_) {
    exchange_.reuse(std::move(link_->link_));
    link_->exchange_ = this;
    limit_time();
    return go_on();
  }
  resolve();
}

/// A name that is not known yet is asked for on a thread, because the system's resolver waits.
void AsyncExchange::resolve() {
  std::vector<Address> known = server_->shared_->resolver.known(exchange_.peer());
  if (!known.empty()) return on_own_link(std::move(known));
  std::thread([self = self_] {
    auto found = self->server_->shared_->resolver.resolve(self->exchange_.peer());
    self->loop_->post([self, found = std::move(found)]() mutable {
      if (found) return self->on_own_link(std::move(*found));
      self->exchange_.give_up(found.error().code(), found.error().message());
      self->finish();
    });
  }).detach();
}

void AsyncExchange::on_own_link(std::vector<Address> addresses) {
  exchange_.connect(std::move(addresses));
  link_ = std::make_unique<AsyncLink>(loop_);
  link_->exchange_ = this;
  limit_time();
  go_on();
}

/// One timer for each phase: connecting, and the rest. Reading's timeout is renewed lazily.
void AsyncExchange::limit_time() {
  const TimeoutOptions& timeouts = server_->shared_->options.timeouts;
  was_connecting_ = exchange_.connecting();
  until_ = std::min(bounds_.deadline,
                    Clock::now() + (was_connecting_ ? timeouts.connect : timeouts.read));
  if (timer_ != 0) loop_->cancel(timer_);
  timer_ = loop_->after(until_ - Clock::now(), [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->check_time();
  });
  if (bounds_.cancellation.can_be_cancelled() && !was_connecting_) {
    listening_ = bounds_.cancellation.listen([loop = loop_, weak = weak_from_this()] {
      loop->post([weak] {
        if (const auto self = weak.lock()) self->check_time();
      });
    });
  }
}

void AsyncExchange::check_time() {
  if (exchange_.stage() == Exchange::Stage::kDone) return;
  exchange_.time_out(Clock::now());
  finish();
}

void AsyncExchange::go_on() {
  for (;;) {
    const Step step = exchange_.advance(Socket::Wait::kNo);
    if (exchange_.stage() == Exchange::Stage::kDone) return finish();
    if (step == Step::kDone) continue;
    if (was_connecting_ && !exchange_.connecting()) limit_time();
    if (link_->watch(exchange_.link()->socket)) return;
    exchange_.give_up(ErrorCode::kConnect, "the event loop cannot watch the connection");
    return finish();
  }
}

void AsyncExchange::finish() {
  if (timer_ != 0) loop_->cancel(timer_);
  listening_.stop();
  if (link_) {
    link_->exchange_ = nullptr;
    link_->link_ = exchange_.take_link();
    auto& idle = server_->async_idle_;
    if (exchange_.keeps_link() && idle.size() < server_->shared_->options.pool.max_idle) {
      link_->link_->used = Clock::now();
      idle.push_back(std::move(link_));
    }
    link_.reset();
  }
  if (placed_) server_->give_place();
  const std::shared_ptr<AsyncExchange> self = std::move(self_);
  done_(exchange_.take_result());
}

Server::Server(std::shared_ptr<Shared> shared, Origin origin)
    : shared_(std::move(shared)),
      origin_(std::move(origin)),
      proxy_(shared_->proxies.find(origin_)) {}

Server::~Server() {
  if (async_idle_.empty()) return;
  // Watched connections end on the loop's thread.
  const std::shared_ptr<EventLoop::Rep> loop = async_idle_.front()->loop().lock();
  if (!loop || loop->in_loop_thread()) return;
  auto idle = std::make_shared<std::vector<std::unique_ptr<AsyncLink>>>(std::move(async_idle_));
  loop->post([idle] { idle->clear(); });
}

void Server::start(const HttpRequest& request, const Bounds& bounds, Done done) {
  EventLoop loop = shared_->options.loop->get();
  auto exchange = std::make_shared<AsyncExchange>(shared_from_this(), loop.rep().shared_from_this(),
                                                  request, bounds, std::move(done));
  if (loop.rep().in_loop_thread()) return exchange->begin();
  loop.post([exchange] { exchange->begin(); });
}

}  // namespace magneto::internal::transport
