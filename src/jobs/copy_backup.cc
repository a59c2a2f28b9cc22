// SPDX-License-Identifier: Apache-2.0
#include "jobs/copy_backup.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "catalog/backup.h"
#include "keys/key_bytes.h"

namespace magneto::internal::jobs {
namespace {

using storage::Batch;
using storage::Blocking;
using storage::Family;
using storage::Values;

// What an interrupted copy left.
Result<void> erase_copy(const JobContext& work, keys::SpaceId space) {
  Arena arena;
  const keys::KeyRange all = keys::whole_space(arena, space);
  return work.engine.drop_range(Family::kItems, all.begin, all.end);
}

// The next items at the cursor, under the keys that they have in the copy.
Result<void> copy_chunk(const JobContext& work, storage::Cursor& cursor, keys::SpaceId space) {
  const Step step(work);
  std::vector<std::pair<std::string, std::string>> items;
  std::size_t bytes = 0;
  for (; cursor.valid() && items.size() < kCopiedKeys && bytes < kChunkBytes; cursor.next()) {
    items.emplace_back(keys::in_space(cursor.key(), space), cursor.value());
    bytes += cursor.value().size();
  }
  const auto write = [&](Values, Batch& batch) -> Result<void> {
    for (const auto& [key, value] : items) batch.put({Family::kItems, key}, value);
    return {};
  };
  return work.engine.modify({}, write, Blocking::kAllowed);
}

// False when the work was stopped before the end.
Result<bool> copy_items(const JobContext& work, storage::View& view, keys::SpaceId from,
                        keys::SpaceId to) {
  Arena arena;
  const keys::KeyRange all = keys::whole_space(arena, from);
  const auto cursor = view.range({Family::kItems, all.begin, all.end});
  while (cursor->valid()) {
    if (work.stopped()) return false;
    MAGNETO_RETURN_IF_ERROR(copy_chunk(work, *cursor, to));
  }
  MAGNETO_RETURN_IF_ERROR(cursor->status());
  return true;
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

Result<void> copy_backup(const JobContext& work, store::Store& store, const std::string& id) {
  MAGNETO_ASSIGN_OR_RETURN(const auto backup, catalog::find_backup(work.catalog, id));
  if (!backup || backup->status != catalog::BackupStatus::kCreating) return {};
  std::unique_ptr<storage::View> view = store.held_views().take(id);
  if (!view) {
    MAGNETO_RETURN_IF_ERROR(erase_copy(work, backup->space));
    view = work.engine.newest_view();
  }
  MAGNETO_ASSIGN_OR_RETURN(const bool copied,
                           copy_items(work, *view, backup->table.space, backup->space));
  if (!copied) return {};
  return make_available(work, id);
}

}  // namespace magneto::internal::jobs
