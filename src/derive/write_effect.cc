// SPDX-License-Identifier: Apache-2.0
#include "derive/write_effect.h"

#include "derive/capacity.h"
#include "value/item_size.h"

namespace magneto::derive {
namespace {

using value::ItemView;

std::int64_t signed_bytes(std::uint64_t bytes) { return static_cast<std::int64_t>(bytes); }

// An entry before or after the write. Nothing there: no entry, 0 bytes.
struct Side {
  std::optional<IndexEntry> entry;
  std::uint64_t bytes = 0;
};

Side side_of(Arena& arena, const catalog::Table& table, const catalog::Index& index,
             const std::optional<ItemView>& item, std::uint64_t item_bytes) {
  Side side;
  if (!item) return side;
  side.entry = index_entry(arena, table, index, *item);
  if (!side.entry) return side;
  const bool whole = index.projection.type == catalog::ProjectionType::kAll;
  side.bytes = whole ? item_bytes : value::item_size(side.entry->item);
  return side;
}

// Nothing when the index is not touched. `units` gets what it is charged.
std::optional<IndexChange> difference(const catalog::Index& index, const Side& before,
                                      const Side& after, double& units) {
  IndexChange change;
  change.index = &index;
  const bool same_key = before.entry && after.entry && before.entry->key == after.entry->key;
  if (same_key) {
    if (before.entry->item == after.entry->item) return std::nullopt;
    units = write_units(before.bytes, after.bytes);
  } else {
    if (!before.entry && !after.entry) return std::nullopt;
    units = 0;
    if (before.entry) {
      units += write_units(before.bytes, 0);
      change.erase = before.entry->key;
      change.items_delta -= 1;
    }
    if (after.entry) {
      units += write_units(0, after.bytes);
      change.items_delta += 1;
    }
  }
  change.put = after.entry;
  change.bytes_delta = signed_bytes(after.bytes) - signed_bytes(before.bytes);
  return change;
}

}  // namespace

Result<DerivedWrite> derive_write(Arena& arena, const catalog::Table& table,
                                  std::optional<ItemView> old_item,
                                  std::optional<ItemView> new_item) {
  DerivedWrite write;
  WriteEffect& effect = write.effect;
  effect.old_bytes = old_item ? value::item_size(*old_item) : 0;
  effect.new_bytes = new_item ? value::item_size(*new_item) : 0;
  effect.table_units = write_units(effect.old_bytes, effect.new_bytes);
  write.items_delta = (new_item ? 1 : 0) - (old_item ? 1 : 0);
  write.bytes_delta = signed_bytes(effect.new_bytes) - signed_bytes(effect.old_bytes);
  if (table.indexes.empty()) return write;
  if (old_item == new_item) return write;
  if (new_item) MAGNETO_RETURN_IF_ERROR(check_updated_index_keys(table, old_item, *new_item));

  std::span<IndexChange> changes = arena.make_span<IndexChange>(table.indexes.size());
  std::span<IndexCost> costs = arena.make_span<IndexCost>(table.indexes.size());
  std::size_t count = 0;
  for (const auto& index : table.indexes) {
    const Side before = side_of(arena, table, *index, old_item, effect.old_bytes);
    const Side after = side_of(arena, table, *index, new_item, effect.new_bytes);
    double units = 0;
    const std::optional<IndexChange> change = difference(*index, before, after, units);
    if (!change) continue;
    changes[count] = *change;
    costs[count] = {index.get(), units};
    ++count;
  }
  write.index_changes = changes.first(count);
  effect.index_costs = costs.first(count);
  return write;
}

}  // namespace magneto::derive
