// SPDX-License-Identifier: Apache-2.0
//
// Condition syntax to bound condition: one walk along the operands, each test checked when its
// operands are complete.

#include <optional>
#include <span>

#include "expression/bound.h"
#include "expression/messages.h"
#include "expression/operand_binder.h"
#include "expression/parse_cache.h"
#include "expression/test_checks.h"

namespace magneto::internal::expression {
namespace {

using value::ValueView;

class ConditionBinder {
 public:
  ConditionBinder(Arena& arena, const ConditionSyntax& tree, std::string_view text,
                  Placeholders& placeholders)
      : binder_(arena, tree, text, placeholders),
        tree_(tree),
        bound_(arena.make_span<Operand>(tree.operands.size())) {}

  Result<const Condition*> bind() {
    const std::span<Test> tests = binder_.arena().make_span<Test>(tree_.tests.size());
    std::size_t next_operand = 0;
    for (std::size_t i = 0; i < tests.size(); ++i) {
      const TestSyntax& syntax = tree_.tests[i];
      for (; next_operand < syntax.operands_end; ++next_operand) {
        MAGNETO_ASSIGN_OR_RETURN(bound_[next_operand], operand(tree_.operands[next_operand]));
      }
      tests[i] = {.comparison = syntax.comparison,
                  .outermost = syntax.outermost,
                  .when_true = syntax.when_true,
                  .when_false = syntax.when_false,
                  .operands = operands_of(syntax)};
      MAGNETO_RETURN_IF_ERROR(check_test(tests[i]));
    }
    MAGNETO_RETURN_IF_ERROR(binder_.check_operators());
    return binder_.arena().make<Condition>(Condition{tests});
  }

 private:
  Result<Operand> operand(const OperandSyntax& syntax) {
    switch (syntax.kind) {
      case OperandSyntax::Kind::kPath: {
        MAGNETO_ASSIGN_OR_RETURN(Path path, binder_.path(syntax));
        return Operand{.kind = Operand::Kind::kPath, .path = path, .value = {}};
      }
      case OperandSyntax::Kind::kValue: {
        MAGNETO_ASSIGN_OR_RETURN(ValueView value, binder_.value(syntax));
        return Operand{.kind = Operand::Kind::kValue, .path = {}, .value = value};
      }
      case OperandSyntax::Kind::kFunction:
        return size_operand(syntax);
    }
    return Operand{};
  }

  /// size() is the only function among operands.
  Result<Operand> size_operand(const OperandSyntax& syntax) {
    MAGNETO_RETURN_IF_ERROR(OperandBinder::check_count(Function::kSize, syntax.count, 1));
    return size_of(binder_.arena(), std::span(&bound_[tree_.arguments[syntax.first]], 1));
  }

  std::span<const Operand> operands_of(const TestSyntax& test) {
    const std::span<Operand> operands = binder_.arena().make_span<Operand>(test.argument_count);
    for (std::size_t i = 0; i < operands.size(); ++i) {
      operands[i] = bound_[tree_.arguments[test.first_argument + i]];
    }
    return operands;
  }

  OperandBinder binder_;
  const ConditionSyntax& tree_;
  std::span<Operand> bound_;
};

}  // namespace

Result<const Condition*> bind_condition(ParseCache& cache, Arena& arena, Role role,
                                        std::string_view text, Placeholders& placeholders) {
  const auto tree = cache.condition(text);
  if (!tree.ok()) return messages::invalid_expression(role, tree.error());
  Result<const Condition*> bound = ConditionBinder(arena, **tree, text, placeholders).bind();
  if (!bound.ok()) return messages::invalid_expression(role, bound.error());
  return bound;
}

}  // namespace magneto::internal::expression
