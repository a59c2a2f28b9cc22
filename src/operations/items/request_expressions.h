// SPDX-License-Identifier: Apache-2.0
//
// RequestExpressions: the expressions of one request (or of one part of a batch), with the names
// and values they share. Bind them in the service's order, whatever order the request has them in:
// update, condition, key condition, filter, projection; then finish().
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "expression/expression.h"
#include "model/shapes.h"
#include "operations/core/context.h"

namespace magneto::internal::operations {

using ExpressionNames = std::optional<std::span<const model::MapEntry<std::string_view>>>;
using ExpressionText = std::optional<std::string_view>;

class RequestExpressions {
 public:
  /// Checks names and values themselves. Errors: kValidation, as of all functions here.
  static Result<RequestExpressions> begin(Context& context, const ExpressionNames& names,
                                          const std::optional<model::AttributeMap>& values);

  /// Each gives null for an absent text.
  Result<const expression::Update*> update(const ExpressionText& text);
  Result<const expression::Condition*> condition(const ExpressionText& text, expression::Role role);
  Result<const expression::Projection*> projection(const ExpressionText& text);

  /// Names and values must have been used.
  Result<void> finish() const { return placeholders_.check_all_used(); }

 private:
  RequestExpressions(Context& context, std::span<const expression::NameBinding> names,
                     value::ItemView values)
      : context_(context), placeholders_(context.arena, names, values) {}

  Context& context_;
  expression::Placeholders placeholders_;
};

/// AttributesToGet or a bound ProjectionExpression, as one. Null for neither.
const expression::Projection* projection_of_request(
    Arena& arena, const std::optional<std::span<const std::string_view>>& attributes_to_get,
    const expression::Projection* projection);

/// Errors: kValidation for an attribute that is named twice, or not at all.
Result<void> check_attributes_to_get(
    const std::optional<std::span<const std::string_view>>& attributes);

}  // namespace magneto::internal::operations
