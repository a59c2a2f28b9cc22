// SPDX-License-Identifier: Apache-2.0
//
// Expected, QueryFilter, ScanFilter and KeyConditions.

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>
#include <string>

#include "expression/bound.h"
#include "expression/key_condition.h"
#include "expression/legacy.h"
#include "expression/messages.h"

namespace magneto::internal::expression::legacy {
namespace {

using value::Type;
using value::ValueView;

/// What is known of each ComparisonOperator.
struct OperatorInfo {
  std::string_view name;
  Comparison comparison;
  std::size_t min_arguments;
  std::size_t max_arguments;
  unsigned types;  ///< Of its arguments: a bit for each.
};

constexpr std::size_t kAny = SIZE_MAX;
constexpr unsigned bit(Type type) { return 1u << static_cast<unsigned>(type); }

constexpr unsigned kAll = ~0u;
constexpr unsigned kPrefixes = bit(Type::kString) | bit(Type::kBinary);
constexpr unsigned kOrdered = kPrefixes | bit(Type::kNumber);
constexpr unsigned kContained = kOrdered | bit(Type::kBool) | bit(Type::kNull);

constexpr OperatorInfo kOperators[] = {
    {"EQ", Comparison::kEqual, 1, 1, kAll},
    {"NE", Comparison::kNotEqual, 1, 1, kAll},
    {"IN", Comparison::kIn, 1, kAny, kOrdered},
    {"LE", Comparison::kLessOrEqual, 1, 1, kOrdered},
    {"LT", Comparison::kLess, 1, 1, kOrdered},
    {"GE", Comparison::kGreaterOrEqual, 1, 1, kOrdered},
    {"GT", Comparison::kGreater, 1, 1, kOrdered},
    {"BETWEEN", Comparison::kBetween, 2, 2, kOrdered},
    {"NOT_NULL", Comparison::kAttributeExists, 0, 0, kAll},
    {"NULL", Comparison::kAttributeNotExists, 0, 0, kAll},
    {"CONTAINS", Comparison::kContains, 1, 1, kContained},
    {"NOT_CONTAINS", Comparison::kNotContains, 1, 1, kContained},
    {"BEGINS_WITH", Comparison::kBeginsWith, 1, 1, kPrefixes},
};

const OperatorInfo& info(Operator op) { return kOperators[static_cast<std::size_t>(op)]; }

bool takes(const OperatorInfo& op, Type type) {
  return ((op.types >> static_cast<unsigned>(type)) & 1u) != 0;
}

/// Tests that are all joined by AND, or all by OR.
class ConditionBuilder {
 public:
  ConditionBuilder(Arena& arena, std::size_t count)
      : arena_(arena), tests_(arena.make_span<Test>(count)) {}

  void add(std::string_view attribute, Comparison comparison, std::span<const ValueView> values) {
    const std::span<Operand> operands = arena_.make_span<Operand>(1 + values.size());
    operands[0].path = Path(arena_.make<PathElement>(PathElement{.name = attribute}), 1);
    for (std::size_t i = 0; i < values.size(); ++i) {
      operands[1 + i] = {.kind = Operand::Kind::kValue, .path = {}, .value = values[i]};
    }
    Test& test = tests_[used_++];
    test.comparison = comparison;
    test.operands = operands;
  }

  const Condition* finish(Logic logic) {
    for (std::size_t i = 0; i + 1 < tests_.size(); ++i) {
      const auto next = static_cast<std::uint16_t>(i + 1);
      if (logic == Logic::kAnd) {
        tests_[i].when_true = next;
      } else {
        tests_[i].when_false = next;
      }
    }
    return arena_.make<Condition>(Condition{tests_});
  }

