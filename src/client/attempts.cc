// SPDX-License-Identifier: Apache-2.0
#include "client/attempts.h"

#include <algorithm>

#include "client/error_reader.h"
#include "client/messages.h"

namespace magneto::internal::client {
namespace {

using magneto::ErrorCode;

retry::Progress progress_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kConnect:
    case ErrorCode::kProxy:
      return retry::Progress::kNotSent;
    case ErrorCode::kConnectTimeout:
      return retry::Progress::kConnectTimedOut;
    case ErrorCode::kTimeout:
      return retry::Progress::kReadTimedOut;
    case ErrorCode::kChecksum:
    case ErrorCode::kBadAnswer:
      return retry::Progress::kDamagedAnswer;
    default:
      return retry::Progress::kLost;
  }
}

/// Errors of a connection after which another attempt makes sense.
bool may_pass(ErrorCode code) {
  switch (code) {
    case ErrorCode::kConnect:
    case ErrorCode::kConnectTimeout:
    case ErrorCode::kConnectionLost:
    case ErrorCode::kTimeout:
    case ErrorCode::kChecksum:
    case ErrorCode::kBadAnswer:
      return true;
    default:
      return false;
  }
}

}  // namespace

Attempts::Attempts(Core& core, const Prepared& prepared, CallContext& context)
    : core_(core), prepared_(prepared), context_(context) {
  context.begin([&core] { return core.steady_now(); });
  deadline_ = context.deadline;
  request_.target = prepared.target;
  request_.body = prepared.body.text();
  if (prepared.table.starts_with("arn:")) request_.table_arn = prepared.table;
  request_.cancellation = context.cancellation;
  if (core.policy.limit.total) {
    deadline_ = std::min(deadline_, core.steady_now() + *core.policy.limit.total);
  }
  if (core.observer) {
    start_ = core.now();
    started_ = core.clock.now();
  }
}

Attempts::~Attempts() {
  if (ticket_) core_.limiter->cancel(*ticket_);
}

magneto::Result<void> Attempts::check() const {
  if (context_.cancellation.cancelled()) {
    return call_cancelled();
  }
  if (deadline_ != CallContext::TimePoint::max() && core_.steady_now() >= deadline_) {
    return magneto::Error(ErrorCode::kDeadline, "the deadline has passed");
  }
  return {};
}

/// As the policies want it.
std::optional<Attempts::Time> Attempts::deadline() const {
  if (deadline_ == CallContext::TimePoint::max()) return std::nullopt;
  return deadline_.time_since_epoch();
}

std::string Attempts::kind(const std::string& table) const {
  return table + "/" + std::string(prepared_.operation());
}

/// What the request itself tells, times what requests of its kind have cost more than they told.
double Attempts::estimate() const {
  double units = 0;
  for (const TableCost& cost : prepared_.first_costs) {
    units += cost.units * core_.estimates.of(kind(cost.table), 1);
  }
  return units > 0 ? units : 1;
}

/// Each table for itself: one may have indexes and another none.
void Attempts::learn(double consumed, const TableCosts& by_table) {
  double told = 0;
  for (const TableCost& cost : prepared_.first_costs) told += cost.units;
  for (const TableCost& cost : prepared_.first_costs) {
    const auto same = [&](const TableCost& other) { return other.table == cost.table; };
    const auto found = std::find_if(by_table.begin(), by_table.end(), same);
    if (cost.units <= 0) continue;
    const bool known = found != by_table.end();
    core_.estimates.learn(kind(cost.table), known ? found->units / cost.units : consumed / told);
  }
}

rate::Units Attempts::cost_of(double units) const {
  switch (units_of(prepared_.operation(), prepared_.body.text())) {
    case Units::kRead:
      return {.read = units, .write = 0};
    case Units::kWrite:
      return {.read = 0, .write = units};
    case Units::kNone:
      break;
  }
  return {.read = 0, .write = 0};
}

magneto::Result<std::chrono::nanoseconds> Attempts::admission() {
  if (magneto::Result<void> good = check(); !good) {
    failure_ =
        magneto::Error::Details{.code = good.error().code(), .message = good.error().message()};
    return std::move(good).error();
  }
  Time wait{0};
  if (core_.limiter) {
    if (!ticket_) {
      rate::Admission admission = core_.limiter->join(cost_of(estimate()), deadline());
      if (!admission.ticket) {
        failure_ = magneto::Error::Details{
            .code = ErrorCode::kRateLimited,
            .message = "the rate limit's turn would come after the deadline"};
        return magneto::Error(ErrorCode::kRateLimited, failure_->message);
      }
      ticket_ = *admission.ticket;
    }
    // Asked for before the time is: a turn that has come is the time of the question.
    const Time turn = core_.limiter->when(*ticket_);
    wait = std::max(wait, turn - core_.clock.now());
  }
  if (core_.send_rate) {
    if (!send_at_) send_at_ = core_.send_rate->reserve();
    wait = std::max(wait, *send_at_ - core_.clock.now());
  }
  if (core_.observer) waited_ += wait;
  return wait;
}

