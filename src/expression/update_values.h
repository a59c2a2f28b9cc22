// SPDX-License-Identifier: Apache-2.0
//
// The first half of applying an update: what each action makes of its target, while all of the old
// item is still there to be read.
#pragma once

#include <cstdint>
#include <span>

#include "base/arena.h"
#include "base/result.h"
#include "expression/bound.h"
#include "value/encoded_item.h"

namespace magneto::internal::expression {

/// What becomes of an action's target.
struct Outcome {
  enum class Kind : std::uint8_t { kUnchanged, kRemoved, kValue };
  Kind kind = Kind::kUnchanged;
  value::ValueView value;  ///< With kValue.
};

/// One outcome for each action. Errors: a path that is not there; an operand that is not there or
/// has a wrong type; a number out of range. Of several faults the one of the target that the
/// service comes upon first (PathTree::numbers_as_met) is told. When the values together are larger
/// than an item may be by far, the last of them are left out.
Result<std::span<const Outcome>> update_values(Arena& arena, const Update& update,
                                               value::ItemView old);

}  // namespace magneto::internal::expression
