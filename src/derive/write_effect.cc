// SPDX-License-Identifier: Apache-2.0
#include "derive/write_effect.h"

#include <algorithm>

#include "derive/capacity.h"
#include "value/item_size.h"

namespace magneto::internal::derive {
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

bool equal_vectors(std::span<const float> a, std::span<const float> b) {
  return std::ranges::equal(a, b);
}

// As difference(), of a vector index; `bytes` gets what it is charged.
std::optional<VectorChange> vector_difference(const catalog::VectorIndex& index,
                                              const std::optional<VectorEntry>& before,
                                              const std::optional<VectorEntry>& after,
                                              std::uint64_t& bytes) {
  if (!before && !after) return std::nullopt;
  const std::uint64_t old_bytes = before ? entry_size(before->vector, before->item) : 0;
  const std::uint64_t new_bytes = after ? entry_size(after->vector, after->item) : 0;
  VectorChange change;
  change.index = &index;
  change.put = after;
  change.bytes_delta = signed_bytes(new_bytes) - signed_bytes(old_bytes);
  if (before && after && before->key == after->key) {
    if (equal_vectors(before->vector, after->vector) && before->item == after->item) {
      return std::nullopt;
    }
    bytes = std::max(old_bytes, new_bytes) + index.attribute.size();
    return change;
  }
  bytes = old_bytes + new_bytes;
  for (const auto& each : {before, after}) bytes += each ? index.attribute.size() : 0;
  if (before) change.erase = before->key;
  change.items_delta = (after ? 1 : 0) - (before ? 1 : 0);
  return change;
}

void derive_vectors(Arena& arena, const catalog::Table& table,
                    const std::optional<ItemView>& old_item,
                    const std::optional<ItemView>& new_item, DerivedWrite& write) {
  const std::size_t most = table.vector_indexes.size();
  const std::span<VectorChange> changes = arena.make_span<VectorChange>(most);
  const std::span<VectorCost> costs = arena.make_span<VectorCost>(most);
  std::size_t count = 0;
  for (const auto& index : table.vector_indexes) {
    std::optional<VectorEntry> before, after;
    if (old_item) before = vector_entry(arena, table, *index, *old_item);
    if (new_item) after = vector_entry(arena, table, *index, *new_item);
    std::uint64_t bytes = 0;
    const std::optional<VectorChange> change = vector_difference(*index, before, after, bytes);
    if (!change) continue;
    changes[count] = *change;
    costs[count] = {index.get(), bytes};
    ++count;
  }
  write.vector_changes = changes.first(count);
  write.effect.vector_costs = costs.first(count);
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
  if (table.indexes.empty() && table.vector_indexes.empty()) return write;
  if (!table.vector_indexes.empty()) {
    effect.table_units =
        write_units(old_item ? billed_size(table, *old_item, effect.old_bytes) : 0,
                    new_item ? billed_size(table, *new_item, effect.new_bytes) : 0);
  }
  if (old_item == new_item) return write;
  // An item that is restored may be older than an index.
  if (new_item && !table.restoring()) {
    MAGNETO_RETURN_IF_ERROR(check_updated_index_keys(table, old_item, *new_item));
  }
  if (!table.vector_indexes.empty()) {
    derive_vectors(arena, table, old_item, new_item, write);
  }

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

}  // namespace magneto::internal::derive
