// SPDX-License-Identifier: Apache-2.0
#include "jobs/copy_backup.h"

#include <utility>

#include "catalog/backup.h"

namespace magneto::internal::jobs {
namespace {

// False when the work was stopped before the end.
Result<bool> copy_items(const JobContext& work, store::Snapshot& from, const catalog::Backup& to) {
  store::SpaceWalk walk = store::SpaceWalk::items(to.table.space);
  while (!walk.at_end()) {
    if (work.stopped()) return false;
    const Step step(work);
    MAGNETO_RETURN_IF_ERROR(work.store.copy_items(from, walk, kCopiedChunk, to.space));
  }
  return true;
}

// The items as they were when the backup was asked for, or, after a restart, as they are.
Result<store::Snapshot> find_source(const JobContext& work, const catalog::Backup& backup) {
  auto pinned = work.store.pinned_snapshots().take(catalog::DocumentKind::kBackup, backup.id);
  if (pinned) return std::move(pinned->snapshot);
  // What an interrupted copy left.
  MAGNETO_RETURN_IF_ERROR(work.store.erase_space(catalog::SpaceKind::kItems, backup.space));
  return work.store.newest_snapshot();
}

Result<void> make_available(const JobContext& work, const std::string& id) {
  const auto change = [&](std::string& text) -> Result<void> {
    MAGNETO_ASSIGN_OR_RETURN(catalog::Backup backup, catalog::decode_backup({id, text}));
    backup.status = catalog::BackupStatus::kAvailable;
    text = catalog::encode_backup(backup);
    return {};
  };
  auto updated = work.catalog.documents().update(catalog::DocumentKind::kBackup, id, change);
  if (updated.ok() || updated.error().code() == ErrorCode::kResourceNotFound) return {};
  return std::move(updated).error();
}

}  // namespace

Result<void> copy_backup(const JobContext& work, const std::string& id) {
  MAGNETO_ASSIGN_OR_RETURN(const auto backup, catalog::find_backup(work.catalog, id));
  if (!backup || backup->status != catalog::BackupStatus::kCreating) return {};
  MAGNETO_ASSIGN_OR_RETURN(store::Snapshot source, find_source(work, *backup));
  MAGNETO_ASSIGN_OR_RETURN(const bool copied, copy_items(work, source, *backup));
  if (!copied) return {};
  return make_available(work, id);
}

}  // namespace magneto::internal::jobs