const magneto::Request& Attempts::next() {
  ++attempts_;
  if (ticket_) core_.limiter->started(*ticket_);
  send_at_.reset();
  request_.deadline = deadline_;
  if (core_.time && deadline_ != CallContext::TimePoint::max()) {
    // A connection waits in real time.
    request_.deadline = std::chrono::steady_clock::now() + (deadline_ - core_.steady_now());
  }
  core_.counts.attempts.fetch_add(1, std::memory_order_relaxed);
  core_.counts.bytes_sent.fetch_add(request_.body.size(), std::memory_order_relaxed);
  return request_;
}

bool Attempts::accept(const magneto::Result<Answer>& answer) {
  wait_.reset();
  if (!answer) {
    judge_failure(answer.error());
    return false;
  }
  core_.counts.bytes_received.fetch_add(answer->body().size(), std::memory_order_relaxed);
  if (core_.observer) {
    http_status_ = answer->status();
    request_id_ = request_id_of(*answer);
    answer_bytes_ = answer->body().size();
  }
  if (answer->status() == 200) return true;
  judge_answer(*answer);
  return false;
}

void Attempts::damaged(std::string why) {
  judge_failure(magneto::Error(ErrorCode::kBadAnswer, std::move(why)));
}

retry::Retrier& Attempts::retrier() {
  if (!retrier_) {
    retrier_.emplace(core_.policy, core_.quota,
                     effect_of(prepared_.operation(), prepared_.body.text()), deadline(),
                     core_.clock, core_.random);
  }
  return *retrier_;
}

void Attempts::decide(const retry::Attempt& attempt) {
  const retry::Decision decision = retrier().failed(attempt);
  if (decision.again()) {
    wait_ = decision.wait;
  } else if (decision.verdict != retry::Verdict::kFinal) {
    why_not_again_ = retry::text_of(decision.verdict);
  }
}

void Attempts::judge_answer(const Answer& answer) {
  failure_ = read_error(answer);
  retry::Attempt attempt;
  attempt.http_status = answer.status();
  attempt.error_code = failure_->service_code;
  attempt.retry_after = retry::parse_retry_after(answer.header("x-amz-retry-after"));
  if (failure_->throttled) {
    core_.counts.throttles.fetch_add(1, std::memory_order_relaxed);
    if (ticket_) core_.limiter->throttled(*ticket_);
    ticket_.reset();
  }
  if (core_.send_rate) core_.send_rate->answered(failure_->throttled);
  if (core_.connection->mend(answer, failure_->service_code)) {
    const retry::Decision decision = retrier().failed_by_clock();
    if (decision.again()) wait_ = decision.wait;
    return;
  }
  decide(attempt);
}

void Attempts::judge_failure(const magneto::Error& error) {
  failure_ = magneto::Error::Details{.code = error.code(), .message = error.message()};
  failure_->retryable = may_pass(error.code());
  if (!failure_->retryable) return;
  retry::Attempt attempt;
  attempt.progress = progress_of(error.code());
  decide(attempt);
}

std::optional<std::chrono::nanoseconds> Attempts::again() {
  if (!wait_ && !why_not_again_.empty() && core_.policy.limit.max_attempts > 1) {
    failure_->message.append(" (not sent again: ").append(why_not_again_).append(")");
  }
  if (!wait_) return std::nullopt;
  if (core_.observer) {
    waited_ += *wait_;
    const magneto::Error error{std::make_shared<magneto::Error::Details>(*failure_)};
    RetryRecord record;
    record.operation = prepared_.operation();
    record.table = prepared_.table;
    record.attempt = attempts_;
    record.error = &error;
    record.wait = *wait_;
    core_.observer->on_retry(record);
  }
  return wait_;
}

magneto::Error Attempts::error() {
  failure_->attempts = attempts_;
  core_.counts.calls.fetch_add(1, std::memory_order_relaxed);
  core_.counts.errors.fetch_add(1, std::memory_order_relaxed);
  magneto::Error error(std::make_shared<magneto::Error::Details>(std::move(*failure_)));
  record(&error, {});
  return error;
}

void Attempts::succeed(std::optional<double> consumed, const TableCosts& by_table) {
  if (retrier_) {
    retrier_->succeeded();
  } else {
    core_.quota.give_back(core_.quota.options().refund);
  }
  core_.counts.calls.fetch_add(1, std::memory_order_relaxed);
  if (core_.send_rate) core_.send_rate->answered(false);
  if (consumed) {
    core_.counts.consumed_units.fetch_add(*consumed, std::memory_order_relaxed);
    if (core_.limiter) learn(*consumed, by_table);
  }
  if (ticket_) {
    core_.limiter->settle(*ticket_, cost_of(consumed ? *consumed : estimate()));
    ticket_.reset();
  }
  record(nullptr, consumed);
}

void Attempts::record(const magneto::Error* error, std::optional<double> consumed) {
  if (!core_.observer) return;
  const std::string endpoint = core_.connection ? core_.connection->name() : std::string();
  CallRecord call;
  call.operation = prepared_.operation();
  call.table = prepared_.table;
  call.endpoint = endpoint;
  call.start = start_;
  call.duration = core_.clock.now() - started_;
  call.waited = waited_;
  call.attempts = attempts_;
  call.http_status = http_status_;
  call.request_id = request_id_;
  call.request_bytes = request_.body.size();
  call.answer_bytes = answer_bytes_;
  call.error = error;
  call.consumed_units = consumed;
  core_.observer->on_call(call);
}

}  // namespace magneto::internal::client
