// SPDX-License-Identifier: Apache-2.0
//
// SET and REMOVE clauses to updates. SET_ADD and SET_DELETE, which stand on the right of an
// assignment here, are the ADD and DELETE of an update expression.
#include <string>

#include "expression/messages.h"
#include "expression/path_tree.h"
#include "partiql/binding.h"
#include "partiql/function_name.h"
#include "partiql/messages.h"

namespace magneto::internal::partiql {
namespace {

using expression::Section;
using expression::UpdateAction;
using expression::UpdateOperand;
using Kind = Node::Kind;
using value::Type;

bool is_path(const Node& node) { return node.is(Kind::kVariable) || node.is(Kind::kPath); }

class UpdateBinder {
 public:
  UpdateBinder(Arena& arena, Parameters parameters) : arena_(arena), parameters_(parameters) {}

  Result<const expression::Update*> bind(std::span<const ActionSyntax> syntax) {
    const std::span<UpdateAction> actions = arena_.make_span<UpdateAction>(syntax.size());
    expression::PathTree targets;
    for (std::size_t i = 0; i < actions.size(); ++i) {
      MAGNETO_ASSIGN_OR_RETURN(actions[i].target, bind_path(arena_, *syntax[i].target));
      if (syntax[i].value == nullptr) {
        actions[i].section = Section::kRemove;
      } else {
        MAGNETO_RETURN_IF_ERROR(assignment(*syntax[i].value, actions[i]));
      }
    }
    for (std::size_t i = 0; i < actions.size(); ++i) {
      MAGNETO_RETURN_IF_ERROR(
          targets.add(arena_, actions[i].target, static_cast<std::uint32_t>(i)));
    }
    return arena_.make<expression::Update>(expression::Update{actions, targets});
  }

 private:
  Result<void> assignment(const Node& value, UpdateAction& action) {
    if (value.is(Kind::kCall)) {
      const std::string name = function_name(value);
      if (name == "set_add") return set_operation(value, "ADD", Section::kAdd, action);
      if (name == "set_delete") return set_operation(value, "DELETE", Section::kDelete, action);
    }
    action.section = Section::kSet;
    MAGNETO_ASSIGN_OR_RETURN(action.left, operand(value));
    return {};
  }

  // SET a = set_add(a, <<1>>)
  Result<void> set_operation(const Node& call, std::string_view name, Section section,
                             UpdateAction& action) {
    if (call.children.size() != 2)
      return messages::at(messages::set_arguments(name), call.position);
    const Node& first = *call.children[0];
    if (!is_path(first)) return at_argument(messages::set_first_argument(name), first);
    MAGNETO_ASSIGN_OR_RETURN(const expression::Path path, bind_path(arena_, first));
    if (!expression::same_path(path, action.target)) {
      return at_argument(messages::set_first_argument(name), first);
    }
    const Node& second = *call.children[1];
    const bool literal = second.is(Kind::kBag) || second.is(Kind::kParameter);
    if (!literal) return at_argument(messages::set_second_argument(name), first);
    action.section = section;
    MAGNETO_ASSIGN_OR_RETURN(action.value, bind_value(arena_, second, parameters_));
    if (value::is_set(action.value.type())) return {};
    return at_argument(messages::set_second_argument(name), first);
  }

  // The place of a longer path is not told.
  static Error at_argument(std::string text, const Node& first) {
    if (first.is(Kind::kPath)) return validation_error(std::move(text));
    return messages::at(std::move(text), first.position);
  }

  Result<const UpdateOperand*> operand(const Node& node) {
    UpdateOperand bound;
    if (is_path(node)) {
      MAGNETO_ASSIGN_OR_RETURN(bound.path, bind_path(arena_, node));
    } else if (node.is(Kind::kCall)) {
      MAGNETO_RETURN_IF_ERROR(call(node, bound));
    } else if (node.is(Kind::kOperator)) {
      MAGNETO_RETURN_IF_ERROR(arithmetic(node, bound));
    } else if (node.is(Kind::kIs)) {
      return validation_error(std::string(messages::kIsInUpdate));
    } else if (node.is(Kind::kMissing)) {
      return validation_error(std::string(messages::kMissingCompared));
    } else if (node.is(Kind::kSelect) || node.is(Kind::kCase)) {
      return messages::at(messages::unsupported_token(node.is(Kind::kSelect) ? "SELECT" : "CASE"),
                          node.position);
    } else {
      bound.kind = UpdateOperand::Kind::kValue;
      MAGNETO_ASSIGN_OR_RETURN(bound.value, bind_value(arena_, node, parameters_));
    }
    return arena_.make<UpdateOperand>(bound);
  }

  Result<void> arithmetic(const Node& node, UpdateOperand& bound) {
    if (node.text != "+" && node.text != "-") {
      return validation_error(messages::update_operator(node.text));
    }
    if (node.children.size() != 2) {
      return expression::messages::operand_count(node.text, node.children.size());
    }
    bound.kind = node.text == "+" ? UpdateOperand::Kind::kSum : UpdateOperand::Kind::kDifference;
    MAGNETO_ASSIGN_OR_RETURN(bound.first, operand(*node.children[0]));
    MAGNETO_ASSIGN_OR_RETURN(bound.second, operand(*node.children[1]));
    MAGNETO_RETURN_IF_ERROR(check_type(node.text, *bound.first, Type::kNumber));
    return check_type(node.text, *bound.second, Type::kNumber);
  }

  Result<void> call(const Node& node, UpdateOperand& bound) {
    const std::string name = function_name(node);
    if (!is_update_function(name)) {
      if (is_condition_function(name)) return expression::messages::not_for_updates(name);
      return messages::at(messages::unrecognized_function(node.text), node.position);
    }
    if (node.children.size() != 2) {
      return expression::messages::operand_count(name, node.children.size());
    }
    MAGNETO_ASSIGN_OR_RETURN(bound.first, operand(*node.children[0]));
    MAGNETO_ASSIGN_OR_RETURN(bound.second, operand(*node.children[1]));
    if (name == "list_append") {
      bound.kind = UpdateOperand::Kind::kListAppend;
      MAGNETO_RETURN_IF_ERROR(check_type(name, *bound.first, Type::kList));
      return check_type(name, *bound.second, Type::kList);
    }
    bound.kind = UpdateOperand::Kind::kIfNotExists;
    if (bound.first->kind != UpdateOperand::Kind::kPath) {
      return expression::messages::path_required(name);
    }
    bound.path = bound.first->path;
    const bool same = bound.second->kind == UpdateOperand::Kind::kPath &&
                      expression::same_path(bound.path, bound.second->path);
    if (!same) return {};
    return expression::messages::operands_not_distinct(name, expression::printed_path(bound.path));
  }

  static Result<void> check_type(std::string_view operation, const UpdateOperand& operand,
                                 Type wanted) {
    if (operand.kind != UpdateOperand::Kind::kValue || operand.value.type() == wanted) return {};
    return expression::messages::operand_type(operation, value::type_name(operand.value.type()));
  }

  Arena& arena_;
  Parameters parameters_;
};

}  // namespace

Result<const expression::Update*> bind_update(Arena& arena, std::span<const ActionSyntax> actions,
                                              Parameters parameters) {
  return UpdateBinder(arena, parameters).bind(actions);
}

}  // namespace magneto::internal::partiql
