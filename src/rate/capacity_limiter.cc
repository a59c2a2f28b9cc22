// SPDX-License-Identifier: Apache-2.0
#include "rate/capacity_limiter.h"

#include <algorithm>

namespace magneto::internal::rate {
namespace {

using namespace std::chrono_literals;

constexpr double kCut = 0.7;
constexpr double kGrowth = 1.1;
constexpr std::chrono::nanoseconds kGrowthInterval = 1s;
/// A burst of throttles last_cut once: the limiter waits to see what the new rate does.
constexpr std::chrono::nanoseconds kCutInterval = 200ms;
constexpr double kStart = 0.5;

}  // namespace

std::optional<CapacityLimiter::Side> CapacityLimiter::make_side(double start, double min,
                                                                double max, double burst,
                                                                bool adaptive, Time now) {
  if (max <= 0) return std::nullopt;
  min = std::clamp(min, max * 1e-6, max);
  start = std::max(start, min);
  return Side{UnitQueue(start, burst > 0 ? burst : start, now), min, max, adaptive, burst, {}, now};
}

CapacityLimiter::CapacityLimiter(const FixedRate& rate, const SteadyClock& clock) : clock_(clock) {
  Time now = clock.now();
  read_ = make_side(rate.rcu, rate.rcu, rate.rcu, rate.burst, false, now);
  write_ = make_side(rate.wcu, rate.wcu, rate.wcu, rate.burst, false, now);
}

CapacityLimiter::CapacityLimiter(const AdaptiveRate& rate, const SteadyClock& clock)
    : clock_(clock) {
  Time now = clock.now();
  read_ = make_side(rate.max_rcu * kStart, rate.min_rcu, rate.max_rcu, 0, true, now);
  write_ = make_side(rate.max_wcu * kStart, rate.min_wcu, rate.max_wcu, 0, true, now);
}

void CapacityLimiter::Side::set_rate(double rate) {
  queue.set_rate(rate, burst > 0 ? burst : rate);
}

void CapacityLimiter::Side::advance(Time now) {
  if (adaptive) {
    // The rate grows in steps, and the units of each step come at its own rate.
    while (queue.rate() < max && now - grown >= kGrowthInterval) {
      grown += kGrowthInterval;
      queue.advance(grown);
      set_rate(std::min(max, queue.rate() * kGrowth));
    }
    if (queue.rate() >= max) grown = now;
  }
  queue.advance(now);
}

void CapacityLimiter::Side::cut(Time now, Time sent) {
  if (!adaptive) return;
  grown = now;  // Growth begins after a second without throttles.
  if (last_cut && (sent < *last_cut || now - *last_cut < kCutInterval)) return;
  last_cut = now;
  set_rate(std::max(min, queue.rate() * kCut));
  queue.drain();
}

void CapacityLimiter::advance(Time now) {
  if (read_) read_->advance(now);
  if (write_) write_->advance(now);
}

CapacityLimiter::Time CapacityLimiter::turn(const Ticket& ticket, Time now) const {
  Time turn = now;
  if (read_ && ticket.read.units > 0) turn = std::max(turn, read_->queue.turn(ticket.read));
  if (write_ && ticket.write.units > 0) turn = std::max(turn, write_->queue.turn(ticket.write));
  return turn;
}

Admission CapacityLimiter::join(Units estimate, std::optional<Time> deadline) {
  MutexLock lock(mutex_);
  Time now = clock_.now();
  advance(now);
  Time go_at = now;
  if (read_ && estimate.read > 0) go_at = std::max(go_at, read_->queue.turn_of_next(estimate.read));
  if (write_ && estimate.write > 0)
    go_at = std::max(go_at, write_->queue.turn_of_next(estimate.write));
  if (deadline && go_at > *deadline) {
    ++counters_.refused;
    return {std::nullopt, go_at};
  }
  Ticket ticket;
  ticket.joined = ticket.started = now;
  ticket.read = read_ ? read_->queue.join(estimate.read) : UnitQueue::Place{0, estimate.read};
  ticket.write = write_ ? write_->queue.join(estimate.write) : UnitQueue::Place{0, estimate.write};
  counters_.charged.read += estimate.read;
  counters_.charged.write += estimate.write;
  return {ticket, go_at};
}

CapacityLimiter::Time CapacityLimiter::when(const Ticket& ticket) {
  MutexLock lock(mutex_);
  Time now = clock_.now();
  advance(now);
  return turn(ticket, now);
}

void CapacityLimiter::started(Ticket& ticket) {
  MutexLock lock(mutex_);
  ticket.started = clock_.now();
  ++counters_.started;
  if (ticket.started > ticket.joined) {
    ++counters_.delayed;
    counters_.waited += ticket.started - ticket.joined;
  }
}

void CapacityLimiter::give_back(const Ticket& ticket, Units actual) {
  advance(clock_.now());
  if (read_) read_->queue.give_back(ticket.read.units - actual.read);
  if (write_) write_->queue.give_back(ticket.write.units - actual.write);
  counters_.charged.read -= ticket.read.units;
  counters_.charged.write -= ticket.write.units;
}

void CapacityLimiter::settle(const Ticket& ticket, Units actual) {
  MutexLock lock(mutex_);
  give_back(ticket, actual);
  counters_.consumed.read += actual.read;
  counters_.consumed.write += actual.write;
}

void CapacityLimiter::throttled(const Ticket& ticket) {
  MutexLock lock(mutex_);
  give_back(ticket, {ticket.read.units, ticket.write.units});
  ++counters_.throttles;
  Time now = clock_.now();
  if (read_ && ticket.read.units > 0) read_->cut(now, ticket.started);
  if (write_ && ticket.write.units > 0) write_->cut(now, ticket.started);
}

void CapacityLimiter::cancel(const Ticket& ticket) {
  MutexLock lock(mutex_);
  give_back(ticket, {});
}

Counters CapacityLimiter::counters() {
  MutexLock lock(mutex_);
  advance(clock_.now());
  Counters counters = counters_;
  if (read_) counters.rate.read = read_->queue.rate();
  if (write_) counters.rate.write = write_->queue.rate();
  return counters;
}

}  // namespace magneto::internal::rate
