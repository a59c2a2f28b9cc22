// SPDX-License-Identifier: Apache-2.0
#include "jobs/backups.h"

#include <string>
#include <utility>
#include <vector>

#include "catalog/backup.h"
#include "jobs/copy_backup.h"
#include "jobs/restore_table.h"
#include "jobs/trim_histories.h"

namespace magneto::internal::jobs {
namespace {

Result<void> copy_backups(const JobContext& work) {
  MAGNETO_ASSIGN_OR_RETURN(const std::vector<catalog::Backup> backups,
                           catalog::list_backups(work.catalog));
  for (const catalog::Backup& backup : backups) {
    if (backup.status == catalog::BackupStatus::kCreating) {
      MAGNETO_RETURN_IF_ERROR(copy_backup(work, backup.id));
    }
  }
  return {};
}

Result<void> restore_tables(const JobContext& work) {
  std::vector<std::string> names;
  {
    const auto tables = work.catalog.snapshot();
    for (const auto& [name, table] : *tables) {
      if (table->restoring()) names.push_back(name);
    }
  }
  for (const std::string& name : names) MAGNETO_RETURN_IF_ERROR(restore_table(work, name));
  return {};
}

// System backups go by themselves.
Result<void> expire_backups(const JobContext& work) {
  const std::int64_t now_ms = work.clock.now_ms();
  MAGNETO_ASSIGN_OR_RETURN(const std::vector<catalog::Backup> backups,
                           catalog::list_backups(work.catalog));
  for (const catalog::Backup& backup : backups) {
    if (backup.expires_ms == 0 || now_ms < backup.expires_ms) continue;
    const catalog::Catalog::PendingDrop drop{catalog::SpaceKind::kItems, backup.space};
    auto removed =
        work.catalog.remove_document(catalog::DocumentKind::kBackup, backup.id, {&drop, 1},
                                     [](const catalog::Document&) -> Result<void> { return {}; });
    if (!removed.ok()) return std::move(removed).error();
  }
  return {};
}

}  // namespace

Lane backup_lane(double duty) {
  return {.thread_name = "magneto-backups",
          .jobs = {{"backup", copy_backups},
                   {"restore", restore_tables},
                   {"expire backups", expire_backups},
                   {"trim histories", trim_histories}},
          .duty = duty};
}

}  // namespace magneto::internal::jobs
