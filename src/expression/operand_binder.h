// SPDX-License-Identifier: Apache-2.0
//
// What binding conditions, projections and updates has in common: names, values and the checks of
// function arguments.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "expression/expression.h"
#include "expression/path.h"
#include "expression/syntax.h"
#include "value/encoded_item.h"

namespace magneto::internal::expression {

class OperandBinder {
 public:
  /// `text` is the request's own copy of the tree's text: bound names are views of it, so that they
  /// do not depend on how long the cache keeps the tree.
  OperandBinder(Arena& arena, const ExpressionSyntax& tree, std::string_view text,
                Placeholders& placeholders)
      : arena_(arena), tree_(tree), text_(text), placeholders_(placeholders) {}

  Arena& arena() { return arena_; }

  /// REQUIRES: the operand is a path. Errors: an undefined name; too many elements.
  Result<Path> path(const OperandSyntax& operand);
  /// REQUIRES: the operand is a value. Errors: it is not defined.
  Result<value::ValueView> value(const OperandSyntax& operand);

  /// The number of operands of a call. Errors: it is not `wanted`.
  static Result<void> check_count(Function function, std::size_t count, std::size_t wanted);

  /// "The expression contains too many operators". The last check of every expression.
  Result<void> check_operators() const;

 private:
  Arena& arena_;
  const ExpressionSyntax& tree_;
  std::string_view text_;
  Placeholders& placeholders_;
};

}  // namespace magneto::internal::expression
