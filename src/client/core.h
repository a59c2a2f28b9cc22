// SPDX-License-Identifier: Apache-2.0
//
// Core: what all copies of a Client share: the connection and the policies around it.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "base/random.h"
#include "base/timing.h"
#include "client/answer_parser.h"
#include "magneto/client.h"
#include "magneto/observer.h"
#include "rate/capacity_limiter.h"
#include "rate/estimates.h"
#include "rate/send_rate.h"
#include "retry/policy.h"
#include "retry/quota.h"
#include "transport/lazy_loop.h"

namespace magneto::internal::client {

/// The options' time as the policies' clock.
class PolicyClock final : public SteadyClock {
 public:
  explicit PolicyClock(std::shared_ptr<TimeSource> source) : source_(std::move(source)) {}
  std::chrono::nanoseconds now() const override {
    return source_ ? source_->steady_now().time_since_epoch()
                   : std::chrono::steady_clock::now().time_since_epoch();
  }

 private:
  const std::shared_ptr<TimeSource> source_;
};

/// Thread safe.
class Core {
 public:
  Core(std::shared_ptr<Connection> connection, const ClientOptions& options);
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  /// Null where the options were wrong: then `problem` says how.
  std::shared_ptr<Connection> connection;
  std::optional<magneto::Error> problem;
  std::string region;

  const std::shared_ptr<TimeSource> time;
  const PolicyClock clock;
  Random& random = system_random();
  const std::shared_ptr<Observer> observer;
  retry::Policy policy;
  retry::Quota quota;
  std::unique_ptr<rate::CapacityLimiter> limiter;
  rate::Estimates estimates;
  std::unique_ptr<rate::SendRate> send_rate;  ///< Of the retry mode kAdaptive.
  bool wants_capacity = false;
  AnswerParsers parsers;

  struct Counts {
    std::atomic<std::uint64_t> calls{0}, attempts{0}, errors{0}, throttles{0};
    std::atomic<std::uint64_t> bytes_sent{0}, bytes_received{0};
    std::atomic<double> consumed_units{0};
  };
  Counts counts;

  std::chrono::system_clock::time_point now() const {
    return time ? time->now() : std::chrono::system_clock::now();
  }
  /// On the clock of deadlines.
  CallContext::TimePoint steady_now() const { return CallContext::TimePoint(clock.now()); }
  /// For timers and asynchronous calls: the given loop, or one with a thread of its own from now on.
  const std::shared_ptr<transport::LazyLoop> loop;
};

}  // namespace magneto::internal::client
