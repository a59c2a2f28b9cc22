// SPDX-License-Identifier: Apache-2.0
#include "operations/items/transaction_action.h"

#include "derive/index_entry.h"
#include "derive/index_messages.h"
#include "json/messages.h"
#include "operations/core/messages.h"
#include "operations/items/request_key.h"
#include "operations/items/update.h"
#include "value/item_size.h"

namespace magneto::internal::operations {
namespace {

using Kind = TransactionAction::Kind;
using expression::ExpressionParameter;

// What an action brings: its item or key, its expressions, and what stands for placeholders in
// them. As DynamoDB Local counts it.
template <class Part>
std::uint64_t payload_bytes(const model::AttributeMap& key, const Part& part,
                            const ExpressionText& update) {
  std::uint64_t bytes = value::item_size(key);
  for (const ExpressionText* text : {&update, &part.condition_expression}) {
    if (*text) bytes += (*text)->size();
  }
  if (part.expression_attribute_names) {
    for (const auto& name : *part.expression_attribute_names) bytes += name.value.size();
  }
  if (part.expression_attribute_values) {
    for (const value::Attribute& each : *part.expression_attribute_values) {
      bytes += value::value_size(each.value);
    }
  }
  return bytes;
}

// An empty name is told shorter than elsewhere (recorded in 2026).
Result<void> check_values(const Context& context, const model::AttributeMap& values) {
  const bool empty_name = values.problem == json::messages::kEmptyName;
  if (empty_name && context.services.wording == checks::Wording::kPresent) {
    return validation_error(std::string(messages::kBareEmptyName));
  }
  return model::check_content(values);
}

// Binds what all four have. Update's own expression comes before the condition.
template <class Part>
Result<TransactionAction> bind_part(Context& context, Kind kind, const model::AttributeMap& key,
                                    const Part& part, const ExpressionText& update) {
  TransactionAction action;
  action.kind = kind;
  action.table_name = *part.table_name;
  action.key = key;
  action.condition.return_item = part.return_values_on_condition_check_failure ==
                                 model::ReturnValuesOnConditionCheckFailure::kAllOld;
  action.payload_bytes = payload_bytes(key, part, update);

  // What is nested too deep in a key is told after its condition is read (recorded of Delete).
  const bool deep_key = kind != Kind::kPut && key.problem == json::messages::kTooDeep;
  if (!deep_key) MAGNETO_RETURN_IF_ERROR(check_values(context, key));
  if (kind == Kind::kPut && value::item_size(key) > value::kMaxItemBytes) {
    return validation_error(std::string(derive::kItemTooLarge));
  }
  MAGNETO_ASSIGN_OR_RETURN(RequestExpressions expressions,
                           RequestExpressions::begin(context, part.expression_attribute_names,
                                                     part.expression_attribute_values));
  MAGNETO_ASSIGN_OR_RETURN(action.update, expressions.update(update));
  MAGNETO_ASSIGN_OR_RETURN(
      action.condition.condition,
      expressions.condition(part.condition_expression, expression::Role::kCondition));
  if (deep_key) MAGNETO_RETURN_IF_ERROR(model::check_content(key));
  MAGNETO_RETURN_IF_ERROR(expressions.finish());
  return action;
}

template <class Part>
Result<void> check_parameters(const Part& part, std::span<const ExpressionParameter> expressions) {
  return expression::check_parameters(expressions, {}, part.expression_attribute_names.has_value(),
                                      part.expression_attribute_values.has_value());
}

template <class Part>
Result<TransactionAction> bind_with_condition(Context& context, Kind kind,
                                              const model::AttributeMap& key, const Part& part) {
  const ExpressionParameter expressions[] = {
      {"ConditionExpression", part.condition_expression.has_value()}};
  MAGNETO_RETURN_IF_ERROR(check_parameters(part, expressions));
  return bind_part(context, kind, key, part, std::nullopt);
}

Result<TransactionAction> bind_update(Context& context, const model::Update& part) {
  const ExpressionParameter expressions[] = {
      {"UpdateExpression", part.update_expression.has_value()},
      {"ConditionExpression", part.condition_expression.has_value()}};
  MAGNETO_RETURN_IF_ERROR(check_parameters(part, expressions));
  return bind_part(context, Kind::kUpdate, *part.key, part, part.update_expression);
}

}  // namespace

Result<TransactionAction> bind_action(Context& context, const model::TransactWriteItem& item) {
  const int given = item.condition_check.has_value() + item.put.has_value() +
                    item.delete_.has_value() + item.update.has_value();
  if (given == 0) return validation_error(std::string(messages::kNoAction));
  if (given > 1) return validation_error(std::string(messages::kSeveralActions));
  if (item.put) return bind_with_condition(context, Kind::kPut, *item.put->item, *item.put);
  if (item.delete_) {
    return bind_with_condition(context, Kind::kDelete, *item.delete_->key, *item.delete_);
  }
  if (item.update) return bind_update(context, *item.update);
  return bind_with_condition(context, Kind::kCheck, *item.condition_check->key,
                             *item.condition_check);
}

Result<void> check_action_key(const catalog::Table& table, const TransactionAction& action) {
  if (action.kind == Kind::kPut) return check_item_keys(table, action.key);
  MAGNETO_RETURN_IF_ERROR(check_key(table.schema, action.key));
  return check_update_keys(table, action.update);
}

Result<store::ItemChange> apply_action(Arena& arena, const catalog::Table& table,
                                       const TransactionAction& action,
                                       const std::optional<value::ItemView>& old_item) {
  store::ItemChange change;
  switch (action.kind) {
    case Kind::kCheck:
      break;
    case Kind::kPut:
      change = {store::ItemChange::Kind::kPut, action.key};
      break;
    case Kind::kDelete:
      change.kind = store::ItemChange::Kind::kErase;
      break;
    case Kind::kUpdate: {
      MAGNETO_ASSIGN_OR_RETURN(const auto item,
                               updated_item(arena, table, action.update, action.key, old_item));
      if (!item) break;
      MAGNETO_RETURN_IF_ERROR(derive::check_updated_index_keys(table, old_item, *item));
      change = {store::ItemChange::Kind::kPut, *item};
      break;
    }
  }
  return change;
}

}  // namespace magneto::internal::operations
