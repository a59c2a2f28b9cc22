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
#include "derive/vector_entry.h"
#include "jobs/recount.h"
#include "store/record.h"
#include "store/vector_record.h"

namespace magneto::internal::jobs {
namespace {

using storage::Batch;
using storage::Blocking;
using storage::Family;
using storage::Key;
using storage::Values;

// The newest version of the table, with the index in it: one of the two kinds. Held for one step
// only: we are a reader, too.
struct Target {
  catalog::TablePtr table;
  const catalog::Index* index = nullptr;
  const catalog::VectorIndex* vector_index = nullptr;

  std::shared_ptr<catalog::Statistics> statistics() const {
    return index != nullptr ? index->statistics : vector_index->statistics;
  }
};

/// Null when it is not among `indexes`, or filled.
template <class Indexes>
auto find_unfilled(const Indexes& indexes, keys::SpaceId space) {
  const auto found = std::ranges::find_if(
      indexes, [&](const auto& index) { return index->space == space && index->backfilling; });
  return found == indexes.end() ? nullptr : found->get();
}

std::optional<Target> find_target(const JobContext& work, const BackfillTask& task) {
  Result<catalog::TablePtr> table = work.catalog.find(task.table);
  if (!table.ok()) return std::nullopt;
  const Target target{*table, find_unfilled((*table)->indexes, task.index_space),
                      find_unfilled((*table)->vector_indexes, task.index_space)};
  if (target.index == nullptr && target.vector_index == nullptr) return std::nullopt;
  return target;
}

// Progress is the key of the last item done; empty at the start. Nothing: not begun.
Result<std::optional<std::string>> read_progress(const JobContext& work, const std::string& key) {
  const auto view = work.engine.newest_view();
  MAGNETO_ASSIGN_OR_RETURN(const auto stored, view->get({Family::kCatalog, key}));
  if (!stored) return std::optional<std::string>();
  return std::optional<std::string>(*stored);
}

Result<void> begin(const JobContext& work, const BackfillTask& task,
                   const std::string& progress_key) {
  Arena arena;
  const keys::KeyRange entries = keys::whole_space(arena, task.index_space);
  // Writers maintain the index meanwhile. If an entry of theirs is erased too, it comes back: every
  // item is still to be visited.
  MAGNETO_RETURN_IF_ERROR(work.engine.drop_range(Family::kIndexes, entries.begin, entries.end));
  const auto write = [&](Values, Batch& batch) -> Result<void> {
    batch.put({Family::kCatalog, progress_key}, {});
    return {};
  };
  return work.engine.modify({}, write, Blocking::kAllowed);
}

// The next items behind `done`.
Result<std::vector<std::string>> next_keys(const JobContext& work, keys::SpaceId space,
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

void put_entry(Arena& arena, const Target& target, value::ItemView item, Batch& batch) {
  if (target.index != nullptr) {
    const auto entry = derive::index_entry(arena, *target.table, *target.index, item);
    if (!entry) return;
    batch.put({Family::kIndexes, entry->key}, store::encode_record(arena, entry->item));
    return;
  }
  const auto entry = derive::vector_entry(arena, *target.table, *target.vector_index, item);
  if (!entry) return;
  batch.put({Family::kIndexes, entry->key},
            store::encode_vector_record(arena, entry->vector, entry->item));
}

// Writes the entries of the items as they are now, and how far that is.
Result<void> fill(const JobContext& work, const Target& target, std::span<const std::string> items,
                  const std::string& progress_key) {
  std::vector<Key> keys;
  for (const std::string& item : items) keys.push_back({Family::kItems, item});
  const auto write = [&](Values values, Batch& batch) -> Result<void> {
    Arena arena;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!values[i]) continue;
      MAGNETO_ASSIGN_OR_RETURN(const value::ItemView item,
                               store::decode_record(*values[i], items[i]));
      put_entry(arena, target, item, batch);
    }
    batch.put({Family::kCatalog, progress_key}, items.back());
    return {};
  };
  return work.engine.modify(keys, write, Blocking::kAllowed);
}

// Makes the index one like any other. Nothing happens when it is gone.
Result<void> activate(const JobContext& work, const BackfillTask& task) {
  const auto change = [&](catalog::Table& table) -> Result<void> {
    bool others = false;
    bool found = false;
    const auto look_at = [&](auto& index) {
      if (index.space == task.index_space) {
        index.status = catalog::Status::kActive;
        index.backfilling = false;
        found = true;
      }
      others = others || index.backfilling;
    };
    for (auto& index : table.indexes) look_at(*index);
    for (auto& index : table.vector_indexes) look_at(*index);
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

Result<void> forget_progress(const JobContext& work, const std::string& progress_key) {
  const auto write = [&](Values, Batch& batch) -> Result<void> {
    batch.erase({Family::kCatalog, progress_key});
    return {};
  };
  return work.engine.modify({}, write, Blocking::kAllowed);
}

}  // namespace

Result<void> backfill(const JobContext& work, const BackfillTask& task) {
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
                             return target ? target->statistics() : nullptr;
                           }));
  if (!counted) return {};
  MAGNETO_RETURN_IF_ERROR(activate(work, task));
  return forget_progress(work, progress_key);
}

}  // namespace magneto::internal::jobs
