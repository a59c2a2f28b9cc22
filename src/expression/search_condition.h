// SPDX-License-Identifier: Apache-2.0
//
// SearchConditionExpression, which filters the search of a vector index: a condition on attributes
// of the index's SearchSchema. In three steps, as the service checks it:
//
//   1. bind_condition() with Role::kSearchCondition: syntax, names, values, as of every expression;
//   2. check_search_condition(): what no search may say, whatever the index. The
//      operators and functions come first, then the form of
//      each test;
//   3. match_search_condition(), once the index is known: attributes outside of its schema, types
//      of values, and HASH: one test for equality, without which the condition cannot hold.
//
// A test is `attribute = value`; tests are connected with AND, OR and NOT. The service was recorded in
// 2026 to refuse all other operators, although the developer guide's "SearchConditionExpression
// reference for vector indexes" describes IN, BETWEEN and functions, too.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "expression/expression.h"
#include "value/encoded_item.h"
#include "value/type.h"

namespace magneto::internal::expression {

/// Errors (kValidation): an operator or function that searches do not have, attributes in
/// attributes, a test of two attributes or of none.
Result<void> check_search_condition(const Condition& condition);

/// An attribute of a SearchSchema.
struct SearchElement {
  std::string_view name;
  value::Type type = value::Type::kString;
  bool hash = false;
};

/// The value that HASH is to be equal to, if the schema has a HASH. `condition` is null without an
/// expression. Errors (kValidation): as above at 3; a HASH value that is empty or too long.
/// REQUIRES: check_search_condition().
Result<std::optional<value::ValueView>> match_search_condition(
    const Condition* condition, std::span<const SearchElement> schema, std::string_view index_name);

}  // namespace magneto::internal::expression
