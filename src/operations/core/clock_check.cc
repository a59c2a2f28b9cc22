// SPDX-License-Identifier: Apache-2.0
#include "operations/core/clock_check.h"

#include "derive/change_number.h"

namespace magneto::internal::operations {
namespace {

/// A clock that is set right by less than this moves moments by less than this.
constexpr std::int64_t kSmallStep_ms = 1000;

}  // namespace

Result<std::optional<std::int64_t>> clock_was_ahead_until_ms(const Context& context) {
  Services& services = context.services;
  MAGNETO_ASSIGN_OR_RETURN(const derive::ChangeNumber next,
                           services.store.next_change(context.blocking));
  const std::int64_t next_ms = derive::change_time_ms(next);
  if (next_ms <= services.clock.now_ms() + kSmallStep_ms) return std::optional<std::int64_t>();
  return std::optional(next_ms);
}

}  // namespace magneto::internal::operations
