// SPDX-License-Identifier: Apache-2.0
//
// Attempts: the policies around one call, from the rate limit to the record that an observer gets.
// Never waits itself: says how long, and the call's coroutine waits (typed_call.h).
#pragma once

#include <chrono>
#include <optional>

#include "client/core.h"
#include "client/prepared.h"
#include "magneto/call.h"
#include "magneto/connection.h"
#include "magneto/error_details.h"
#include "retry/retrier.h"

namespace magneto::internal::client {

/// Used by one thread at a time. What it is given outlives it.
class Attempts {
 public:
  Attempts(Core& core, const Prepared& prepared, CallContext& context);
  ~Attempts();
  Attempts(const Attempts&) = delete;
  Attempts& operator=(const Attempts&) = delete;

  /// How long to wait before the next attempt may start, by the rate limits; zero when it may.
  /// Errors: kRateLimited, kDeadline, kCancelled.
  magneto::Result<std::chrono::nanoseconds> admission();

  /// The next attempt's request. REQUIRES: admission() gave zero.
  const magneto::Request& next();

  /// Whether `answer` is a success: then it is to be decoded, and succeed() or damaged() called.
  bool accept(const magneto::Result<Answer>& answer);
  /// A success whose body is not what it should be.
  void damaged(std::string why);

  /// After an attempt that failed: how long to wait before the next. Nothing: there is none, and
  /// error() is the call's.
  std::optional<std::chrono::nanoseconds> again();
  magneto::Error error();

  /// `consumed`: capacity units as the answer says; `by_table` where it says them for several.
  void succeed(std::optional<double> consumed, const TableCosts& by_table = {});

 private:
  using Time = std::chrono::nanoseconds;

  magneto::Result<void> check() const;
  std::optional<Time> deadline() const;
  void judge_answer(const Answer& answer);
  void judge_failure(const magneto::Error& error);
  void decide(const retry::Attempt& attempt);
  retry::Retrier& retrier();
  void record(const magneto::Error* error, std::optional<double> consumed);
  std::string kind(const std::string& table) const;
  double estimate() const;
  void learn(double consumed, const TableCosts& by_table);
  rate::Units cost_of(double units) const;

  Core& core_;
  const Prepared& prepared_;
  const CallContext& context_;
  CallContext::TimePoint deadline_;  ///< On the client's clock.
  magneto::Request request_;
  std::optional<retry::Retrier> retrier_;
  std::optional<rate::Ticket> ticket_;
  std::optional<Time> send_at_;
  std::optional<magneto::Error::Details> failure_;
  std::optional<std::chrono::nanoseconds> wait_;
  std::string why_not_again_;
  int attempts_ = 0;
  // For the observer.
  std::chrono::system_clock::time_point start_;
  Time started_{0};
  Time waited_{0};
  int http_status_ = 0;
  std::string request_id_;
  std::size_t answer_bytes_ = 0;
};

}  // namespace magneto::internal::client
