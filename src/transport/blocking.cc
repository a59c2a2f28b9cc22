// SPDX-License-Identifier: Apache-2.0
//
// Exchanges on the caller's thread.
#include <poll.h>

#include <algorithm>
#include <optional>

#include "base/thread.h"
#include "transport/server.h"

namespace magneto::internal::transport {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// A connection that was silent for longer is asked whether it has ended before it is used again.
constexpr milliseconds kTrusted{1};
/// While connecting, cancellation is looked for this often.
constexpr milliseconds kSlice{20};

milliseconds left_until(TimePoint until, TimePoint now) {
  return std::max(milliseconds(1), std::chrono::ceil<milliseconds>(until - now));
}

}  // namespace

bool Server::usable(const Link& link, TimePoint now) const {
  const PoolOptions& pool = shared_->options.pool;
  if (now - link.opened > pool.max_age || now - link.used > pool.max_idle_time) return false;
  return now - link.used < kTrusted || !link.socket.stirs();
}

std::unique_ptr<Link> Server::take_idle(TimePoint now) {
  for (;;) {
    std::unique_ptr<Link> link;
    {
      const MutexLock lock(mutex_);
      if (idle_.empty()) return nullptr;
      link = std::move(idle_.back());
      idle_.pop_back();
    }
    if (usable(*link, now)) return link;
  }
}

void Server::put_idle(std::unique_ptr<Link> link) {
  link->used = Clock::now();
  std::unique_ptr<Link> surplus;
  const MutexLock lock(mutex_);
  idle_.push_back(std::move(link));
  if (idle_.size() > shared_->options.pool.max_idle) {
    surplus = std::move(idle_.front());
    idle_.erase(idle_.begin());
  }
}

bool Server::take_place(const Bounds& bounds) {
  const std::size_t limit = shared_->options.pool.max_connections;
  if (limit == 0) return true;
  const MutexLock lock(mutex_);
  while (open_ >= limit) {
    const TimePoint now = Clock::now();
    if (now >= bounds.deadline || bounds.cancellation.cancelled()) return false;
    place_.wait_until(mutex_, std::min(bounds.deadline, now + kSlice));
  }
  ++open_;
  return true;
}

void Server::give_place() {
  if (shared_->options.pool.max_connections == 0) return;
  {
    const MutexLock lock(mutex_);
    --open_;
  }
  offer_place();
}

bool Server::wait_for_connect(Exchange& exchange, TimePoint connect_until, const Bounds& bounds) {
  const TimePoint until = exchange.address_until(connect_until, Clock::now());
  for (;;) {
    const TimePoint now = Clock::now();
    if (bounds.cancellation.cancelled()) return false;
    if (now >= until) return exchange.abandon_address();
    milliseconds wait = left_until(until, now);
    if (bounds.cancellation.can_be_cancelled()) wait = std::min(wait, kSlice);
    pollfd fd{exchange.link()->socket.fd(), POLLOUT, 0};
    if (poll(&fd, 1, static_cast<int>(wait.count())) > 0) return true;
  }
}

/// Time is looked at where something limits it: a kept connection has its timeout already. False:
/// none is left. `waits_until` becomes what limits the next wait, where that is not the read timeout.
bool Server::set_timeout(Exchange& exchange, TimePoint connect_until, const Bounds& bounds,
                         TimePoint& waits_until) const {
  const milliseconds read = shared_->options.timeouts.read;
  const bool connecting = exchange.connecting();
  const TimePoint until = connecting ? connect_until : bounds.deadline;
  waits_until = TimePoint::min();
  if (until == TimePoint::max()) {
    exchange.link()->socket.set_timeout(read);
    return true;
  }
  const TimePoint now = Clock::now();
  if (now >= until) return false;
  const milliseconds left = left_until(until, now);
  if (connecting || left <= read) waits_until = until;
  exchange.link()->socket.set_timeout(connecting ? left : std::min(read, left));
  return true;
}

/// The system's resolver takes as long as it likes. So it is asked on a thread that ends with its
/// answer, and that nobody waits for when the time is over.
bool Server::resolve(Exchange& exchange, TimePoint until, const Bounds& bounds) {
  std::vector<Address> addresses = shared_->resolver.known(exchange.peer());
  if (!addresses.empty()) {
    exchange.connect(std::move(addresses));
    return true;
  }
  struct Question {
    Mutex mutex;
    ConditionVariable answered;
    std::optional<magneto::Result<std::vector<Address>>> answer MAGNETO_GUARDED_BY(mutex);
  };
  auto question = std::make_shared<Question>();
  run_apart([question, shared = shared_, peer = exchange.peer()] {
    auto found = shared->resolver.resolve(peer);
    const MutexLock lock(question->mutex);
    question->answer = std::move(found);
    question->answered.notify_one();
  });
  const MutexLock lock(question->mutex);
  while (!question->answer) {
    const TimePoint now = Clock::now();
    if (now >= until || bounds.cancellation.cancelled()) return false;
    question->answered.wait_until(question->mutex, std::min(until, now + kSlice));
  }
  magneto::Result<std::vector<Address>>& found = *question->answer;
  if (found) {
    exchange.connect(std::move(*found));
  } else {
    exchange.give_up(found.error().code(), found.error().message());
  }
  return true;
}

magneto::Result<Answer> Server::run(Exchange& exchange, TimePoint connect_until,
                                    const Bounds& bounds) {
  Cancellation::Listening listening;
  bool listens = !bounds.cancellation.can_be_cancelled();
  TimePoint waits_until = TimePoint::min();
  while (exchange.stage() != Exchange::Stage::kDone) {
    const bool tcp = exchange.stage() == Exchange::Stage::kConnect;
    if (!tcp && !listens) {
      listening = bounds.cancellation.listen([link = exchange.link()] { link->socket.shut(); });
      listens = true;
    }
    const bool late = (!tcp && !set_timeout(exchange, connect_until, bounds, waits_until)) ||
                      (exchange.step(Socket::Wait::kYes) != Step::kDone &&
                       !(tcp && wait_for_connect(exchange, connect_until, bounds)));
    // A socket's timer may come a moment early.
    if (late) exchange.time_out(std::max(Clock::now(), waits_until));
  }
  listening.stop();
  magneto::Result<Answer> answer = exchange.take_result();
  if (exchange.keeps_link()) put_idle(exchange.take_link());
  return answer;
}

magneto::Result<Answer> Server::exchange(const HttpRequest& request, const Bounds& bounds) {
  Exchange exchange(*shared_, sessions_, origin_, proxy_, request, bounds);
  if (!take_place(bounds)) {
    exchange.time_out(Clock::now());
    return exchange.take_result();
  }
  const TimePoint now = Clock::now();
  TimePoint connect_until = bounds.deadline;
  std::unique_ptr<Link> idle = take_idle(now);
  if (idle) {
    exchange.reuse(std::move(idle));
  } else {
    connect_until = std::min(connect_until, now + shared_->options.timeouts.connect);
    if (!resolve(exchange, connect_until, bounds)) exchange.time_out(Clock::now());
  }
  magneto::Result<Answer> answer = run(exchange, connect_until, bounds);
  give_place();
  return answer;
}

}  // namespace magneto::internal::transport
