// SPDX-License-Identifier: Apache-2.0
//
// DeleteTable. Order of checks: table name, table exists, no change under way (of its indexes only
// with a transition delay: else a table can be deleted at once), deletion protection.
//
// A table with point-in-time recovery leaves a backup of the service's own, which goes by itself
// after 35 days; it has the table's items (observed; there it can be seen some seconds later).
#include <algorithm>
#include <optional>
#include <string_view>

#include "catalog/backup.h"
#include "operations/core/table_messages.h"
#include "operations/core/table_name.h"
#include "operations/tables/table_description.h"
#include "operations/tables/table_operations.h"

namespace magneto::internal::operations {
namespace {

bool is_being_filled(const catalog::Table& table) {
  const auto is_backfilling = [](const auto& index) { return index->backfilling; };
  return std::ranges::any_of(table.indexes, is_backfilling) ||
         std::ranges::any_of(table.vector_indexes, is_backfilling);
}

constexpr std::int64_t kSystemBackupDays = 35;
constexpr std::string_view kSystemBackupSuffix = "00000000";

std::optional<catalog::Document> system_backup(const catalog::Table& table, std::int64_t now_ms) {
  if (table.recovery() == nullptr) return std::nullopt;
  catalog::Backup backup;
  backup.id = catalog::make_backup_id(table.name, now_ms, kSystemBackupSuffix);
  backup.name = table.name + "$DeletedTableBackup";
  backup.type = catalog::BackupType::kSystem;
  backup.status = catalog::BackupStatus::kAvailable;
  backup.created_ms = now_ms;
  backup.expires_ms = now_ms + kSystemBackupDays * catalog::kDay_ms;
  backup.space = table.space;
  backup.items = table.statistics->items.load();
  backup.bytes = table.statistics->bytes.load();
  backup.table = table;
  return catalog::Document{backup.id, catalog::encode_backup(backup)};
}

}  // namespace

Result<model::DeleteTableOutput> delete_table(Context& context,
                                              const model::DeleteTableInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(const std::string_view name, read_table_name(*input.table_name));
  const std::int64_t now_ms = context.services.clock.now_ms();
  const auto check = [&](const catalog::Table& table) -> Result<void> {
    if (table.status == catalog::Status::kCreating)
      return messages::table_in_change(name, "created");
    if (now_ms < table.transition_ends_ms)
      return table.transition_status == catalog::Status::kCreating
                 ? messages::table_in_change(name, "created")
                 : messages::table_in_update(name);
    if (context.services.transition_delay_ms != 0 && is_being_filled(table))
      return messages::indexes_in_change();
    if (table.deletion_protection) return messages::deletion_protected();
    return {};
  };
  const auto backup_of = [&](const catalog::Table& table) { return system_backup(table, now_ms); };
  auto removed = context.services.catalog.remove(name, check, backup_of);
  if (!removed.ok() && removed.error().code() == ErrorCode::kResourceNotFound)
    return messages::table_not_found(name);
  MAGNETO_ASSIGN_OR_RETURN(context.table, std::move(removed));
  return model::DeleteTableOutput{.table_description =
                                      describe_deleting(context.arena, *context.table)};
}

}  // namespace magneto::internal::operations
