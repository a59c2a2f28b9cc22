// SPDX-License-Identifier: Apache-2.0
//
// CapacityLimiter: keeps the requests of a client within a rate in capacity units. A request is
// charged by an estimate before it is sent and corrected by the ConsumedCapacity of its answer. The
// limiter never waits: it says when to go, and the caller has the timer.
//
//   Admission admission = limiter.join({.write = 1}, deadline);
//   if (!admission.ticket) return too_late(admission.go_at);
//   while (clock.now() < limiter.when(*admission.ticket)) ... wait until then ...
//   limiter.started(*admission.ticket);
//   ... send ...
//   limiter.settle(*admission.ticket, consumed);      // or throttled(), or cancel()
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "base/mutex.h"
#include "base/timing.h"
#include "rate/unit_queue.h"

namespace magneto::internal::rate {

/// Capacity units: of reads and of writes.
struct Units {
  double read = 0;
  double write = 0;
};

/// A rate that stays. What is 0 is not limited.
struct FixedRate {
  double rcu = 0;
  double wcu = 0;
  /// Units that may go at once after a pause; 0 stands for those of one second.
  double burst = 0;
};

/// A rate that follows the throttles: 0.7 times at a throttle, down to the minimum; after a second
/// without throttles 10 % more each second, up to the maximum. A throttle of a request that was
/// sent before the latest cut, or within 200 ms of it, does not cut again. Starts at half of the
/// maximum. What has the maximum 0 is not limited.
struct AdaptiveRate {
  double max_rcu = 0;
  double max_wcu = 0;
  double min_rcu = 1;
  double min_wcu = 1;
};

struct Counters {
  Units rate;      ///< Now, in units a second; 0 where there is no limit.
  Units charged;   ///< Estimated for requests that have not been settled yet.
  Units consumed;  ///< As the service reported.
  std::uint64_t started = 0;
  std::uint64_t delayed = 0;  ///< Of these, those that waited.
  std::uint64_t refused = 0;  ///< Would not have started before their deadline.
  std::uint64_t throttles = 0;
  std::chrono::nanoseconds waited{0};  ///< By all together.
};

/// A place in the queue. Used by one thread at a time; belongs to the limiter that gave it.
struct Ticket {
  UnitQueue::Place read;
  UnitQueue::Place write;
  std::chrono::nanoseconds joined{0};
  std::chrono::nanoseconds started{0};
};

struct Admission {
  std::optional<Ticket> ticket;       ///< Nothing when `go_at` is after the deadline.
  std::chrono::nanoseconds go_at{0};  ///< A moment of the clock, now or later.
};

/// Thread safe. `clock` must outlive it.
class CapacityLimiter {
 public:
  using Time = std::chrono::nanoseconds;

  CapacityLimiter(const FixedRate& rate, const SteadyClock& clock);
  CapacityLimiter(const AdaptiveRate& rate, const SteadyClock& clock);

  /// Joins the queue, unless the turn would come after `deadline`: then nothing changes. More units
  /// than the burst are never refused for their number.
  Admission join(Units estimate, std::optional<Time> deadline = {});
  /// When the turn of `ticket` comes, by the rate of now. Ask again after waiting: the rate may
  /// have changed. Not after now when the turn has come.
  Time when(const Ticket& ticket);
  /// The request is about to be sent.
  void started(Ticket& ticket);
  /// The answer came: `actual` units replace the estimate. Call one of settle, throttled and
  /// cancel, once.
  void settle(const Ticket& ticket, Units actual);
  /// The service throttled it. Its units stay charged, or a client that is throttled would send
  /// without limit; an adaptive rate slows down.
  void throttled(const Ticket& ticket);
  /// Not sent: its units go to those who wait.
  void cancel(const Ticket& ticket);

  Counters counters();

 private:
  /// The limit of one kind of unit.
  struct Side {
    UnitQueue queue;
    double min;
    double max;
    bool adaptive;
    double burst;
    std::optional<Time> last_cut;
    Time grown;  ///< Until when the rate has grown.

    void advance(Time now);
    void cut(Time now, Time sent);
    void set_rate(double rate);
  };

  static std::optional<Side> make_side(double start, double min, double max, double burst,
                                       bool adaptive, Time now);
  void advance(Time now) MAGNETO_REQUIRES(mutex_);
  Time turn(const Ticket& ticket, Time now) const MAGNETO_REQUIRES(mutex_);
  void give_back(const Ticket& ticket, Units actual) MAGNETO_REQUIRES(mutex_);

  const SteadyClock& clock_;
  Mutex mutex_;
  std::optional<Side> read_ MAGNETO_GUARDED_BY(mutex_);
  std::optional<Side> write_ MAGNETO_GUARDED_BY(mutex_);
  Counters counters_ MAGNETO_GUARDED_BY(mutex_);
};

}  // namespace magneto::internal::rate
