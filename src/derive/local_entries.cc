// SPDX-License-Identifier: Apache-2.0
#include "derive/local_entries.h"

#include <algorithm>

#include "keys/key_schema.h"
#include "value/item_size.h"

namespace magneto::internal::derive {
namespace {

// Without making the entry.
std::size_t entry_size(const catalog::Index& index, value::ItemView item, std::size_t item_bytes) {
  if (keys::find_key_problem(index.schema, item)) return 0;
  if (index.projection.type == catalog::ProjectionType::kAll) return item_bytes;
  std::size_t size = 0;
  for (const value::Attribute& attribute : item) {
    if (!std::ranges::binary_search(index.entry_attributes, attribute.name)) continue;
    size += attribute.name.size() + value::value_size(attribute.value);
  }
  return size;
}

}  // namespace

bool too_large_with_local_entries(const catalog::Table& table, value::ItemView item) {
  if (!table.has_local_indexes()) return false;
  const std::size_t item_bytes = value::item_size(item);
  // No entry is larger than its item, so most items need no second look.
  if (item_bytes * (1 + table.indexes.size()) <= value::kMaxItemBytes) return false;
  std::size_t size = item_bytes;
  for (const auto& index : table.indexes) {
    if (index->local) size += entry_size(*index, item, item_bytes);
  }
  return size > value::kMaxItemBytes;
}

}  // namespace magneto::internal::derive
