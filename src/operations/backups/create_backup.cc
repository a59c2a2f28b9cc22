// SPDX-License-Identifier: Apache-2.0
//
// CreateBackup. Order of checks: table name, table exists and has been created, backups are enabled
// for it. Names need not be unique.
//
// The backup is of the moment of the request: a snapshot of it is pinned for the copy. The table is held
// until the backup's document is there: from then on its items are not dropped (jobs/drop_data.h).
#include <memory>
#include <string>

#include "base/random.h"
#include "catalog/backup.h"
#include "operations/backups/backed_up_table.h"
#include "operations/backups/backup_arn.h"
#include "operations/backups/backup_description.h"
#include "operations/backups/backup_operations.h"

namespace magneto::internal::operations {
namespace {

constexpr std::size_t kSuffixDigits = 8;

Result<catalog::Backup> make_backup(Context& context, const catalog::Table& table,
                                    std::string_view name) {
  catalog::Backup backup;
  backup.created_ms = context.services.clock.now_ms();
  backup.id = catalog::make_backup_id(
      table.name, backup.created_ms, random_uuid(context.services.random).substr(0, kSuffixDigits));
  backup.name = name;
  MAGNETO_ASSIGN_OR_RETURN(backup.space, context.services.catalog.take_space());
  backup.items = table.statistics->items.load();
  backup.bytes = table.statistics->bytes.load();
  backup.table = table;
  return backup;
}

}  // namespace

Result<model::CreateBackupOutput> create_backup(Context& context,
                                                const model::CreateBackupInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(context.table, find_table_with_backups(context, *input.table_name));
  Services& services = context.services;
  MAGNETO_ASSIGN_OR_RETURN(const catalog::Backup backup,
                           make_backup(context, *context.table, *input.backup_name));
  store::PinnedSnapshots& pinned = services.store.pinned_snapshots();
  pinned.pin(catalog::DocumentKind::kBackup, backup.id,
             {services.store.snapshot(Blocking::kAllowed)});
  auto put = services.catalog.documents().put(catalog::DocumentKind::kBackup, backup.id,
                                              catalog::encode_backup(backup));
  if (!put.ok()) {
    pinned.take(catalog::DocumentKind::kBackup, backup.id);
    return std::move(put).error();
  }
  const std::string arn = backup_arn(services.catalog.options(), backup.id);
  return model::CreateBackupOutput{.backup_details = describe_backup_details(
                                       context, backup, arn, model::BackupStatus::kCreating)};
}

}  // namespace magneto::internal::operations
