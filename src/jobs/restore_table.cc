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

using storage::Blocking;
using storage::Family;
using store::ItemChange;
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
  Arena arena;
  const keys::KeyRange all = keys::whole_space(arena, space);
  const auto view = work.engine.newest_view();
  const auto cursor = view->range({Family::kItems, all.begin, all.end, /*backward=*/true});
  if (cursor->valid()) return std::string(cursor->key());
  MAGNETO_RETURN_IF_ERROR(cursor->status());
  return std::string();
}

// Copies the next items behind `done`, a key of the source, and moves it on. False at the end.
Result<bool> copy_chunk(const JobContext& work, store::Store& store, const catalog::Table& table,
                        std::string& done) {
  const Step step(work);
  Arena arena;
  const keys::KeyRange all = keys::whole_space(arena, table.restore->items);
  const std::string_view begin = done.empty() ? all.begin : keys::after(arena, done);
  std::vector<Wanted> wanted;
  std::size_t bytes = 0;
  const auto view = work.engine.newest_view();
  const auto cursor = view->range({Family::kItems, begin, all.end});
  for (; cursor->valid() && wanted.size() < kChunkKeys && bytes < kChunkBytes; cursor->next()) {
    bytes += cursor->value().size();
    MAGNETO_ASSIGN_OR_RETURN(const ItemView item,
                             store::decode_record(arena.copy(cursor->value()), cursor->key()));
    wanted.push_back({arena.copy(keys::in_space(cursor->key(), table.space)), item});
  }
  if (!cursor->valid()) MAGNETO_RETURN_IF_ERROR(cursor->status());
  if (wanted.empty()) return false;
  done = keys::in_space(wanted.back().key, table.restore->items);
  MAGNETO_RETURN_IF_ERROR(write_items(store, arena, table, wanted));
  return true;
}

// False when the work was stopped before the end.
Result<bool> copy_items(const JobContext& work, store::Store& store, const catalog::Table& table) {
  MAGNETO_ASSIGN_OR_RETURN(const std::string last, last_key(work, table.space));
  std::string done = last.empty() ? last : keys::in_space(last, table.restore->items);
  bool more = true;
  while (more) {
    if (work.stopped()) return false;
    MAGNETO_ASSIGN_OR_RETURN(more, copy_chunk(work, store, table, done));
  }
  return true;
}

// Undoes the records at the cursor and before. One modification may name an item only once: the
// second change of the same one begins the next.
Result<void> undo_chunk(const JobContext& work, store::Store& store, const catalog::Table& table,
                        storage::Cursor& cursor) {
  const Step step(work);
  Arena arena;
  std::vector<Wanted> wanted;
  std::set<std::string_view> known;
  std::size_t bytes = 0;
  for (; cursor.valid() && wanted.size() < kChunkKeys && bytes < kChunkBytes; cursor.next()) {
    bytes += cursor.value().size();
    MAGNETO_ASSIGN_OR_RETURN(const derive::Change change,
                             store::decode_change(arena.copy(cursor.value())));
    const ItemView key_item = derive::change_keys(arena, table, change);
    const std::string_view key = keys::item_key(arena, table.space, table.schema, key_item);
    if (!known.insert(key).second) break;
    wanted.push_back({key, change.old_image});
  }
  return write_items(store, arena, table, wanted);
}

// All records since the moment: a view that is made after the copy has those of everything that
// was copied. False when the work was stopped before the end.
Result<bool> undo(const JobContext& work, store::Store& store, const catalog::Table& table) {
  if (table.restore->until == 0) return true;
  const store::ChangeKey begin(table.restore->history, table.restore->until);
  const store::ChangeKey end(table.restore->history + 1, 0);
  const auto view = work.engine.newest_view();
  const auto cursor =
      view->range({Family::kChanges, begin.bytes(), end.bytes(), /*backward=*/true});
  while (cursor->valid()) {
    if (work.stopped()) return false;
    MAGNETO_RETURN_IF_ERROR(undo_chunk(work, store, table, *cursor));
  }
  MAGNETO_RETURN_IF_ERROR(cursor->status());
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

Result<void> restore_table(const JobContext& work, store::Store& store, const std::string& name) {
  // Nobody writes to a table that is gone any more, and all that write to one record it.
  if (!work.catalog.wait_for_old_readers(work.stop)) return {};
  const std::optional<catalog::Table> table = find_restoring(work, name);
  if (!table) return {};
  MAGNETO_ASSIGN_OR_RETURN(const bool copied, copy_items(work, store, *table));
  if (!copied) return {};
  MAGNETO_ASSIGN_OR_RETURN(const bool undone, undo(work, store, *table));
  if (!undone) return {};
  return activate(work, name);
}

}  // namespace magneto::internal::jobs
