// SPDX-License-Identifier: Apache-2.0
#include "operations/update.h"

#include "operations/request_key.h"
#include "operations/texts.h"
#include "value/item_size.h"

namespace magneto::operations {

Result<void> check_update(const catalog::Table& table, const expression::Update* update) {
  if (update == nullptr) return {};
  MAGNETO_RETURN_IF_ERROR(expression::check_update_leaves_keys(*update, table.schema));
  return check_scalar_keys(table, update);
}

Result<std::optional<value::ItemView>> updated_item(
    Arena& arena, const expression::Update* update, value::ItemView key,
    const std::optional<value::ItemView>& old_item) {
  const value::ItemView base = old_item.value_or(key);
  if (update == nullptr) return std::optional(base);
  MAGNETO_ASSIGN_OR_RETURN(const value::ItemView item,
                           expression::apply_update(arena, *update, base));
  if (!old_item && expression::only_removes(*update)) return std::optional<value::ItemView>();
  if (value::item_size(item) > value::kMaxItemBytes) {
    return validation_error(std::string(texts::kUpdatedItemTooLarge));
  }
  return std::optional(item);
}

}  // namespace magneto::operations