 private:
  Arena& arena_;
  std::span<Test> tests_;
  std::size_t used_ = 0;
};

Error for_attribute(std::string what, std::string_view attribute) {
  return messages::invalid_parameter(what + " for Attribute: " + std::string(attribute));
}

/// The entry as a condition: Value alone means EQ, Exists false means NULL.
AttributeCondition as_condition(const ExpectedAttribute& expected) {
  AttributeCondition condition{.attribute = expected.attribute};
  if (expected.value.has_value()) condition.values = std::span(&*expected.value, 1);
  if (expected.values.has_value()) condition.values = *expected.values;
  if (expected.op.has_value()) {
    condition.op = *expected.op;
  } else if (!expected.exists.value_or(true)) {
    condition.op = Operator::kNull;
  }
  return condition;
}

/// Only what keys have an order for.
std::optional<keys::SortOperator> sort_operator(Operator op) {
  switch (op) {
    case Operator::kEq:
      return keys::SortOperator::kEqual;
    case Operator::kLe:
      return keys::SortOperator::kLessOrEqual;
    case Operator::kLt:
      return keys::SortOperator::kLess;
    case Operator::kGe:
      return keys::SortOperator::kGreaterOrEqual;
    case Operator::kGt:
      return keys::SortOperator::kGreater;
    case Operator::kBetween:
      return keys::SortOperator::kBetween;
    case Operator::kBeginsWith:
      return keys::SortOperator::kBeginsWith;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<Operator> operator_named(std::string_view name) {
  const auto found = std::ranges::find(kOperators, name, &OperatorInfo::name);
  if (found == std::end(kOperators)) return std::nullopt;
  return static_cast<Operator>(found - std::begin(kOperators));
}

std::string_view operator_name(Operator op) { return info(op).name; }

Result<void> check_condition(const AttributeCondition& condition) {
  const OperatorInfo& op = info(condition.op);
  const std::span<const ValueView> values = condition.values;
  if (values.size() < op.min_arguments || values.size() > op.max_arguments) {
    return messages::argument_count(op.name);
  }
  for (ValueView value : values) {
    if (!takes(op, value.type())) return messages::argument_type(op.name, value.type());
    if (value.type() != values[0].type()) return messages::argument_types_differ();
  }
  if (condition.op == Operator::kBetween && values[0].scalar() > values[1].scalar()) {
    return messages::between_range();
  }
  return {};
}

Result<void> check_members(const ExpectedAttribute& expected) {
  const std::string_view attribute = expected.attribute;
  if (expected.op.has_value() && expected.exists.has_value()) {
    return for_attribute("Exists and ComparisonOperator cannot be used together", attribute);
  }
  if (expected.value.has_value() && expected.values.has_value()) {
    return for_attribute("Value and AttributeValueList cannot be used together", attribute);
  }
  if (expected.op.has_value()) {
    const bool has_arguments = expected.value.has_value() || expected.values.has_value();
    if (!has_arguments && info(*expected.op).min_arguments > 0) {
      return for_attribute("Value or AttributeValueList must be used with ComparisonOperator: " +
                               std::string(operator_name(*expected.op)),
                           attribute);
    }
    return {};
  }
  if (expected.values.has_value()) {
    return for_attribute("AttributeValueList can only be used with a ComparisonOperator",
                         attribute);
  }
  if (!expected.exists.value_or(true)) {
    if (!expected.value.has_value()) return {};
    return for_attribute("Value cannot be used when Exists is false", attribute);
  }
  if (expected.value.has_value()) return {};
  return for_attribute(expected.exists.has_value() ? "Value must be provided when Exists is true"
                                                   : "Value must be provided when Exists is null",
                       attribute);
}

Result<void> check_arguments(const ExpectedAttribute& expected) {
  return check_condition(as_condition(expected));
}

Result<const Condition*> bind_expected(Arena& arena, std::span<const ExpectedAttribute> expected,
                                       Logic logic) {
  ConditionBuilder builder(arena, expected.size());
  for (const ExpectedAttribute& each : expected) {
    MAGNETO_RETURN_IF_ERROR(check_members(each));
    const AttributeCondition condition = as_condition(each);
    MAGNETO_RETURN_IF_ERROR(check_condition(condition));
    builder.add(condition.attribute, info(condition.op).comparison, condition.values);
  }
  return builder.finish(logic);
}

Result<const Condition*> bind_filter(Arena& arena, std::span<const AttributeCondition> filter,
                                     Logic logic) {
  ConditionBuilder builder(arena, filter.size());
  for (const AttributeCondition& condition : filter) {
    MAGNETO_RETURN_IF_ERROR(check_condition(condition));
    builder.add(condition.attribute, info(condition.op).comparison, condition.values);
  }
  return builder.finish(logic);
}

Result<const KeyTerms*> bind_key_conditions(Arena& arena,
                                            std::span<const AttributeCondition> conditions,
                                            bool has_index) {
  for (const AttributeCondition& condition : conditions) {
    MAGNETO_RETURN_IF_ERROR(check_condition(condition));
  }
  if (conditions.empty() || (conditions.size() > 2 && !has_index)) {
    return messages::key_condition_count();
  }
  const std::span<KeyTerm> terms = arena.make_span<KeyTerm>(conditions.size());
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const std::optional<keys::SortOperator> op = sort_operator(conditions[i].op);
    terms[i] = {.attribute = conditions[i].attribute,
                .op = op.value_or(keys::SortOperator::kEqual),
                .indexable = op.has_value(),
                .values = conditions[i].values};
  }
  return arena.make<KeyTerms>(KeyTerms{terms});
}

}  // namespace magneto::internal::expression::legacy
