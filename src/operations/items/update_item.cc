// SPDX-License-Identifier: Apache-2.0
//
// UpdateItem. Order of checks:
//
//   1. expression and legacy parameters together, names and values without an expression
//   2. values of Key
//   3. AttributeUpdates; Expected
//   4. ExpressionAttributeNames and -Values, UpdateExpression, ConditionExpression, what is unused
//   5. the table is there
//   6. Key: attributes and types, empty, size
//   7. the update changes a key attribute, or gives an index key a value of the wrong type
//   8. UpdateExpression, then ConditionExpression reach into a key
//   9. the condition
//  10. the update on the item: paths, operand types, numbers; its size; keys of indexes
//
// As dynalite's tests record of the service.
//
// An update that only takes away (REMOVE, DELETE) does not make an item that is not there
// (Alternator's tests record that of the service, and that one without any action does).
#include "operations/core/table_name.h"
#include "operations/items/item_operations.h"
#include "operations/items/request_key.h"
#include "operations/items/single_write.h"
#include "operations/items/update.h"

namespace magneto::internal::operations {
namespace {

struct BoundUpdate {
  const expression::Update* update = nullptr;  // Null: nothing to do but to be there.
  ItemCondition condition;
};

Result<void> check_update_parameters(const Context& context, const model::UpdateItemInput& input) {
  const expression::ExpressionParameter expressions[] = {
      {"UpdateExpression", input.update_expression.has_value()},
      {"ConditionExpression", input.condition_expression.has_value()}};
  const expression::ExpressionParameter legacy[] = {
      {"AttributeUpdates", input.attribute_updates.has_value()},
      {"Expected", input.expected.has_value()},
      {"ConditionalOperator", input.conditional_operator.has_value()}};
  return expression::check_parameters(
      expressions, legacy, input.expression_attribute_names.has_value(),
      input.expression_attribute_values.has_value(), !context.wording.short_parameters);
}

Result<BoundUpdate> bind_update(Context& context, const model::UpdateItemInput& input) {
  BoundUpdate bound;
  bound.condition.return_item = input.return_values_on_condition_check_failure ==
                                model::ReturnValuesOnConditionCheckFailure::kAllOld;
  MAGNETO_ASSIGN_OR_RETURN(bound.update,
                           bind_attribute_updates(context.arena, input.attribute_updates));
  MAGNETO_ASSIGN_OR_RETURN(bound.condition.condition, bind_expected(context.arena, input.expected,
                                                                    input.conditional_operator));
  if (!input.update_expression && !input.condition_expression) return bound;

  MAGNETO_ASSIGN_OR_RETURN(RequestExpressions expressions,
                           RequestExpressions::begin(context, input.expression_attribute_names,
                                                     input.expression_attribute_values));
  MAGNETO_ASSIGN_OR_RETURN(bound.update, expressions.update(input.update_expression));
  MAGNETO_ASSIGN_OR_RETURN(
      bound.condition.condition,
      expressions.condition(input.condition_expression, expression::Role::kCondition));
  MAGNETO_RETURN_IF_ERROR(expressions.finish());
  return bound;
}

}  // namespace

Result<model::UpdateItemOutput> update_item(Context& context, const model::UpdateItemInput& input) {
  const value::ItemView key = *input.key;
  MAGNETO_RETURN_IF_ERROR(check_update_parameters(context, input));
  MAGNETO_RETURN_IF_ERROR(model::check_content(*input.key));
  MAGNETO_ASSIGN_OR_RETURN(const BoundUpdate bound, bind_update(context, input));

  MAGNETO_ASSIGN_OR_RETURN(const catalog::TablePtr table,
                           find_item_table(context, *input.table_name));
  MAGNETO_RETURN_IF_ERROR(check_key(table->schema, key));
  MAGNETO_RETURN_IF_ERROR(check_update_keys(*table, bound.update));
  MAGNETO_RETURN_IF_ERROR(check_scalar_keys(*table, bound.update));
  MAGNETO_RETURN_IF_ERROR(check_scalar_keys(*table, bound.condition.condition));

  const auto return_values = input.return_values.value_or(model::ReturnValue::kNone);
  std::optional<value::ItemView> attributes;
  auto decide = [&](const std::optional<value::ItemView>& old_item,
                    store::ItemChange& change) -> Result<void> {
    MAGNETO_RETURN_IF_ERROR(check_condition(context, bound.condition, old_item, bound.update));
    MAGNETO_ASSIGN_OR_RETURN(const std::optional<value::ItemView> new_item,
                             updated_item(context.arena, *table, bound.update, key, old_item));
    if (new_item) {
      MAGNETO_RETURN_IF_ERROR(check_room_for_statement(bound.update, key, *new_item));
      change = {store::ItemChange::Kind::kPut, *new_item};
    }
    attributes =
        returned_attributes(context.arena, return_values, bound.update, old_item, new_item);
    return {};
  };
  MAGNETO_ASSIGN_OR_RETURN(WriteReport report, write_single(context, input, *table, key, decide));
  return write_output<model::UpdateItemOutput>(std::move(report), attributes);
}

}  // namespace magneto::internal::operations
