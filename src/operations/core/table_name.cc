// SPDX-License-Identifier: Apache-2.0
#include "operations/core/table_name.h"

#include "catalog/arn.h"
#include "operations/core/table_messages.h"

namespace magneto::internal::operations {

Result<std::string_view> read_table_name(std::string_view name_or_arn) {
  if (catalog::is_arn(name_or_arn)) return catalog::table_name_of_arn(name_or_arn);
  return name_or_arn;
}

bool is_being_created(const Context& context, const catalog::Table& table) {
  if (table.status == catalog::Status::kCreating) return true;
  return context.services.transition_delay_ms != 0 &&
         table.transition_status == catalog::Status::kCreating &&
         context.services.clock.now_ms() < table.transition_ends_ms;
}

bool is_being_restored(const Context& context, const catalog::Table& table) {
  return table.restore.has_value() && is_being_created(context, table);
}

Result<catalog::TablePtr> find_item_table(Context& context, std::string_view name_or_arn) {
  context.request_checked = true;
  auto table = context.services.catalog.find(name_or_arn);
  if (table.ok() && is_being_created(context, **table)) return messages::resource_not_found();
  return table;
}

Result<catalog::TablePtr> find_described_table(Context& context, std::string_view name_or_arn) {
  MAGNETO_ASSIGN_OR_RETURN(catalog::TablePtr table, find_any_table(context, name_or_arn));
  if (is_being_restored(context, *table)) return messages::table_not_found(table->name);
  return table;
}

Result<catalog::TablePtr> find_created_table(Context& context, std::string_view name_or_arn) {
  MAGNETO_ASSIGN_OR_RETURN(catalog::TablePtr table, find_any_table(context, name_or_arn));
  if (is_being_created(context, *table)) return messages::table_not_found(table->name);
  return table;
}

Result<catalog::TablePtr> find_any_table(Context& context, std::string_view name_or_arn) {
  MAGNETO_ASSIGN_OR_RETURN(const std::string_view name, read_table_name(name_or_arn));
  auto table = context.services.catalog.find(name);
  if (!table.ok() && table.error().code() == ErrorCode::kResourceNotFound) {
    return messages::table_not_found(name);
  }
  return table;
}

}  // namespace magneto::internal::operations
