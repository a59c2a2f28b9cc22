// SPDX-License-Identifier: Apache-2.0
//
// RestoreTableFromBackup. Order of checks: the ARN, its region, backup exists, overrides
// (restored_table.h), the target's name is free, the backup has been made, no other table is being
// restored from it, quota.
#include <string>
#include <utility>

#include "operations/backups/backup_arn.h"
#include "operations/backups/backup_description.h"
#include "operations/backups/backup_messages.h"
#include "operations/backups/backup_operations.h"
#include "operations/backups/restore_start.h"
#include "operations/backups/restored_table.h"
#include "operations/tables/table_description.h"

namespace magneto::internal::operations {
namespace {

/// REQUIRES: the backup cannot go away meanwhile.
Result<catalog::TablePtr> start(const Context& context, const catalog::Backup& backup,
                                const model::RestoreTableFromBackupInput& input) {
  const catalog::Catalog& catalog = context.services.catalog;
  const std::int64_t now_ms = context.services.clock.now_ms();
  MAGNETO_ASSIGN_OR_RETURN(catalog::Table table,
                           make_restored_table(backup.table, *input.target_table_name,
                                               overrides_of(input), catalog.options(), now_ms));
  MAGNETO_RETURN_IF_ERROR(check_target(context, table.name));
  if (backup_status(context, backup) == model::BackupStatus::kCreating)
    return messages::backup_being_created(*input.backup_arn);
  if (catalog::is_being_restored(catalog, backup.id, now_ms))
    return messages::backup_restored_elsewhere(*input.backup_arn);
  return start_restore(context, std::move(table),
                       {.backup = backup.id,
                        .source_table = backup.table.name,
                        .items = backup.space,
                        .moment_ms = backup.created_ms});
}

}  // namespace

Result<model::RestoreTableFromBackupOutput> restore_table_from_backup(
    Context& context, const model::RestoreTableFromBackupInput& input) {
  const std::string_view arn = *input.backup_arn;
  MAGNETO_ASSIGN_OR_RETURN(const BackupArn name, read_backup_arn(arn));
  MAGNETO_RETURN_IF_ERROR(check_region(context, name.region, input.sse_specification_override));
  bool found = false;
  const auto use = [&](std::string& text) -> Result<void> {
    found = true;
    MAGNETO_ASSIGN_OR_RETURN(const catalog::Backup backup,
                             catalog::decode_backup({std::string(name.id), text}));
    MAGNETO_ASSIGN_OR_RETURN(context.table, start(context, backup, input));
    return {};
  };
  // While the document is in our hands, nobody removes it.
  auto used =
      context.services.catalog.documents().update(catalog::DocumentKind::kBackup, name.id, use);
  if (!found && !used.ok() && used.error().code() == ErrorCode::kResourceNotFound)
    return messages::backup_not_found(arn);
  if (!used.ok()) return std::move(used).error();
  return model::RestoreTableFromBackupOutput{
      .table_description = describe_created(context.arena, *context.table, {})};
}

}  // namespace magneto::internal::operations
