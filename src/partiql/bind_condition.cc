// SPDX-License-Identifier: Apache-2.0
//
// WHERE clauses to the conditions that `expression` evaluates: tests, each with where to go on.
#include <algorithm>
#include <string>
#include <vector>

#include "expression/messages.h"
#include "expression/test_checks.h"
#include "partiql/binding.h"
#include "partiql/function_name.h"
#include "partiql/messages.h"
#include "value/item_builder.h"

namespace magneto::internal::partiql {
namespace {

using expression::Comparison;
using expression::Operand;
using expression::Test;
using Kind = Node::Kind;
using value::Type;

constexpr std::size_t kMaxOperators = 300;

std::optional<Comparison> comparison_of(const Node& node) {
  if (!node.is(Kind::kOperator)) return std::nullopt;
  const std::string_view op = node.text;
  if (op == "=") return Comparison::kEqual;
  if (op == "<>") return Comparison::kNotEqual;
  if (op == "<") return Comparison::kLess;
  if (op == "<=") return Comparison::kLessOrEqual;
  if (op == ">") return Comparison::kGreater;
  if (op == ">=") return Comparison::kGreaterOrEqual;
  if (op == "between" || op == "not_between") return Comparison::kBetween;
  if (op == "in" || op == "not_in") return Comparison::kIn;
  return std::nullopt;
}

std::optional<Comparison> comparison_of_function(std::string_view name) {
  if (name == "attribute_exists") return Comparison::kAttributeExists;
  if (name == "attribute_not_exists") return Comparison::kAttributeNotExists;
  if (name == "attribute_type") return Comparison::kAttributeType;
  if (name == "begins_with") return Comparison::kBeginsWith;
  if (name == "contains") return Comparison::kContains;
  return std::nullopt;
}

// The type that IS asks for; MISSING is none.
std::optional<Type> type_of_is(std::string_view name) {
  if (name == "NULL") return Type::kNull;
  if (name == "BOOLEAN") return Type::kBool;
  if (name == "BLOB") return Type::kBinary;
  if (name == "STRING") return Type::kString;
  if (name == "NUMERIC") return Type::kNumber;
  if (name == "STRUCT" || name == "TUPLE") return Type::kMap;
  if (name == "LIST") return Type::kList;
  return std::nullopt;
}

bool is_foreign_type(std::string_view name) {
  return name == "INTEGER4" || name == "INTEGER8" || name == "DOUBLE PRECISION" ||
         name == "CHARACTER_VARYING";
}

bool is_path(const Node& node) { return node.is(Kind::kVariable) || node.is(Kind::kPath); }

bool is_literal(const Node& node) {
  return node.is(Kind::kString) || node.is(Kind::kNumber) || node.is(Kind::kBoolean) ||
         node.is(Kind::kNull) || node.is(Kind::kIon);
}

// Something that may be true or false.
bool is_expression(const Node& node) {
  return node.is(Kind::kOperator) || node.is(Kind::kIs) || node.is(Kind::kCall);
}

// The function that `node` compares with true, as in "attribute_exists(x) = true".
const Node* compared_with_true(const Node& node) {
  if (!node.is_operator("=")) return nullptr;
  for (const std::size_t i : {0, 1}) {
    const Node& call = *node.children[i];
    const Node& other = *node.children[1 - i];
    if (!other.is(Kind::kBoolean) || other.text != "true" || !call.is(Kind::kCall)) continue;
    if (comparison_of_function(function_name(call))) return &call;
  }
  return nullptr;
}

// Where a test leads to while the places of later tests are not known: a label.
class ConditionBinder {
 public:
  ConditionBinder(Arena& arena, Parameters parameters) : arena_(arena), parameters_(parameters) {}

