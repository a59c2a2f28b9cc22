// SPDX-License-Identifier: Apache-2.0
//
// Which parameters a request may combine.

#include <algorithm>
#include <span>
#include <string>

#include "expression/expression.h"
#include "expression/messages.h"

namespace magneto::internal::expression {
namespace {

/// The names of the parameters that satisfy `wanted`, with `separator` between.
template <class Predicate>
std::string listed(std::span<const ExpressionParameter> parameters, std::string_view separator,
                   Predicate wanted) {
  std::string text;
  for (const ExpressionParameter& parameter : parameters) {
    if (!wanted(parameter)) continue;
    if (!text.empty()) text += separator;
    text += parameter.name;
  }
  return text;
}

bool is_given(const ExpressionParameter& parameter) { return parameter.given; }

bool can_have_values(const ExpressionParameter& parameter) {
  return parameter.name != role_name(Role::kProjection);
}

}  // namespace

Result<void> check_parameters(std::span<const ExpressionParameter> expressions,
                              std::span<const ExpressionParameter> legacy, bool has_names,
                              bool has_values, bool names_missing) {
  const bool has_expressions = std::ranges::any_of(expressions, is_given);
  if (has_expressions && std::ranges::any_of(legacy, is_given)) {
    return messages::both_kinds(listed(legacy, ", ", is_given),
                                listed(expressions, ", ", is_given));
  }
  if (has_names && !has_expressions) return messages::names_without_expressions();

  const bool any_with_values = std::ranges::any_of(expressions, [](const auto& parameter) {
    return parameter.given && can_have_values(parameter);
  });
  if (has_values && !any_with_values) {
    if (!names_missing) return messages::values_without_expressions();
    const auto count = std::ranges::count_if(expressions, can_have_values);
    return messages::values_without_expressions(listed(expressions, " and ", can_have_values),
                                                count > 1);
  }
  return {};
}

}  // namespace magneto::internal::expression
