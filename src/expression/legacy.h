// SPDX-License-Identifier: Apache-2.0
//
// The parameters from before expressions (Expected, ConditionalOperator, QueryFilter, ScanFilter,
// KeyConditions, AttributeUpdates) as the same bound trees: evaluated and applied by the same code.
// AttributesToGet is projection_of() in expression.h.
//
// The structs here are neutral: the operation fills them from its request. An enum that the request
// does not have right has been refused before, by the constraints of the service model.
//
// Errors are kValidation, with the service's texts, checked in the order of the request's map.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "expression/expression.h"
#include "value/encoded_item.h"

namespace magneto::internal::expression::legacy {

enum class Operator : std::uint8_t {
  kEq,
  kNe,
  kIn,
  kLe,
  kLt,
  kGe,
  kGt,
  kBetween,
  kNotNull,
  kNull,
  kContains,
  kNotContains,
  kBeginsWith,
};

/// "EQ" to kEq and so on; nothing for any other text.
std::optional<Operator> operator_named(std::string_view name);
std::string_view operator_name(Operator op);

/// ConditionalOperator; AND when it is not given.
enum class Logic : std::uint8_t { kAnd, kOr };

/// One entry of QueryFilter, ScanFilter or KeyConditions (the model's Condition).
struct AttributeCondition {
  std::string_view attribute;
  Operator op = Operator::kEq;
  std::span<const value::ValueView> values = {};  ///< AttributeValueList.
};

/// One entry of Expected (the model's ExpectedAttributeValue).
struct ExpectedAttribute {
  std::string_view attribute;
  std::optional<value::ValueView> value;
  std::optional<bool> exists;
  std::optional<Operator> op;                               ///< ComparisonOperator.
  std::optional<std::span<const value::ValueView>> values;  ///< AttributeValueList.
};

enum class Action : std::uint8_t { kPut, kAdd, kDelete };
std::optional<Action> action_named(std::string_view name);

/// One entry of AttributeUpdates (the model's AttributeValueUpdate).
struct AttributeUpdate {
  std::string_view attribute;
  std::optional<value::ValueView> value;
  Action action = Action::kPut;
};

/// Number and types of the arguments of one condition: "One or more parameter values were invalid:
/// Invalid number of argument(s) for the EQ ComparisonOperator", "...: ComparisonOperator LT is not
/// valid for SS AttributeValue type". The other functions here check it themselves.
Result<void> check_condition(const AttributeCondition& condition);

/// The members of an Expected entry that exclude or need each other; then its arguments. For an
/// operation that looks at the values in between; bind_expected() checks both itself.
Result<void> check_members(const ExpectedAttribute& expected);
Result<void> check_arguments(const ExpectedAttribute& expected);

/// Expected with its ConditionalOperator. An empty span is a condition that is always true.
Result<const Condition*> bind_expected(Arena& arena, std::span<const ExpectedAttribute> expected,
                                       Logic logic);

/// QueryFilter or ScanFilter with its ConditionalOperator.
Result<const Condition*> bind_filter(Arena& arena, std::span<const AttributeCondition> filter,
                                     Logic logic);

/// KeyConditions: what needs no schema ("Conditions can be of length 1 or 2 only", arguments). Then
/// match_key_condition() (expression.h), once the table is known.
Result<const KeyTerms*> bind_key_conditions(Arena& arena,
                                            std::span<const AttributeCondition> conditions,
                                            bool has_index);

/// AttributeUpdates. Differs from an UpdateExpression in corners: ADD makes and extends lists, a
/// wrong type in the item is "Type mismatch for attribute to update".
Result<const Update*> bind_attribute_updates(Arena& arena,
                                             std::span<const AttributeUpdate> updates);

}  // namespace magneto::internal::expression::legacy