  Result<const expression::Condition*> bind(Node::List nodes) {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const std::uint16_t next = i + 1 < nodes.size() ? label() : expression::kHolds;
      if (!is_expression(*nodes[i])) return not_boolean(*nodes[i]);
      MAGNETO_RETURN_IF_ERROR(emit(*nodes[i], next, expression::kFails));
      if (next != expression::kHolds) place(next);
    }
    if (operators_ > kMaxOperators) return expression::messages::too_many_operators();
    const std::span<Test> tests = arena_.copy(std::span<const Test>(tests_));
    for (Test& test : tests) {
      test.when_true = resolved(test.when_true);
      test.when_false = resolved(test.when_false);
    }
    return arena_.make<expression::Condition>(expression::Condition{tests});
  }

 private:
  static Error not_boolean(const Node& node) {
    if (node.is(Kind::kSelect))
      return messages::at(messages::unsupported_token("SELECT"), node.position);
    if (node.is(Kind::kCase))
      return messages::at(messages::unsupported_token("CASE"), node.position);
    return validation_error(std::string(messages::kNotBoolean));
  }

  std::uint16_t label() {
    places_.push_back(0);
    return static_cast<std::uint16_t>(places_.size() - 1);
  }
  void place(std::uint16_t label) { places_[label] = static_cast<std::uint16_t>(tests_.size()); }
  std::uint16_t resolved(std::uint16_t target) const {
    return target == expression::kHolds || target == expression::kFails ? target : places_[target];
  }

  // Tests that go to `when_true` or to `when_false`.
  Result<void> emit(const Node& node, std::uint16_t when_true, std::uint16_t when_false) {
    // Checked on the way, for labels are as many as operators.
    if (++operators_ > kMaxOperators) return expression::messages::too_many_operators();
    if (node.is(Kind::kIs)) return is(node, when_true, when_false);
    if (node.is(Kind::kCall)) return call(node, when_true, when_false);
    if (node.text == "not") {
      const Node& operand = *node.children[0];
      if (!is_expression(operand)) return validation_error(std::string(messages::kNotOperand));
      return emit(operand, when_false, when_true);
    }
    if (node.text == "and" || node.text == "or") return connective(node, when_true, when_false);
    if (const Node* const truth = compared_with_true(node)) {
      return emit(*truth, when_true, when_false);
    }
    const std::optional<Comparison> comparison = comparison_of(node);
    if (!comparison) return validation_error(messages::condition_operator(node.text));
    if (node.text.starts_with("not_")) std::swap(when_true, when_false);
    std::span<Operand> operands;
    if (*comparison == Comparison::kIn) {
      MAGNETO_ASSIGN_OR_RETURN(operands, in_operands(node));
    } else {
      MAGNETO_ASSIGN_OR_RETURN(operands, bind_operands(node.children));
    }
    return test(*comparison, operands, when_true, when_false);
  }

  Result<void> connective(const Node& node, std::uint16_t when_true, std::uint16_t when_false) {
    for (const Node* operand : node.children) {
      if (operand->is(Kind::kSelect)) return not_boolean(*operand);
      if (!is_expression(*operand)) return validation_error(std::string(messages::kAndOperand));
    }
    const std::uint16_t second = label();
    const bool is_and = node.text == "and";
    MAGNETO_RETURN_IF_ERROR(
        emit(*node.children[0], is_and ? second : when_true, is_and ? when_false : second));
    place(second);
    return emit(*node.children[1], when_true, when_false);
  }

  Result<void> test(Comparison comparison, std::span<const Operand> operands,
                    std::uint16_t when_true, std::uint16_t when_false) {
    Test test{.comparison = comparison,
              .when_true = when_true,
              .when_false = when_false,
              .operands = operands};
    MAGNETO_RETURN_IF_ERROR(expression::check_test(test));
    tests_.push_back(test);
    return {};
  }

  Result<void> is(const Node& node, std::uint16_t when_true, std::uint16_t when_false) {
    const Node& operand = *node.children[0];
    const bool missing = node.text == "MISSING";
    const std::optional<Type> type = type_of_is(node.text);
    if (is_foreign_type(node.text)) return validation_error(std::string(messages::kIsType));
    if (!missing && !type) return messages::at(messages::is_type(node.text), node.position);
    if (!is_path(operand) && !is_literal(operand)) {
      return validation_error(std::string(messages::kIsOperand));
    }
    if (node.negated) std::swap(when_true, when_false);
    MAGNETO_ASSIGN_OR_RETURN(const std::span<Operand> operands, bind_operands(node.children));
    if (missing) return test(Comparison::kAttributeNotExists, operands, when_true, when_false);
    tests_.push_back(Test{.comparison = Comparison::kAttributeType,
                          .when_true = when_true,
                          .when_false = when_false,
                          .type = *type,
                          .operands = operands});
    return {};
  }

