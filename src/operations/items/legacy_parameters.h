// SPDX-License-Identifier: Apache-2.0
//
// The parameters from before expressions, from requests to bound trees: expression/legacy.h does
// the work, this fills its structs.
//
// Errors: kValidation. Entry by entry: an empty name, members that exclude each other, values,
// number and types of arguments (DynamoDB Local for that order).
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "expression/legacy.h"
#include "model/shapes.h"

namespace magneto::internal::operations {

using Conditions = std::optional<std::span<const model::MapEntry<model::Condition>>>;
using Expected = std::optional<std::span<const model::MapEntry<model::ExpectedAttributeValue>>>;
using AttributeUpdates =
    std::optional<std::span<const model::MapEntry<model::AttributeValueUpdate>>>;
using ConditionalOperator = std::optional<model::Enum<model::ConditionalOperator>>;

/// Each gives null for an absent parameter. A ConditionalOperator of less than two conditions is
/// refused; an empty map has none.
Result<const expression::Condition*> bind_expected(Arena& arena, const Expected& expected,
                                                   const ConditionalOperator& op);
Result<const expression::Condition*> bind_filter(Arena& arena, const Conditions& filter,
                                                 const ConditionalOperator& op);
Result<const expression::KeyTerms*> bind_key_conditions(Arena& arena, const Conditions& conditions,
                                                        bool has_index);
Result<const expression::Update*> bind_attribute_updates(Arena& arena,
                                                         const AttributeUpdates& updates);

}  // namespace magneto::internal::operations
