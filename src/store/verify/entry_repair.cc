// SPDX-License-Identifier: Apache-2.0
#include "store/verify/entry_repair.h"

#include <string>
#include <utility>
#include <vector>

#include "store/index_records.h"

namespace magneto::internal::store {
namespace {

using storage::Batch;
using storage::Family;
using storage::Values;
using value::ItemView;

/// Writes entries, a few at a time.
class EntryWriter {
 public:
  EntryWriter(CheckContext& context, CheckedPlace& place, bool may_write)
      : engine_(context.engine), place_(place), may_write_(may_write) {}

  /// Nothing: erases. Errors: kIo.
  Result<void> write(std::string_view key, std::optional<std::string_view> record) {
    if (!may_write_) return {};
    waiting_.emplace_back(key, record ? std::optional<std::string>(*record) : std::nullopt);
    return waiting_.size() < kMostWaiting ? Result<void>() : flush();
  }

  Result<void> flush() {
    if (waiting_.empty()) return {};
    const auto fill = [&](Values, Batch& batch) -> Result<void> {
      for (const auto& [key, record] : waiting_) {
        if (record) {
          batch.put({Family::kIndexes, key}, *record);
        } else {
          erase_index_entry(key, batch);
        }
      }
      return {};
    };
    MAGNETO_RETURN_IF_ERROR(engine_.modify({}, fill, storage::Blocking::kAllowed));
    for (std::size_t i = 0; i < waiting_.size(); ++i) place_.repaired();
    waiting_.clear();
    return {};
  }

 private:
  static constexpr std::size_t kMostWaiting = 100;

  storage::Engine& engine_;
  CheckedPlace& place_;
  const bool may_write_;
  std::vector<std::pair<std::string, std::optional<std::string>>> waiting_;
};

/// Each item's entry is there and right.
Result<void> find_missing(CheckContext& context, CheckedPlace& place, const AnyIndex& index,
                          EntryWriter& writer) {
  const catalog::Table& table = index.table();
  Arena arena;
  const auto see = [&](std::string_view key, std::string_view record) -> Result<WalkStep> {
    arena.reset();
    const Result<ItemView> item = decode_checked(record, key);
    if (!item.ok()) return WalkStep::kNext;  // Has been named.
    const auto entry = index.entry_of(arena, *item);
    if (!entry) return WalkStep::kNext;
    MAGNETO_ASSIGN_OR_RETURN(const auto stored, context.view.get({Family::kIndexes, entry->key}));
    if (stored == entry->record) return WalkStep::kNext;
    place.add((stored ? "another entry than that of the item " : "no entry of the item ") +
              describe_key(table.schema, *item));
    MAGNETO_RETURN_IF_ERROR(writer.write(entry->key, entry->record));
    return WalkStep::kNext;
  };
  return see_all(context, SpaceWalk::items(table.space), see);
}

/// The item that a stored entry names, by what the entry has of its key. Nothing when it names none.
Result<std::optional<ItemView>> item_of_entry(CheckContext& context, Arena& arena,
                                              const catalog::Table& table, ItemView attributes) {
  if (keys::find_key_problem(table.schema, attributes)) return std::optional<ItemView>();
  const std::string_view key = keys::item_key(arena, table.space, table.schema, attributes);
  MAGNETO_ASSIGN_OR_RETURN(const auto record, context.view.get({Family::kItems, key}));
  if (!record) return std::optional<ItemView>();
  const Result<ItemView> item = decode_checked(*record, key);
  return item.ok() ? std::optional(*item) : std::nullopt;
}

/// Each entry is of an item. What find_missing() has named is not named again.
Result<void> find_left_over(CheckContext& context, CheckedPlace& place, const AnyIndex& index,
                            EntryWriter& writer) {
  const catalog::Table& table = index.table();
  Arena arena;
  const auto see = [&](std::string_view key, std::string_view record) -> Result<WalkStep> {
    arena.reset();
    const auto attributes = index.attributes_of(record, key);
    if (!attributes.ok()) {
      place.add(attributes.error().message());
      MAGNETO_RETURN_IF_ERROR(writer.write(key, std::nullopt));
      return WalkStep::kNext;
    }
    MAGNETO_ASSIGN_OR_RETURN(const auto item, item_of_entry(context, arena, table, *attributes));
    const auto entry = item ? index.entry_of(arena, *item) : std::nullopt;
    if (entry && entry->key == key) return WalkStep::kNext;
    place.add(keys::find_key_problem(table.schema, *attributes)
                  ? "an entry without the key of an item"
                  : "an entry that does not belong to the item " +
                        describe_key(table.schema, *attributes));
    MAGNETO_RETURN_IF_ERROR(writer.write(key, std::nullopt));
    return WalkStep::kNext;
  };
  return see_all(context, SpaceWalk::index_entries(index.space()), see);
}

}  // namespace

// What is left over goes first: of an entry that cannot be decoded nobody knows whether an item has
// one at its place. Then it is written again.
Result<void> find_wrong_entries(CheckContext& context, CheckedPlace& place, const AnyIndex& index,
                                bool may_repair) {
  EntryWriter writer(context, place, may_repair);
  MAGNETO_RETURN_IF_ERROR(find_left_over(context, place, index, writer));
  MAGNETO_RETURN_IF_ERROR(writer.flush());
  MAGNETO_RETURN_IF_ERROR(find_missing(context, place, index, writer));
  return writer.flush();
}

}  // namespace magneto::internal::store