  Result<void> call(const Node& node, std::uint16_t when_true, std::uint16_t when_false) {
    const std::string name = function_name(node);
    const std::optional<Comparison> comparison = comparison_of_function(name);
    if (!comparison) return no_condition(node, name);
    MAGNETO_ASSIGN_OR_RETURN(const std::span<Operand> operands, bind_operands(node.children));
    return test(*comparison, operands, when_true, when_false);
  }

  static Error no_condition(const Node& node, std::string_view name) {
    if (name == "size") return validation_error(std::string(messages::kNotBoolean));
    for (const Node* argument : node.children) {
      if (argument->is(Kind::kSelect)) return not_boolean(*argument);
    }
    if (is_update_function(name)) return expression::messages::not_for_conditions(name);
    return messages::at(messages::unrecognized_function(node.text), node.position);
  }

  Result<std::span<Operand>> in_operands(const Node& node) {
    const Node& members = *node.children[1];
    const bool sequence = members.is(Kind::kList) || members.is(Kind::kBag);
    if (!sequence || members.children.empty()) {
      return validation_error(std::string(messages::kInOperand));
    }
    const std::span<Operand> operands = arena_.make_span<Operand>(members.children.size() + 1);
    MAGNETO_ASSIGN_OR_RETURN(operands[0], operand(*node.children[0]));
    for (std::size_t i = 0; i < members.children.size(); ++i) {
      MAGNETO_ASSIGN_OR_RETURN(operands[i + 1], operand(*members.children[i]));
    }
    return operands;
  }

  Result<std::span<Operand>> bind_operands(Node::List nodes) {
    const std::span<Operand> operands = arena_.make_span<Operand>(nodes.size());
    for (std::size_t i = 0; i < operands.size(); ++i) {
      MAGNETO_ASSIGN_OR_RETURN(operands[i], operand(*nodes[i]));
    }
    return operands;
  }

  Result<Operand> operand(const Node& node) {
    if (is_path(node)) {
      MAGNETO_ASSIGN_OR_RETURN(const expression::Path path, bind_path(arena_, node));
      return Operand{.kind = Operand::Kind::kPath, .path = path, .value = {}};
    }
    if (node.is(Kind::kCall)) return size(node);
    if (node.is(Kind::kMissing)) return validation_error(std::string(messages::kMissingCompared));
    if (node.is(Kind::kSelect) || node.is(Kind::kCase)) return not_boolean(node);
    if (node.is(Kind::kOperator)) return validation_error(messages::condition_operator(node.text));
    if (node.is(Kind::kIs)) return validation_error(messages::condition_operator("is"));
    MAGNETO_ASSIGN_OR_RETURN(const value::ValueView bound, bind_value(arena_, node, parameters_));
    return Operand{.kind = Operand::Kind::kValue, .path = {}, .value = bound};
  }

  // size() is the only function among operands.
  Result<Operand> size(const Node& node) {
    const std::string name = function_name(node);
    if (name != "size") {
      if (comparison_of_function(name)) return expression::messages::misused_function(name);
      return no_condition(node, name);
    }
    ++operators_;
    MAGNETO_ASSIGN_OR_RETURN(const std::span<Operand> operands, bind_operands(node.children));
    return expression::size_of(arena_, operands);
  }

  Arena& arena_;
  Parameters parameters_;
  std::vector<Test> tests_;
  std::vector<std::uint16_t> places_;
  std::size_t operators_ = 0;
};

}  // namespace

Result<const expression::Condition*> bind_condition(Arena& arena, Node::List nodes,
                                                    Parameters parameters) {
  return ConditionBinder(arena, parameters).bind(nodes);
}

}  // namespace magneto::internal::partiql
