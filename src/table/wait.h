// SPDX-License-Identifier: Apache-2.0
//
// The loop of all waiters.
#pragma once

#include <chrono>
#include <optional>

#include "magneto/waiters.h"
#include "table/backoff.h"
#include "table/changes.h"

namespace magneto::internal::table {

/// Calls `look`, a function that returns Call<std::optional<T>>, until it finds something or fails.
template <class T, class Look>
Call<T> wait_for(Client client, WaitOptions options, Look look) {
  CallContext& context = co_await this_call();
  const auto now = [&client] { return now_of(client); };
  context.begin(now);
  const CallContext::TimePoint end = std::min(now() + options.total, context.deadline);
  Backoff backoff(options.first, options.longest);
  for (;;) {
    Call<std::optional<T>> call = look();
    Result<std::optional<T>> found = co_await call;
    if (!found) co_return found.error();
    if (*found) co_return std::move(**found);
    const Backoff::Time wait = backoff.next();
    if (now() + wait >= end) {
      co_return Error(ErrorCode::kDeadline, "what was waited for has not come in time");
    }
    Call<void> sleep = pause(client, wait);
    Result<void> slept = co_await sleep;
    if (!slept) co_return slept.error();
  }
}

}  // namespace magneto::internal::table
