// SPDX-License-Identifier: Apache-2.0
//
// Exchanges on the event loop. All of this runs on the loop's thread but Server::start, which may be
// called anywhere.
#include <algorithm>

#include "base/thread.h"
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
  /// Anywhere: there may be a place now.
  void try_again() {
    loop_->post([self = shared_from_this()] {
      self->was_offered_ = true;
      self->find_place();
    });
  }

 private:
  void find_place();
  bool take_place();
  void find_link();
  void on_own_link(std::vector<Address> addresses);
  void resolve();
  void start_phase(std::chrono::milliseconds limit);
  void watch_address();
  void set_timer(TimePoint until);
  void check_time();
  void finish();
  TimePoint until() const { return std::min(bounds_.deadline, phase_until_); }

  std::shared_ptr<Server> server_;
  std::shared_ptr<EventLoop::Rep> loop_;
  const Bounds& bounds_;
  Server::Done done_;
  Exchange exchange_;
  std::unique_ptr<AsyncLink> link_;
  std::shared_ptr<AsyncExchange> self_;
  Cancellation::Listening listening_;
  /// Of connecting; of the next bytes of the answer.
  TimePoint phase_until_ = TimePoint::max();
  std::uint64_t moved_ = 0;  // when phase_until_ was set
  TimePoint address_until_ = TimePoint::max();
  std::size_t addresses_left_ = 0;  // when address_until_ was set
  std::uint64_t timer_ = 0;
  bool placed_ = false;
  bool was_offered_ = false;
  bool finished_ = false;
  bool was_connecting_ = true;
};

void AsyncLink::ready() {
  if (exchange_ != nullptr) exchange_->go_on();
}

void AsyncExchange::begin() {
  self_ = shared_from_this();
  if (bounds_.cancellation.can_be_cancelled()) {
    listening_ = bounds_.cancellation.listen([loop = loop_, weak = weak_from_this()] {
      loop->post([weak] {
        if (const auto self = weak.lock()) self->check_time();
      });
    });
  }
  find_place();
}

void AsyncExchange::find_place() {
  if (finished_) return server_->offer_place();  // It came too late: whoever is next may have it.
  if (take_place()) return find_link();
  if (timer_ == 0) set_timer(until());
}

/// False: this waits until another gives its place.
bool AsyncExchange::take_place() {
  const std::size_t limit = server_->shared_->options.pool.max_connections;
  if (limit == 0) return true;
  const MutexLock lock(server_->mutex_);
  if (server_->open_ >= limit) {
    auto& waiting = server_->waiting_;
    waiting.insert(was_offered_ ? waiting.begin() : waiting.end(), self_);
    return false;
  }
  ++server_->open_;
  placed_ = true;
  return true;
}

void AsyncExchange::find_link() {
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
    was_connecting_ = false;
    start_phase(server_->shared_->options.timeouts.read);
    return go_on();
  }
  start_phase(server_->shared_->options.timeouts.connect);
  resolve();
}

/// A name that is not known yet is asked for on a thread, because the system's resolver waits.
void AsyncExchange::resolve() {
  std::vector<Address> known = server_->shared_->resolver.known(exchange_.peer());
  if (!known.empty()) return on_own_link(std::move(known));
  run_apart(
      [weak = weak_from_this(), shared = server_->shared_, loop = loop_, peer = exchange_.peer()] {
        auto found = shared->resolver.resolve(peer);
        loop->post([weak, found = std::move(found)]() mutable {
          const auto self = weak.lock();
          if (!self || self->finished_) return;
          if (found) return self->on_own_link(std::move(*found));
          self->exchange_.give_up(found.error().code(), found.error().message());
          self->finish();
        });
      });
}

void AsyncExchange::on_own_link(std::vector<Address> addresses) {
  exchange_.connect(std::move(addresses));
  link_ = std::make_unique<AsyncLink>(loop_);
  link_->exchange_ = this;
  go_on();
}

void AsyncExchange::start_phase(std::chrono::milliseconds limit) {
  phase_until_ = Clock::now() + limit;
  moved_ = exchange_.moved();
  set_timer(until());
}

void AsyncExchange::set_timer(TimePoint until) {
  if (timer_ != 0) loop_->cancel(timer_);
  timer_ = 0;
  if (until == TimePoint::max()) return;
  timer_ = loop_->after(until - Clock::now(), [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->check_time();
  });
}

/// Gives up where the time is over or the call cancelled. Else waits for the time that is left: bytes
/// have come since the timer was set, or one of several addresses does not answer.
void AsyncExchange::check_time() {
  if (finished_) return;
  const TimePoint now = Clock::now();
  const bool ends = now >= bounds_.deadline || bounds_.cancellation.cancelled();
  if (!ends && now >= address_until_ && exchange_.abandon_address()) return go_on();
  if (!ends && now < until()) return set_timer(until());
  exchange_.time_out(now);
  finish();
}

/// An address that is being connected to has its share of the time, where others are left.
void AsyncExchange::watch_address() {
  if (exchange_.addresses_left() == addresses_left_) return;
  addresses_left_ = exchange_.addresses_left();
  address_until_ = exchange_.address_until(until(), Clock::now());
  set_timer(address_until_);
}

void AsyncExchange::go_on() {
  for (;;) {
    const Step step = exchange_.advance(Socket::Wait::kNo);
    if (exchange_.stage() == Exchange::Stage::kDone) return finish();
    if (step == Step::kDone) continue;
    if (was_connecting_ && !exchange_.connecting()) {
      was_connecting_ = false;
      start_phase(server_->shared_->options.timeouts.read);
    } else if (exchange_.stage() == Exchange::Stage::kConnect) {
      watch_address();
    } else if (!was_connecting_ && moved_ != exchange_.moved()) {
      // The timer stays: when its time comes, it is set to what is left.
      moved_ = exchange_.moved();
      phase_until_ = Clock::now() + server_->shared_->options.timeouts.read;
    }
    if (link_->watch(exchange_.link()->socket)) return;
    exchange_.give_up(ErrorCode::kConnect, "the event loop cannot watch the connection");
    return finish();
  }
}

void AsyncExchange::finish() {
  finished_ = true;
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
  if (placed_) {
    server_->give_place();
  } else {
    server_->leave(*this);
  }
  const std::shared_ptr<AsyncExchange> self = std::move(self_);
  done_(exchange_.take_result());
}

void Server::offer_place() {
  std::shared_ptr<AsyncExchange> next;
  {
    const MutexLock lock(mutex_);
    if (!waiting_.empty()) {
      next = std::move(waiting_.front());
      waiting_.pop_front();
    }
  }
  if (next) {
    next->try_again();
  } else {
    place_.notify_one();
  }
}

void Server::leave(const AsyncExchange& exchange) {
  const MutexLock lock(mutex_);
  std::erase_if(waiting_, [&](const auto& waiting) { return waiting.get() == &exchange; });
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
