// SPDX-License-Identifier: Apache-2.0
//
// What PutItem, UpdateItem and DeleteItem have in common: one item of one table, a condition on
// what is there, and an answer with old or new attributes, capacity and metrics.
#pragma once

#include <optional>

#include "catalog/table.h"
#include "expression/expression.h"
#include "model/shapes.h"
#include "operations/core/context.h"
#include "operations/items/consumed_capacity.h"
#include "operations/items/legacy_parameters.h"
#include "operations/items/request_expressions.h"
#include "store/store.h"

namespace magneto::internal::operations {

/// A condition on the item that is there, and whether the error is to show it.
struct ItemCondition {
  const expression::Condition* condition = nullptr;  ///< Null: none.
  bool return_item = false;                          ///< ReturnValuesOnConditionCheckFailure.

  bool holds(const std::optional<value::ItemView>& old_item) const {
    return condition == nullptr ||
           expression::evaluate(*condition, old_item.value_or(value::ItemView()));
  }
};

/// Errors: kConditionalCheckFailed when the condition does not hold; kWouldBlock when to find out,
/// and to apply `update`, is long work (long_work.h). `update` is null where none follows.
Result<void> check_condition(const Context& context, const ItemCondition& condition,
                             const std::optional<value::ItemView>& old_item,
                             const expression::Update* update = nullptr);

/// ReturnValues of PutItem and DeleteItem. Errors: kValidation for what only UpdateItem can return.
Result<void> check_old_or_none(const std::optional<model::Enum<model::ReturnValue>>& return_values);

/// Whether ConditionExpression and Expected, with names and values, go together. `Input` is that of
/// PutItem or DeleteItem.
template <class Input>
Result<void> check_condition_parameters(const Context& context, const Input& input) {
  const expression::ExpressionParameter expressions[] = {
      {"ConditionExpression", input.condition_expression.has_value()}};
  const expression::ExpressionParameter legacy[] = {
      {"Expected", input.expected.has_value()},
      {"ConditionalOperator", input.conditional_operator.has_value()}};
  return expression::check_parameters(
      expressions, legacy, input.expression_attribute_names.has_value(),
      input.expression_attribute_values.has_value(), !context.wording.short_parameters);
}

/// The condition of PutItem or DeleteItem, in either form.
template <class Input>
Result<ItemCondition> bind_item_condition(Context& context, const Input& input) {
  ItemCondition bound;
  bound.return_item = input.return_values_on_condition_check_failure ==
                      model::ReturnValuesOnConditionCheckFailure::kAllOld;
  MAGNETO_ASSIGN_OR_RETURN(
      bound.condition, bind_expected(context.arena, input.expected, input.conditional_operator));
  if (!input.condition_expression) return bound;

  MAGNETO_ASSIGN_OR_RETURN(RequestExpressions expressions,
                           RequestExpressions::begin(context, input.expression_attribute_names,
                                                     input.expression_attribute_values));
  MAGNETO_ASSIGN_OR_RETURN(bound.condition, expressions.condition(input.condition_expression,
                                                                  expression::Role::kCondition));
  MAGNETO_RETURN_IF_ERROR(expressions.finish());
  return bound;
}

/// What one write asks to be told besides attributes.
struct WriteReport {
  std::optional<model::ConsumedCapacity> consumed_capacity;
  std::optional<model::ItemCollectionMetrics> item_collection_metrics;
};

/// Sees the item as it is and says what becomes of it (store::DecideItems, for one item).
using DecideItem = FunctionRef<Result<void>(const std::optional<value::ItemView>& old_item,
                                            store::ItemChange& change)>;

/// Writes the item of `key` (its key attributes, and maybe others). `Input` is that of PutItem,
/// UpdateItem or DeleteItem. Errors: decide's, the store's; kTransactionConflict.
Result<WriteReport> write_single(Context& context, std::string_view table_name,
                                 const catalog::Table& table, value::ItemView key,
                                 CapacityDetail detail, bool metrics, DecideItem decide);

template <class Input>
Result<WriteReport> write_single(Context& context, const Input& input, const catalog::Table& table,
                                 value::ItemView key, DecideItem decide) {
  return write_single(
      context, *input.table_name, table, key, capacity_detail(input.return_consumed_capacity),
      input.return_item_collection_metrics == model::ReturnItemCollectionMetrics::kSize, decide);
}

/// The answer of all three; their outputs have the same members.
template <class Output>
Output write_output(WriteReport report, const std::optional<value::ItemView>& attributes) {
  Output output;
  if (attributes) output.attributes = model::AttributeMap(*attributes);
  output.consumed_capacity = std::move(report.consumed_capacity);
  output.item_collection_metrics = std::move(report.item_collection_metrics);
  return output;
}

}  // namespace magneto::internal::operations
