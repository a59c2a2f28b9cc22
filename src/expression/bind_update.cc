// SPDX-License-Identifier: Apache-2.0
//
// Update syntax to bound update, in the service's order, which goes from the last action to the
// first: first all paths that are changed (undefined names, paths too deep, overlaps), then all
// right-hand sides (undefined names and values, numbers and types of operands).

#include <optional>
#include <span>

#include "expression/bound.h"
#include "expression/messages.h"
#include "expression/operand_binder.h"
#include "expression/parse_cache.h"

namespace magneto::internal::expression {
namespace {

using value::Type;

class UpdateBinder {
 public:
  UpdateBinder(Arena& arena, const UpdateSyntax& tree, std::string_view text,
               Placeholders& placeholders)
      : binder_(arena, tree, text, placeholders),
        tree_(tree),
        actions_(arena.make_span<UpdateAction>(tree.actions.size())),
        bound_(arena.make_span<UpdateOperand>(tree.operands.size())) {}

  Result<const Update*> bind() {
    PathTree targets;
    for (std::size_t i = actions_.size(); i-- > 0;) {
      const ActionSyntax& syntax = tree_.actions[i];
      UpdateAction& action = actions_[i];
      action.section = syntax.section;
      action.sign = syntax.sign;
      MAGNETO_ASSIGN_OR_RETURN(action.target, binder_.path(tree_.operands[syntax.target]));
      MAGNETO_RETURN_IF_ERROR(
          targets.add(binder_.arena(), action.target, static_cast<std::uint32_t>(i)));
    }
    for (std::size_t i = actions_.size(); i-- > 0;) {
      MAGNETO_RETURN_IF_ERROR(bind_values(tree_.actions[i], actions_[i]));
    }
    MAGNETO_RETURN_IF_ERROR(binder_.check_operators());
    return binder_.arena().make<Update>(Update{actions_, targets});
  }

 private:
  Result<void> bind_values(const ActionSyntax& syntax, UpdateAction& action) {
    if (syntax.section == Section::kRemove) return {};
    if (syntax.section != Section::kSet) {
      MAGNETO_ASSIGN_OR_RETURN(action.value, binder_.value(tree_.operands[syntax.left]));
      return check_section_type(action);
    }
    for (std::size_t i = syntax.target + 1u; i < syntax.operands_end; ++i) {
      MAGNETO_ASSIGN_OR_RETURN(bound_[i], operand(tree_.operands[i]));
    }
    action.left = &bound_[syntax.left];
    if (syntax.sign == Sign::kNone) return {};
    action.right = &bound_[syntax.right];
    const std::string_view sign = syntax.sign == Sign::kPlus ? "+" : "-";
    MAGNETO_RETURN_IF_ERROR(check_type(sign, *action.left, Type::kNumber));
    return check_type(sign, *action.right, Type::kNumber);
  }

  /// ADD takes numbers and sets, DELETE sets.
  static Result<void> check_section_type(const UpdateAction& action) {
    const Type type = action.value.type();
    if (value::is_set(type)) return {};
    if (type == Type::kNumber && action.section == Section::kAdd) return {};
    return messages::section_operand_type(section_name(action.section), type);
  }

  static Result<void> check_type(std::string_view operation, const UpdateOperand& operand,
                                 Type wanted) {
    if (operand.kind != UpdateOperand::Kind::kValue || operand.value.type() == wanted) return {};
    return messages::operand_type(operation, value::type_name(operand.value.type()));
  }

  Result<UpdateOperand> operand(const OperandSyntax& syntax) {
    UpdateOperand bound;
    switch (syntax.kind) {
      case OperandSyntax::Kind::kPath: {
        MAGNETO_ASSIGN_OR_RETURN(bound.path, binder_.path(syntax));
        break;
      }
      case OperandSyntax::Kind::kValue: {
        bound.kind = UpdateOperand::Kind::kValue;
        MAGNETO_ASSIGN_OR_RETURN(bound.value, binder_.value(syntax));
        break;
      }
      case OperandSyntax::Kind::kFunction:
        return call(syntax);
    }
    return bound;
  }

  Result<UpdateOperand> call(const OperandSyntax& syntax) {
    MAGNETO_RETURN_IF_ERROR(OperandBinder::check_count(syntax.function, syntax.count, 2));
    UpdateOperand bound;
    bound.first = &bound_[tree_.arguments[syntax.first]];
    bound.second = &bound_[tree_.arguments[syntax.first + 1u]];
    if (syntax.function == Function::kListAppend) {
      bound.kind = UpdateOperand::Kind::kListAppend;
      MAGNETO_RETURN_IF_ERROR(check_type("list_append", *bound.first, Type::kList));
      MAGNETO_RETURN_IF_ERROR(check_type("list_append", *bound.second, Type::kList));
      return bound;
    }
    bound.kind = UpdateOperand::Kind::kIfNotExists;
    if (bound.first->kind != UpdateOperand::Kind::kPath) {
      return messages::path_required("if_not_exists");
    }
    bound.path = bound.first->path;
    const bool same = bound.second->kind == UpdateOperand::Kind::kPath &&
                      same_path(bound.path, bound.second->path);
    if (same) return messages::operands_not_distinct("if_not_exists", printed_path(bound.path));
    return bound;
  }

  OperandBinder binder_;
  const UpdateSyntax& tree_;
  std::span<UpdateAction> actions_;
  std::span<UpdateOperand> bound_;
};

}  // namespace

Result<const Update*> bind_update(ParseCache& cache, Arena& arena, std::string_view text,
                                  Placeholders& placeholders) {
  const auto tree = cache.update(text);
  if (!tree.ok()) return messages::invalid_expression(Role::kUpdate, tree.error());
  Result<const Update*> bound = UpdateBinder(arena, **tree, text, placeholders).bind();
  if (!bound.ok()) return messages::invalid_expression(Role::kUpdate, bound.error());
  return bound;
}

}  // namespace magneto::internal::expression
