// SPDX-License-Identifier: Apache-2.0
#include "jobs/backup_keeper.h"

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

BackupKeeper::BackupKeeper(catalog::Catalog& catalog, store::Store& store, Options options)
    : catalog_(catalog),
      store_(store),
      options_(std::move(options)),
      routine_(catalog,
               {.look_every_ms = options_.look_every_ms,
                .retry_after_ms = options_.retry_after_ms,
                .thread_name = "magneto-backups"},
               [this](std::stop_token stop) { return work_once(std::move(stop)); }) {}

// Whether all of it was done.
bool BackupKeeper::work_once(std::stop_token stop) {
  const JobContext work{catalog_, store_, *options_.clock, std::move(stop), options_.duty};
  const bool copied = report("backup", copy_backups(work));
  const bool restored = report("restore", restore_tables(work));
  const bool expired = report("expire backups", expire_backups(work));
  const bool trimmed = report("trim histories", trim_histories(work));
  return copied && restored && expired && trimmed;
}

bool BackupKeeper::report(std::string_view job, const Result<void>& result) const {
  if (!result.ok() && options_.on_error) options_.on_error(job, result.error());
  return result.ok();
}

}  // namespace magneto::internal::jobs
