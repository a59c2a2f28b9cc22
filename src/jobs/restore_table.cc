// SPDX-License-Identifier: Apache-2.0
#include "jobs/restore_table.h"

#include <algorithm>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "keys/key_bytes.h"
#include "store/change_record.h"
#include "store/record.h"

namespace magneto::internal::jobs {
namespace {

using store::ItemChange;
using store::SpaceWalk;
using store::WalkStep;
using value::ItemView;

// What becomes of an item: the key in the restored table, and the item, or none.
struct Wanted {
  std::string_view key;
  std::optional<ItemView> item;
};

// A copy: nothing changes a table that is being restored, and who holds on to a published one keeps
// others waiting.
std::optional<catalog::Table> find_restoring(const JobContext& work, const std::string& name) {
  const Result<catalog::TablePtr> table = work.catalog.find(name);
  if (!table.ok() || !(*table)->restoring()) return std::nullopt;
  return **table;
}

// No key may be wanted twice.
Result<void> write_items(store::Store& store, Arena& arena, const catalog::Table& table,
                         std::span<const Wanted> wanted) {
  if (wanted.empty()) return {};
  std::vector<store::ItemRef> refs;
  for (const Wanted& each : wanted) refs.push_back({&table, each.key});
  const auto decide = [&](auto, std::span<ItemChange> changes) -> Result<void> {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (wanted[i].item) {
        changes[i] = {ItemChange::Kind::kPut, *wanted[i].item};
      } else {
        changes[i].kind = ItemChange::Kind::kErase;
      }
    }
    return {};
  };
  MAGNETO_RETURN_IF_ERROR(store.modify(arena, refs, decide, Blocking::kAllowed));
  return {};
}

// The last key there is in a table, empty when there is none.
Result<std::string> last_key(const JobContext& work, keys::SpaceId space) {
  SpaceWalk walk = SpaceWalk::items(space, store::WalkOrder::kBackward);
  const auto see = [](auto, auto) -> Result<WalkStep> { return WalkStep::kEndChunk; };
  MAGNETO_RETURN_IF_ERROR(work.store.newest_snapshot().walk(walk, {.records = 1}, see));
  return walk.last_key();
}

// Copies the next items of a walk over the source.
Result<void> copy_chunk(const JobContext& work, const catalog::Table& table, SpaceWalk& walk) {
  const Step step(work);
  Arena arena;
  std::vector<Wanted> wanted;
  const auto see = [&](std::string_view key, std::string_view record) -> Result<WalkStep> {
    MAGNETO_ASSIGN_OR_RETURN(const ItemView item, store::decode_record(arena.copy(record), key));
    wanted.push_back({arena.copy(keys::in_space(key, table.space)), item});
    return WalkStep::kNext;
  };
  MAGNETO_RETURN_IF_ERROR(work.store.newest_snapshot().walk(walk, kChunk, see));
  return write_items(work.store, arena, table, wanted);
}

// False when the work was stopped before the end.
Result<bool> copy_items(const JobContext& work, const catalog::Table& table) {
  MAGNETO_ASSIGN_OR_RETURN(const std::string last, last_key(work, table.space));
  SpaceWalk walk = SpaceWalk::items(table.restore->items);
  if (!last.empty()) walk.go_behind(keys::in_space(last, table.restore->items));
  while (!walk.at_end()) {
    if (work.stopped()) return false;
    MAGNETO_RETURN_IF_ERROR(copy_chunk(work, table, walk));
  }
  return true;
}

// Undoes the next records of a walk backwards. One modification may name an item only once: the
// second change of the same one begins the next.
Result<void> undo_chunk(const JobContext& work, const catalog::Table& table,
                        store::Snapshot& snapshot, SpaceWalk& walk) {
  const Step step(work);
  Arena arena;
  std::vector<Wanted> wanted;
  std::set<std::string_view> known;
  const auto see = [&](auto, std::string_view record) -> Result<WalkStep> {
    MAGNETO_ASSIGN_OR_RETURN(const derive::Change change, store::decode_change(arena.copy(record)));
    const ItemView key_item = derive::change_keys(arena, table, change);
    const std::string_view key = keys::item_key(arena, table.space, table.schema, key_item);
    if (!known.insert(key).second) return WalkStep::kLeaveRecord;
    wanted.push_back({key, change.old_image});
    return WalkStep::kNext;
  };
  MAGNETO_RETURN_IF_ERROR(snapshot.walk(walk, kChunk, see));
  return write_items(work.store, arena, table, wanted);
}

// All records since the moment: a snapshot that is made after the copy has those of everything that
// was copied. False when the work was stopped before the end.
Result<bool> undo(const JobContext& work, const catalog::Table& table) {
  if (table.restore->until == 0) return true;
  store::Snapshot snapshot = work.store.newest_snapshot();
  SpaceWalk walk = SpaceWalk::all_changes(table.restore->history, table.restore->until,
                                          store::WalkOrder::kBackward);
  while (!walk.at_end()) {
    if (work.stopped()) return false;
    MAGNETO_RETURN_IF_ERROR(undo_chunk(work, table, snapshot, walk));
  }
  return true;
}

Result<void> activate(const JobContext& work, const std::string& name) {
  const auto change = [](catalog::Table& table) -> Result<void> {
    if (table.restoring()) table.status = catalog::Status::kActive;
    return {};
  };
  auto updated = work.catalog.update(name, change);
  if (updated.ok() || updated.error().code() == ErrorCode::kResourceNotFound) return {};
  return std::move(updated).error();
}

}  // namespace

Result<void> restore_table(const JobContext& work, const std::string& name) {
  // Nobody writes to a table that is gone any more, and all that write to one record it.
  if (!work.catalog.wait_for_old_readers(work.stop)) return {};
  const std::optional<catalog::Table> table = find_restoring(work, name);
  if (!table) return {};
  MAGNETO_ASSIGN_OR_RETURN(const bool copied, copy_items(work, *table));
  if (!copied) return {};
  MAGNETO_ASSIGN_OR_RETURN(const bool undone, undo(work, *table));
  if (!undone) return {};
  return activate(work, name);
}

}  // namespace magneto::internal::jobs
