// SPDX-License-Identifier: Apache-2.0
//
// Whether the recorded changes tell what was there at a moment. Their numbers follow the clock and
// never go back: where the clock was ahead once, the changes since then have times that are still to
// come, and a moment of the past would be taken for one before all of them.
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "operations/core/context.h"

namespace magneto::internal::operations {

/// Until when no moment can be told, if the clock was ahead by more than a second. Errors: as
/// Store::next_change().
Result<std::optional<std::int64_t>> clock_was_ahead_until_ms(const Context& context);

}  // namespace magneto::internal::operations
