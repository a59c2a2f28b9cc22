// SPDX-License-Identifier: Apache-2.0
//
// The two things that a call's coroutine waits for: an answer, and time. Each blocks the caller's
// thread or suspends, as the call is made.
#pragma once

#include <atomic>
#include <chrono>
#include <coroutine>
#include <memory>
#include <optional>

#include "client/core.h"
#include "magneto/call.h"
#include "magneto/connection.h"

namespace magneto::internal::client {

/// `Result<Answer> answer = co_await AwaitAnswer(connection, request, context.blocking);`
class AwaitAnswer {
 public:
  AwaitAnswer(Connection& connection, const magneto::Request& request, bool blocking)
      : connection_(connection), request_(request), blocking_(blocking) {}
  AwaitAnswer(const AwaitAnswer&) = delete;
  AwaitAnswer& operator=(const AwaitAnswer&) = delete;

  bool await_ready() {
    if (!blocking_) return false;
    answer_.emplace(connection_.exchange(request_));
    return true;
  }
  bool await_suspend(std::coroutine_handle<> handle) {
    handle_ = handle;
    connection_.start(request_, [this](magneto::Result<Answer> answer) {
      answer_.emplace(std::move(answer));
      if (met_.arrive()) handle_.resume();
    });
    return !met_.arrive();
  }
  magneto::Result<Answer> await_resume() { return std::move(*answer_); }

 private:
  Connection& connection_;
  const magneto::Request& request_;
  const bool blocking_;
  std::optional<magneto::Result<Answer>> answer_;
  std::coroutine_handle<> handle_;
  magneto::detail::Rendezvous met_;
};

/// Waits, at most until the call is cancelled.
class AwaitTime {
 public:
  AwaitTime(Core& core, std::chrono::nanoseconds time, const CallContext& context)
      : core_(core), time_(time), context_(context) {}
  AwaitTime(const AwaitTime&) = delete;
  AwaitTime& operator=(const AwaitTime&) = delete;

  bool await_ready();
  bool await_suspend(std::coroutine_handle<> handle);
  void await_resume() { listening_.stop(); }

 private:
  Core& core_;
  const std::chrono::nanoseconds time_;
  const CallContext& context_;
  Cancellation::Listening listening_;
};

}  // namespace magneto::internal::client
