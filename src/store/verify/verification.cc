// SPDX-License-Identifier: Apache-2.0
#include "store/verify/verification.h"

#include <algorithm>
#include <vector>

#include "catalog/backup.h"
#include "derive/shards.h"
#include "store/verify/change_check.h"
#include "store/verify/check_context.h"
#include "store/verify/counter_check.h"
#include "store/verify/index_entries.h"
#include "value/item_size.h"

namespace magneto::internal::store {
namespace {

using value::ItemView;

/// The item of a record with this key, which must be the key of the item itself.
Result<ItemView> decode_at_its_place(Arena& arena, keys::SpaceId space,
                                     const keys::KeySchema& schema, std::string_view record,
                                     std::string_view key) {
  MAGNETO_ASSIGN_OR_RETURN(const ItemView item, decode_checked(record, key));
  if (keys::find_key_problem(schema, item)) {
    return Error(ErrorCode::kCorruption, "an item without its key");
  }
  if (keys::item_key(arena, space, schema, item) != key) {
    return Error(ErrorCode::kCorruption,
                 "the item " + describe_key(schema, item) + " lies at another one's place");
  }
  return item;
}

class TableCheck {
 public:
  TableCheck(CheckContext& context, const catalog::Table& table)
      : context_(context), table_(table), place_(context, "table " + table.name) {}

  Result<void> run() {
    make_index_checks();
    CollectionCheck collections(context_, place_, table_);
    MAGNETO_RETURN_IF_ERROR(walk(collections));
    may_repair_ = context_.options.repair_indexes && !damaged_;
    MAGNETO_RETURN_IF_ERROR(collections.finish(may_repair_));
    MAGNETO_RETURN_IF_ERROR(
        check_space_counters(context_, place_, table_.space, items_, bytes_, may_repair_));
    for (IndexCheck& index : indexes_) MAGNETO_RETURN_IF_ERROR(check_index(index));
    return {};
  }

 private:
  void make_index_checks() {
    for (const auto& index : table_.indexes) {
      if (!index->backfilling) indexes_.emplace_back(AnyIndex(table_, *index));
    }
    for (const auto& index : table_.vector_indexes) {
      if (!index->backfilling) indexes_.emplace_back(AnyIndex(table_, *index));
    }
  }

  Result<void> walk(CollectionCheck& collections) {
    const auto total =
        static_cast<std::uint64_t>(std::max<std::int64_t>(0, table_.statistics->items));
    const auto see = [&](std::string_view key, std::string_view record) -> Result<WalkStep> {
      place_.step(total);
      ++context_.found.items;
      arena_.reset();
      const Result<ItemView> item =
          decode_at_its_place(arena_, table_.space, table_.schema, record, key);
      if (item.ok()) {
        MAGNETO_RETURN_IF_ERROR(collections.add(key, count(*item)));
      } else {
        place_.add(item.error().message());
        damaged_ = true;
      }
      return WalkStep::kNext;
    };
    return see_all(context_, SpaceWalk::items(table_.space), see);
  }

  // Gives what the item adds to its collection.
  std::int64_t count(ItemView item) {
    const auto bytes = static_cast<std::int64_t>(value::item_size(item));
    ++items_;
    bytes_ += bytes;
    std::int64_t in_collection = bytes;
    for (IndexCheck& index : indexes_) {
      const std::int64_t of_entry = index.expect(arena_, item);
      if (index.index().local()) in_collection += of_entry;
    }
    return in_collection;
  }

  Result<void> check_index(IndexCheck& index) {
    MAGNETO_RETURN_IF_ERROR(index.compare(context_, may_repair_));
    CheckedPlace place(context_, "index " + index.index().name() + " of table " + table_.name);
    return check_space_counters(context_, place, index.index().space(), index.entries(),
                                index.bytes(), may_repair_);
  }

  CheckContext& context_;
  const catalog::Table& table_;
  CheckedPlace place_;
  Arena arena_;
  std::vector<IndexCheck> indexes_;
  std::int64_t items_ = 0;
  std::int64_t bytes_ = 0;
  bool damaged_ = false;  // An item is.
  bool may_repair_ = false;
};

/// Records below the horizon may be half trimmed.
Result<void> check_streams(CheckContext& context, const catalog::Table& table, bool removed) {
  for (const catalog::Stream& stream : table.streams) {
    if (stream.first == 0) continue;
    CheckedPlace place(context, "stream " + stream.label + " of table " + table.name);
    const CheckedChanges changes{
        .space = stream.space,
        .first = std::max(stream.first, derive::trim_horizon(context.now_ms)),
        .to_the_present = !removed && stream.enabled()};
    MAGNETO_RETURN_IF_ERROR(check_changes(context, place, table, changes));
  }
  return {};
}

Result<void> check_history(CheckContext& context, const catalog::Table& table) {
  if (!table.history || table.history->in_transition()) return {};
  const catalog::History& history = *table.history;
  CheckedPlace place(context, "history of table " + table.name);
  const derive::ChangeNumber horizon =
      derive::change_number_at(history.earliest_ms(context.now_ms));
  return check_changes(
      context, place, table,
      {.space = history.space, .first = std::max(history.first, horizon), .to_the_present = true});
}

Result<void> check_table(CheckContext& context, const catalog::Table& table) {
  MAGNETO_RETURN_IF_ERROR(TableCheck(context, table).run());
  MAGNETO_RETURN_IF_ERROR(check_streams(context, table, /*removed=*/false));
  return check_history(context, table);
}

Result<void> check_backup(CheckContext& context, const catalog::Backup& backup) {
  if (backup.status != catalog::BackupStatus::kAvailable) return {};
  CheckedPlace place(context, "backup " + backup.id);
  Arena arena;
  const auto see = [&](std::string_view key, std::string_view record) -> Result<WalkStep> {
    place.step(static_cast<std::uint64_t>(backup.items));
    ++context.found.items;
    arena.reset();
    const Result<ItemView> item =
        decode_at_its_place(arena, backup.space, backup.table.schema, record, key);
    if (!item.ok()) place.add(item.error().message());
    return WalkStep::kNext;
  };
  return see_all(context, SpaceWalk::items(backup.space), see);
}

}  // namespace

Result<Verification> verify_tables(storage::Engine& engine, const catalog::Catalog& catalog,
                                   const Clock& clock, const VerifyOptions& options) {
  Verification found;
  const auto view = engine.view(storage::Blocking::kAllowed);
  CheckContext context{engine, *view, options, clock.now_ms(), found};
  // What is damaged ends the look at its table only.
  const auto note = [&](const std::string& what, Result<void> result) -> Result<void> {
    if (result.ok() || result.error().code() != ErrorCode::kCorruption) return result;
    CheckedPlace(context, what).add("cannot be read to its end: " + result.error().message());
    return {};
  };
  const auto tables = catalog.snapshot();
  for (const auto& [name, table] : *tables) {
    MAGNETO_RETURN_IF_ERROR(note("table " + name, check_table(context, *table)));
  }
  for (const catalog::TablePtr& table : catalog.removed_tables()) {
    MAGNETO_RETURN_IF_ERROR(
        note("removed table " + table->name, check_streams(context, *table, /*removed=*/true)));
  }
  MAGNETO_ASSIGN_OR_RETURN(const std::vector<catalog::Backup> backups,
                           catalog::list_backups(catalog));
  for (const catalog::Backup& backup : backups) {
    MAGNETO_RETURN_IF_ERROR(note("backup " + backup.id, check_backup(context, backup)));
  }
  MAGNETO_RETURN_IF_ERROR(engine.flush());
  return found;
}

}  // namespace magneto::internal::store
