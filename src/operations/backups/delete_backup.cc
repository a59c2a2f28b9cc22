// SPDX-License-Identifier: Apache-2.0
//
// DeleteBackup. Order of checks: the ARN, backup exists, it is not the service's own, it has been
// made, no table is being restored from it. Its data is erased in the background.
#include <memory>
#include <utility>

#include "operations/backups/backup_arn.h"
#include "operations/backups/backup_description.h"
#include "operations/backups/backup_messages.h"
#include "operations/backups/backup_operations.h"
#include "operations/core/timestamp.h"

namespace magneto::internal::operations {

Result<model::DeleteBackupOutput> delete_backup(Context& context,
                                                const model::DeleteBackupInput& input) {
  const std::string_view arn = *input.backup_arn;
  catalog::Catalog& catalog = context.services.catalog;
  MAGNETO_ASSIGN_OR_RETURN(const BackupArn name, read_backup_arn(arn));
  MAGNETO_ASSIGN_OR_RETURN(auto found, catalog::find_backup(catalog, name.id));
  if (!found) return messages::backup_not_found(arn);
  if (found->type == catalog::BackupType::kSystem)
    return messages::system_backup(arn, iso_seconds(found->expires_ms));

  const auto check = [&](const catalog::Document& document) -> Result<void> {
    MAGNETO_ASSIGN_OR_RETURN(const catalog::Backup backup, catalog::decode_backup(document));
    if (backup_status(context, backup) == model::BackupStatus::kCreating)
      return messages::backup_being_created(arn);
    if (catalog::is_being_restored(catalog, name.id, context.services.clock.now_ms()))
      return messages::backup_restored(arn);
    return {};
  };
  const catalog::Catalog::PendingDrop drop{catalog::SpaceKind::kItems, found->space};
  auto removed =
      catalog.remove_document(catalog::DocumentKind::kBackup, name.id, {&drop, 1}, check);
  if (!removed.ok()) {
    if (removed.error().code() == ErrorCode::kResourceNotFound)
      return messages::backup_not_found(arn);
    return std::move(removed).error();
  }
  const auto backup = std::make_shared<const catalog::Backup>(*std::move(found));
  context.table = catalog::TablePtr(backup, &backup->table);  // The answer looks into it.
  return model::DeleteBackupOutput{.backup_description = describe_whole_backup(
                                       context, *backup, arn, model::BackupStatus::kDeleted)};
}

}  // namespace magneto::internal::operations
