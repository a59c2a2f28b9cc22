// SPDX-License-Identifier: Apache-2.0
#include "operations/transfers/export_filter.h"

#include "operations/transfers/transfer_messages.h"

namespace magneto::internal::operations {

std::optional<value::ItemView> ExportFilter::apply(Arena& arena, value::ItemView item) const {
  for (const expression::Condition* condition : {keys, filter}) {
    if (condition != nullptr && !expression::evaluate(*condition, item)) return std::nullopt;
  }
  return projection == nullptr ? item : expression::project(arena, *projection, item);
}

Result<ExportFilter> bind_export_filter(
    Context& context, const std::optional<model::FilterSpecification>& specification) {
  ExportFilter bound;
  if (!specification) return bound;
  const model::FilterSpecification& from = *specification;
  if (!from.filter_expression && !from.projection_expression && !from.key_condition_expression) {
    return messages::invalid_request(messages::kEmptyFilter);
  }
  MAGNETO_ASSIGN_OR_RETURN(RequestExpressions expressions,
                           RequestExpressions::begin(context, from.expression_attribute_names,
                                                     from.expression_attribute_values));
  MAGNETO_ASSIGN_OR_RETURN(bound.keys, expressions.condition(from.key_condition_expression,
                                                             expression::Role::kKeyCondition));
  MAGNETO_ASSIGN_OR_RETURN(
      bound.filter, expressions.condition(from.filter_expression, expression::Role::kFilter));
  MAGNETO_ASSIGN_OR_RETURN(bound.projection, expressions.projection(from.projection_expression));
  MAGNETO_RETURN_IF_ERROR(expressions.finish());
  return bound;
}

}  // namespace magneto::internal::operations
