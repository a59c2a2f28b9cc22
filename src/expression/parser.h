// SPDX-License-Identifier: Apache-2.0
//
// Text to syntax tree, with all checks that need no request data. Which of several faults is
// reported, as the service has it:
//
//   1. emptiness, length
//   2. redundant parentheses or a syntax error, whichever comes first
//   3. from left to right: unknown or misplaced functions, reserved words,
//      list indexes out of range
//   4. an update section that comes twice
//
// Recursion free: parentheses and calls nest on the heap, so no text exhausts the stack. Cost:
// linear in the text. Errors are kValidation, without the "Invalid FilterExpression: " in front.
//
//   condition  := condition OR condition | condition AND condition | NOT condition | ( condition )
//               | operand comparator operand | operand BETWEEN operand AND operand
//               | operand IN ( operand { , operand } ) | call
//   operand    := path | :value | call | ( operand )
//   call       := name ( operand { , operand } )
//   path       := (name | #name) { . (name | #name) | [ number ] }
//   projection := path { , path }
//   update     := { SET path = sum { , path = sum } | REMOVE path { , path }
//                 | (ADD | DELETE) path :value { , path :value } }
//   sum        := operand | operand + operand | operand - operand | ( sum )
#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"
#include "expression/syntax.h"

namespace magneto::internal::expression {

Result<std::shared_ptr<const ConditionSyntax>> parse_condition(std::string_view text);
Result<std::shared_ptr<const ProjectionSyntax>> parse_projection(std::string_view text);
Result<std::shared_ptr<const UpdateSyntax>> parse_update(std::string_view text);

}  // namespace magneto::internal::expression
