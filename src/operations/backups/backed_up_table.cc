// SPDX-License-Identifier: Apache-2.0
#include "operations/backups/backed_up_table.h"

#include "operations/backups/backup_messages.h"
#include "operations/core/table_name.h"

namespace magneto::internal::operations {
namespace {

Result<catalog::TablePtr> find(const Context& context, std::string_view name) {
  auto table = context.services.catalog.find(name);
  if (!table.ok()) return messages::backed_up_table_not_found(name);
  return table;
}

}  // namespace

Result<catalog::TablePtr> find_backed_up_table(const Context& context,
                                               std::string_view name_or_arn) {
  MAGNETO_ASSIGN_OR_RETURN(const std::string_view name, read_table_name(name_or_arn));
  MAGNETO_ASSIGN_OR_RETURN(catalog::TablePtr table, find(context, name));
  if (is_being_created(context, *table)) return messages::backed_up_table_not_found(name);
  return table;
}

Result<catalog::TablePtr> find_table_with_backups(const Context& context,
                                                  std::string_view name_or_arn) {
  MAGNETO_ASSIGN_OR_RETURN(const std::string_view name, read_table_name(name_or_arn));
  MAGNETO_ASSIGN_OR_RETURN(catalog::TablePtr table, find(context, name));
  if (!is_being_created(context, *table)) return table;
  const std::int64_t left_ms = table->transition_ends_ms - context.services.clock.now_ms();
  if (table->restore || left_ms > context.services.transition_delay_ms / 2)
    return messages::backed_up_table_not_found(name);
  return messages::backups_being_enabled(name);
}

}  // namespace magneto::internal::operations
