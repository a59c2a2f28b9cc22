// SPDX-License-Identifier: Apache-2.0
//
// What a bound test must be like, whatever language it was written in.
#pragma once

#include <span>

#include "base/arena.h"
#include "base/result.h"
#include "expression/bound.h"

namespace magneto::internal::expression {

/// Number and types of the operands; gives attribute_type() its type. Errors: kValidation.
Result<void> check_test(Test& test);

/// size() of the one operand in `operands`; that of a value is computed, in the arena. Errors:
/// kValidation: not just one; a value without a size.
Result<Operand> size_of(Arena& arena, std::span<const Operand> operands);

}  // namespace magneto::internal::expression
