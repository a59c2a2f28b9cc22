// SPDX-License-Identifier: Apache-2.0

#include "expression/test_checks.h"

#include <optional>

#include "expression/messages.h"
#include "expression/operand_binder.h"
#include "expression/size_function.h"

namespace magneto::internal::expression {
namespace {

using value::Type;
using value::ValueView;

constexpr std::size_t kMaxInOperands = 100;

bool is_ordered(Type type) {
  return type == Type::kString || type == Type::kNumber || type == Type::kBinary;
}
bool has_prefixes(Type type) { return type == Type::kString || type == Type::kBinary; }

/// The type of an operand, where no item is needed to know it.
std::optional<Type> known_type(const Operand& operand) {
  switch (operand.kind) {
    case Operand::Kind::kPath:
      return std::nullopt;
    case Operand::Kind::kSizeOfPath:
    case Operand::Kind::kSizeOfValue:
      return Type::kNumber;
    case Operand::Kind::kValue:
      return operand.value.type();
  }
  return std::nullopt;
}

/// "Incorrect operand type for operator or function", of the first operand with a wrong type.
template <class Predicate>
Result<void> check_types(std::string_view operation, std::span<const Operand> operands,
                         Predicate allowed) {
  for (const Operand& operand : operands) {
    const std::optional<Type> type = known_type(operand);
    if (type.has_value() && !allowed(*type)) {
      return messages::operand_type(operation, value::type_name(*type));
    }
  }
  return {};
}

/// "The first operand must be distinct from the remaining operands": paths only.
Result<void> check_distinct(const Test& test) {
  const Operand& first = test.operands[0];
  if (first.kind != Operand::Kind::kPath) return {};
  for (const Operand& other : test.operands.subspan(1)) {
    if (other.kind == Operand::Kind::kPath && same_path(first.path, other.path)) {
      return messages::operands_not_distinct(comparison_name(test.comparison),
                                             printed_path(first.path));
    }
  }
  return {};
}

Result<void> check_between(const Test& test) {
  MAGNETO_RETURN_IF_ERROR(check_types("BETWEEN", test.operands, is_ordered));
  MAGNETO_RETURN_IF_ERROR(check_distinct(test));
  const Operand& low = test.operands[1];
  const Operand& high = test.operands[2];
  if (low.kind != Operand::Kind::kValue || high.kind != Operand::Kind::kValue) return {};
  if (low.value.type() != high.value.type()) return messages::between_types(low.value, high.value);
  if (low.value.scalar() > high.value.scalar())
    return messages::between_order(low.value, high.value);
  return {};
}

/// The second operand names a type; gives it.
Result<Type> check_attribute_type(const Test& test) {
  MAGNETO_RETURN_IF_ERROR(check_distinct(test));
  const Operand& wanted = test.operands[1];
  const std::optional<Type> type = known_type(wanted);
  if (!type.has_value()) return messages::attribute_type_of_path();
  if (*type != Type::kString)
    return messages::operand_type("attribute_type", value::type_name(*type));
  for (int i = 0; i <= static_cast<int>(Type::kBinarySet); ++i) {
    if (value::type_name(static_cast<Type>(i)) == wanted.value.scalar())
      return static_cast<Type>(i);
  }
  return messages::unknown_attribute_type(wanted.value.scalar());
}

Result<void> check_existence(Function function, const Test& test) {
  MAGNETO_RETURN_IF_ERROR(OperandBinder::check_count(function, test.operands.size(), 1));
  if (test.operands[0].kind != Operand::Kind::kPath) {
    return messages::path_required(function_name(function));
  }
  return {};
}

}  // namespace

Result<void> check_test(Test& test) {
  const std::size_t count = test.operands.size();
  switch (test.comparison) {
    case Comparison::kEqual:
    case Comparison::kNotEqual:
      return check_distinct(test);
    case Comparison::kLess:
    case Comparison::kLessOrEqual:
    case Comparison::kGreater:
    case Comparison::kGreaterOrEqual:
      MAGNETO_RETURN_IF_ERROR(
          check_types(comparison_name(test.comparison), test.operands, is_ordered));
      return check_distinct(test);
    case Comparison::kBetween:
      return check_between(test);
    case Comparison::kIn:
      MAGNETO_RETURN_IF_ERROR(check_distinct(test));
      if (count - 1 > kMaxInOperands) return messages::too_many_in_operands(count - 1);
      return {};
    case Comparison::kAttributeExists:
      return check_existence(Function::kAttributeExists, test);
    case Comparison::kAttributeNotExists:
      return check_existence(Function::kAttributeNotExists, test);
    case Comparison::kAttributeType: {
      MAGNETO_RETURN_IF_ERROR(OperandBinder::check_count(Function::kAttributeType, count, 2));
      MAGNETO_ASSIGN_OR_RETURN(test.type, check_attribute_type(test));
      return {};
    }
    case Comparison::kBeginsWith:
      MAGNETO_RETURN_IF_ERROR(OperandBinder::check_count(Function::kBeginsWith, count, 2));
      MAGNETO_RETURN_IF_ERROR(check_distinct(test));
      return check_types("begins_with", test.operands, has_prefixes);
    case Comparison::kContains:
      MAGNETO_RETURN_IF_ERROR(OperandBinder::check_count(Function::kContains, count, 2));
      return check_distinct(test);
    case Comparison::kNotContains:
      return {};  // Not in the grammar.
  }
  return {};
}

Result<Operand> size_of(Arena& arena, std::span<const Operand> operands) {
  MAGNETO_RETURN_IF_ERROR(OperandBinder::check_count(Function::kSize, operands.size(), 1));
  const Operand& sized = operands[0];
  if (sized.kind == Operand::Kind::kPath) {
    return Operand{.kind = Operand::Kind::kSizeOfPath, .path = sized.path, .value = {}};
  }
  MAGNETO_RETURN_IF_ERROR(check_types("size", operands, has_size));
  SizeNumber number;
  const ValueView constant = number.set(size_of_value(sized.value));
  const std::string_view kept = arena.copy(constant.bytes());
  return Operand{.kind = Operand::Kind::kSizeOfValue, .path = {}, .value = ValueView::at(kept)};
}

}  // namespace magneto::internal::expression
