// SPDX-License-Identifier: Apache-2.0
//
// Items to index entries. An index is sparse: an item without one of the index's key attributes has
// no entry. An entry is an item with the table key, the index key and the projected attributes.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "catalog/table.h"
#include "value/encoded_item.h"

namespace magneto::internal::derive {

struct IndexEntry {
  std::string_view key;  ///< keys::index_key
  value::ItemView item;  ///< Of an index that projects ALL: the item itself, not copied.
};

/// The entry of `item`, or nothing: a key attribute is missing, or is no valid key of the index
/// (which only items older than the index can have: new ones are refused by check_index_keys).
std::optional<IndexEntry> index_entry(Arena& arena, const catalog::Table& table,
                                      const catalog::Index& index, value::ItemView item);

/// What an entry of `index` holds of `item`.
value::ItemView project_entry(Arena& arena, const catalog::Index& index, value::ItemView item);

/// Whether `item`, given whole (PutItem and its like), may be written: each index key attribute in
/// it has its type, is not empty and not too long; vectors are those of the vector indexes
/// (vector_entry.h); and with its entries in local indexes it is not too large. The service checks
/// that before it looks at the condition. Errors: kValidation with the service's texts.
Result<void> check_index_keys(const catalog::Table& table, value::ItemView item);

/// The same of an item that an update made of `old_item`; only values that it changed are looked
/// at: an item older than the index may have others. The store checks this of all that it writes.
Result<void> check_updated_index_keys(const catalog::Table& table,
                                      std::optional<value::ItemView> old_item,
                                      value::ItemView new_item);

/// The key attributes of `item` for a LastEvaluatedKey: the table's, and with an index the index's.
value::ItemView key_attributes(Arena& arena, const catalog::Table& table,
                               const catalog::Index* index, value::ItemView item);

}  // namespace magneto::internal::derive
