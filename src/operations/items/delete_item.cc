// SPDX-License-Identifier: Apache-2.0
//
// DeleteItem. Order of checks:
//
//   1. expression and legacy parameters together, names and values without an expression
//   2. values of Key
//   3. ReturnValues
//   4. Expected; ExpressionAttributeNames and -Values, ConditionExpression, what is unused
//   5. the table is there
//   6. Key: attributes and types, empty, size
//   7. ConditionExpression reaches into a key
//   8. the condition
//
// As dynalite's tests record of the service; 3 and 7 as PutItem has them.
#include "operations/core/table_name.h"
#include "operations/items/item_operations.h"
#include "operations/items/request_key.h"
#include "operations/items/single_write.h"
#include "value/item_builder.h"

namespace magneto::internal::operations {

Result<model::DeleteItemOutput> delete_item(Context& context, const model::DeleteItemInput& input) {
  MAGNETO_RETURN_IF_ERROR(check_condition_parameters(context, input));
  MAGNETO_RETURN_IF_ERROR(model::check_content(*input.key));
  MAGNETO_RETURN_IF_ERROR(check_old_or_none(input.return_values));
  MAGNETO_ASSIGN_OR_RETURN(const ItemCondition condition, bind_item_condition(context, input));

  MAGNETO_ASSIGN_OR_RETURN(const catalog::TablePtr table,
                           find_item_table(context, *input.table_name));
  MAGNETO_RETURN_IF_ERROR(check_key(table->schema, *input.key));
  MAGNETO_RETURN_IF_ERROR(check_scalar_keys(*table, condition.condition));

  const bool returns_old = input.return_values == model::ReturnValue::kAllOld;
  std::optional<value::ItemView> attributes;
  auto decide = [&](const std::optional<value::ItemView>& old_item,
                    store::ItemChange& change) -> Result<void> {
    MAGNETO_RETURN_IF_ERROR(check_condition(context, condition, old_item));
    attributes.reset();
    if (returns_old && old_item) attributes = value::copy_item(context.arena, *old_item);
    change.kind = store::ItemChange::Kind::kErase;
    return {};
  };
  MAGNETO_ASSIGN_OR_RETURN(WriteReport report,
                           write_single(context, input, *table, *input.key, decide));
  return write_output<model::DeleteItemOutput>(std::move(report), attributes);
}

}  // namespace magneto::internal::operations
