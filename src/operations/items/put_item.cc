// SPDX-License-Identifier: Apache-2.0
//
// PutItem. Order of checks:
//
//   1. expression and legacy parameters together, names and values without an expression
//   2. values of Item
//   3. ReturnValues
//   4. item size
//   5. Expected; ExpressionAttributeNames and -Values, ConditionExpression, what is unused
//   6. the table is there
//   7. key attributes of Item: missing, type, empty, size; then those of indexes; then the size of
//      the item with its entries in local indexes
//   8. ConditionExpression reaches into a key
//   9. the condition
//
// 1 to 7 as dynalite's tests record of the service, 8 and the end of 7 as DynamoDB Local has it.
#include "derive/index_messages.h"
#include "operations/core/messages.h"
#include "operations/core/table_name.h"
#include "operations/items/item_operations.h"
#include "operations/items/request_key.h"
#include "operations/items/single_write.h"
#include "value/item_builder.h"
#include "value/item_size.h"

namespace magneto::internal::operations {

Result<model::PutItemOutput> put_item(Context& context, const model::PutItemInput& input) {
  const model::AttributeMap& item = *input.item;
  MAGNETO_RETURN_IF_ERROR(check_condition_parameters(context, input));
  MAGNETO_RETURN_IF_ERROR(model::check_content(item));
  MAGNETO_RETURN_IF_ERROR(check_old_or_none(input.return_values));
  if (value::item_size(item) > value::kMaxItemBytes) {
    context.request_checked = true;
    return validation_error(std::string(derive::kItemTooLarge));
  }
  MAGNETO_ASSIGN_OR_RETURN(const ItemCondition condition, bind_item_condition(context, input));

  MAGNETO_ASSIGN_OR_RETURN(const catalog::TablePtr table,
                           find_item_table(context, *input.table_name));
  MAGNETO_RETURN_IF_ERROR(check_item_keys(*table, item));
  MAGNETO_RETURN_IF_ERROR(check_scalar_keys(*table, condition.condition));

  const bool returns_old = input.return_values == model::ReturnValue::kAllOld;
  std::optional<value::ItemView> attributes;
  auto decide = [&](const std::optional<value::ItemView>& old_item,
                    store::ItemChange& change) -> Result<void> {
    MAGNETO_RETURN_IF_ERROR(check_condition(context, condition, old_item));
    attributes.reset();
    if (returns_old && old_item) attributes = value::copy_item(context.arena, *old_item);
    change = {store::ItemChange::Kind::kPut, item};
    return {};
  };
  MAGNETO_ASSIGN_OR_RETURN(WriteReport report, write_single(context, input, *table, item, decide));
  return write_output<model::PutItemOutput>(std::move(report), attributes);
}

}  // namespace magneto::internal::operations
