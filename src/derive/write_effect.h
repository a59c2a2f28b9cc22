// SPDX-License-Identifier: Apache-2.0
//
// What one item's write does and costs, beyond the item itself. Pure.
//
// The write of an index entry is charged like an item's: 1 unit a started KB. An entry that changes
// in place is one write (of the larger); one whose key changes is two, an erasure and an insertion;
// one that stays as it is costs nothing. Entries of vector indexes are charged by the byte, apart
// from units: the larger of old and new, both when the key changes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "catalog/table.h"
#include "derive/index_entry.h"
#include "derive/vector_entry.h"
#include "value/encoded_item.h"

namespace magneto::internal::derive {

/// Write units that one index was charged.
struct IndexCost {
  const catalog::Index* index;
  double units;
};

/// Bytes that one vector index was charged.
struct VectorCost {
  const catalog::VectorIndex* index;
  std::uint64_t bytes;
};

/// For the answer. Units are those of a plain write; transactions charge twice (derive/capacity.h).
struct WriteEffect {
  double table_units = 0;  ///< Of the larger of old and new item, 1 unit a started KB.
  std::span<const IndexCost> index_costs;    ///< Only indexes that the write touched. In the arena.
  std::span<const VectorCost> vector_costs;  ///< The same of vector indexes.
  std::uint64_t old_bytes = 0;               ///< Item sizes; 0 when there is none.
  std::uint64_t new_bytes = 0;
};

/// What becomes of the entries of one index, and its counters.
struct IndexChange {
  const catalog::Index* index = nullptr;
  std::optional<std::string_view> erase;  ///< Key of the entry that goes.
  std::optional<IndexEntry> put;          ///< The entry that comes or is replaced.
  std::int64_t items_delta = 0;
  std::int64_t bytes_delta = 0;
};

/// The same of a vector index.
struct VectorChange {
  const catalog::VectorIndex* index = nullptr;
  std::optional<std::string_view> erase;
  std::optional<VectorEntry> put;
  std::int64_t items_delta = 0;
  std::int64_t bytes_delta = 0;
};

struct DerivedWrite {
  WriteEffect effect;
  std::span<const IndexChange> index_changes;    ///< In the table's order of indexes. In the arena.
  std::span<const VectorChange> vector_changes;  ///< The same.
  std::int64_t items_delta = 0;
  std::int64_t bytes_delta = 0;
};

/// What the write that turns `old_item` into `new_item` (nothing: absent) does. Both absent is a
/// write too, of nothing: deleting what is not there costs one unit. Errors: kValidation when the
/// new item does not fit an index (check_updated_index_keys).
Result<DerivedWrite> derive_write(Arena& arena, const catalog::Table& table,
                                  std::optional<value::ItemView> old_item,
                                  std::optional<value::ItemView> new_item);

}  // namespace magneto::internal::derive
