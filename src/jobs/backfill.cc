// SPDX-License-Identifier: Apache-2.0
#include "jobs/backfill.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "catalog/stored_keys.h"
#include "derive/index_entry.h"
#include "jobs/recount.h"
#include "store/record.h"

namespace magneto::jobs {
namespace {

using storage::Batch;
using storage::Blocking;
using storage::Family;
using storage::Key;
using storage::Values;

// The newest version of the table, with the index in it. Held for one step only: we are a reader,
// too.
struct Target {
  catalog::TablePtr table;
  const catalog::Index* index = nullptr;
};

std::optional<Target> find_target(const Work& work, const BackfillTask& task) {
  Result<catalog::TablePtr> table = work.catalog.find(task.table);
  if (!table.ok()) return std::nullopt;
  for (const auto& index : (*table)->indexes) {
    if (index->space == task.index_space && index->backfilling) return Target{*table, index.get()};
  }
  return std::nullopt;
}

// Progress is the key of the last item done; empty at the start. Nothing: not begun.
Result<std::optional<std::string>> read_progress(const Work& work, const std::string& key) {
  const auto view = work.engine.newest_view();
  MAGNETO_ASSIGN_OR_RETURN(const auto stored, view->get({Family::kCatalog, key}));
  if (!stored) return std::optional<std::string>();
  return std::optional<std::string>(*stored);
}

Result<void> begin(const Work& work, const BackfillTask& task, const std::string& progress_key) {
  Arena arena;
  const keys::KeyRange entries = keys::whole_space(arena, task.index_space);
  const auto write = [&](Values, Batch& batch) -> Result<void> {
    batch.erase_range(Family::kIndexes, entries.begin, entries.end);
    batch.put({Family::kCatalog, progress_key}, {});
    return {};
  };
  return work.engine.modify({}, write, Blocking::kAllowed);
}

// The next items behind `done`.
Result<std::vector<std::string>> next_keys(const Work& work, keys::SpaceId space,
                                           const std::string& done) {
  Arena arena;
  const keys::KeyRange all = keys::whole_space(arena, space);
  const std::string_view begin = done.empty() ? all.begin : keys::after(arena, done);
  std::vector<std::string> keys;
  std::size_t bytes = 0;
  const auto view = work.engine.newest_view();
  const auto cursor = view->range({Family::kItems, begin, all.end});
  for (; cursor->valid() && keys.size() < kChunkKeys && bytes < kChunkBytes; cursor->next()) {
    keys.emplace_back(cursor->key());
    bytes += cursor->value().size();
  }
  if (!cursor->valid()) MAGNETO_RETURN_IF_ERROR(cursor->status());
  return keys;
}

// Writes the entries of the items as they are now, and how far that is.
Result<void> fill(const Work& work, const Target& target, std::span<const std::string> items,
                  const std::string& progress_key) {
  std::vector<Key> keys;
  for (const std::string& item : items) keys.push_back({Family::kItems, item});
  const auto write = [&](Values values, Batch& batch) -> Result<void> {
    Arena arena;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!values[i]) continue;
      MAGNETO_ASSIGN_OR_RETURN(const value::ItemView item,
                               store::decode_record(*values[i], items[i]));
      const auto entry = derive::index_entry(arena, *target.table, *target.index, item);
      if (!entry) continue;
      batch.put({Family::kIndexes, entry->key}, store::encode_record(arena, entry->item));
    }
    batch.put({Family::kCatalog, progress_key}, items.back());
    return {};
  };
  return work.engine.modify(keys, write, Blocking::kAllowed);
}

// Makes the index one like any other. Nothing happens when it is gone.
Result<void> activate(const Work& work, const BackfillTask& task) {
  const auto change = [&](catalog::Table& table) -> Result<void> {
    bool others = false;
    bool found = false;
    for (const auto& index : table.indexes) {
      if (index->space == task.index_space) {
        index->status = catalog::Status::kActive;
        index->backfilling = false;
        found = true;
      }
      others = others || index->backfilling;
    }
    if (!found) return Error(ErrorCode::kIndexNotFound, "removed meanwhile");
    if (!others && table.status == catalog::Status::kUpdating) {
      table.status = catalog::Status::kActive;
    }
    return {};
  };
  const Result<catalog::TablePtr> updated = work.catalog.update(task.table, change);
  if (updated.ok()) return {};
  const ErrorCode code = updated.error().code();
  if (code == ErrorCode::kIndexNotFound || code == ErrorCode::kResourceNotFound) return {};
  return Error(code, updated.error().message());
}

Result<void> forget_progress(const Work& work, const std::string& progress_key) {
  const auto write = [&](Values, Batch& batch) -> Result<void> {
    batch.erase({Family::kCatalog, progress_key});
    return {};
  };
  return work.engine.modify({}, write, Blocking::kAllowed);
}

}  // namespace

Result<void> backfill(const Work& work, const BackfillTask& task) {
  if (!work.catalog.wait_for_old_readers(work.stop)) return {};
  const std::string progress_key = catalog::backfill_key(task.index_space);
  MAGNETO_ASSIGN_OR_RETURN(std::optional<std::string> done, read_progress(work, progress_key));
  if (!done) {
    if (!find_target(work, task)) return {};
    MAGNETO_RETURN_IF_ERROR(begin(work, task, progress_key));
    done.emplace();
  }
  while (!work.stopped()) {
    const Step step(work);
    const std::optional<Target> target = find_target(work, task);
    if (!target) return {};
    MAGNETO_ASSIGN_OR_RETURN(const std::vector<std::string> items,
                             next_keys(work, target->table->space, *done));
    if (items.empty()) break;
    MAGNETO_RETURN_IF_ERROR(fill(work, *target, items, progress_key));
    done = items.back();
  }
  MAGNETO_ASSIGN_OR_RETURN(const bool counted, recount_index(work, task.index_space, [&] {
                             const std::optional<Target> target = find_target(work, task);
                             return target ? target->index->statistics : nullptr;
                           }));
  if (!counted) return {};
  MAGNETO_RETURN_IF_ERROR(activate(work, task));
  return forget_progress(work, progress_key);
}

}  // namespace magneto::jobs
