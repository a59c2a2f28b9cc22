// SPDX-License-Identifier: Apache-2.0
#include "jobs/backfill.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/stored_keys.h"
#include "jobs/recount.h"

namespace magneto::internal::jobs {
namespace {

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

// The next items of the walk.
Result<std::vector<std::string>> next_keys(const JobContext& work, store::SpaceWalk& walk) {
  std::vector<std::string> keys;
  const auto see = [&](std::string_view key, auto) -> Result<store::WalkStep> {
    keys.emplace_back(key);
    return store::WalkStep::kNext;
  };
  MAGNETO_RETURN_IF_ERROR(work.store.newest_snapshot().walk(walk, kChunk, see));
  return keys;
}

// Progress is the key of the last item done; empty at the start.
Result<std::string> begin_or_resume(const JobContext& work, const BackfillTask& task,
                                    const std::string& progress_key) {
  MAGNETO_ASSIGN_OR_RETURN(std::optional<std::string> done,
                           work.store.newest_snapshot().progress(progress_key));
  if (done) return *std::move(done);
  // Writers maintain the index meanwhile. If an entry of theirs is erased too, it comes back: every
  // item is still to be visited.
  MAGNETO_RETURN_IF_ERROR(
      work.store.erase_space(catalog::SpaceKind::kIndexEntries, task.index_space));
  MAGNETO_RETURN_IF_ERROR(work.store.write_progress(progress_key, {}));
  return std::string();
}

// Writes the entries of all items. False when the index is gone or the work was stopped.
Result<bool> fill(const JobContext& work, const BackfillTask& task,
                  const std::string& progress_key) {
  std::optional<store::SpaceWalk> walk;
  while (!walk || !walk->at_end()) {
    if (work.stopped()) return false;
    const Step step(work);
    const std::optional<Target> target = find_target(work, task);
    if (!target) return false;
    if (!walk) {
      MAGNETO_ASSIGN_OR_RETURN(const std::string done, begin_or_resume(work, task, progress_key));
      walk = store::SpaceWalk::items(target->table->space);
      if (!done.empty()) walk->go_behind(done);
    }
    MAGNETO_ASSIGN_OR_RETURN(const std::vector<std::string> items, next_keys(work, *walk));
    const store::NewIndex index{target->table.get(), target->index, target->vector_index};
    MAGNETO_RETURN_IF_ERROR(work.store.fill_index(index, items, progress_key));
  }
  return true;
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

}  // namespace

Result<void> backfill(const JobContext& work, const BackfillTask& task) {
  if (!work.catalog.wait_for_old_readers(work.stop)) return {};
  const std::string progress_key = catalog::backfill_key(task.index_space);
  MAGNETO_ASSIGN_OR_RETURN(const bool filled, fill(work, task, progress_key));
  if (!filled) return {};
  MAGNETO_ASSIGN_OR_RETURN(const bool counted, recount_index(work, task.index_space, [&] {
                             const std::optional<Target> target = find_target(work, task);
                             return target ? target->statistics() : nullptr;
                           }));
  if (!counted) return {};
  MAGNETO_RETURN_IF_ERROR(activate(work, task));
  return work.store.forget_progress(progress_key);
}

}  // namespace magneto::internal::jobs
