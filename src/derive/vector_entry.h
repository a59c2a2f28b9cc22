// SPDX-License-Identifier: Apache-2.0
//
// Items to entries of vector indexes, and what an item on a table with such indexes may be. A
// vector index is sparse: an item without a vector or without the HASH attribute has no entry, and
// nothing is said about it. An entry has the vector as 32-bit floats, and beside it the attributes
// that the index projects, without the one that the vector came from. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "catalog/table.h"
#include "value/encoded_item.h"

namespace magneto::internal::derive {

struct VectorEntry {
  std::string_view key;  ///< keys::index_key
  std::span<const float> vector;
  value::ItemView item;
};

/// The entry of `item`, or nothing: there is no vector in it, a part of the search schema has
/// another type, HASH is not there or is no valid key. (Items older than the index can have wrong
/// ones, new ones are refused by check_vectors.) An INLINE_FILTER attribute need not be there.
std::optional<VectorEntry> vector_entry(Arena& arena, const catalog::Table& table,
                                        const catalog::VectorIndex& index, value::ItemView item);

/// What the service counts of an entry: four bytes a dimension, and the attributes beside them.
std::uint64_t entry_size(std::span<const float> vector, value::ItemView item);

/// What a write of `item`, whose size is `bytes`, is charged by: a vector of an index counts four
/// bytes a dimension there, too (measured in 2026).
std::uint64_t billed_size(const catalog::Table& table, value::ItemView item, std::uint64_t bytes);

/// Whether the store may write `item`, which is given whole, for the table's vector indexes.
/// Errors: kValidation with the service's texts.
Result<void> check_vectors(const catalog::Table& table, value::ItemView item);

/// The same of an item that an update made of `old_item`: only values that it changed are looked
/// at.
Result<void> check_updated_vectors(const catalog::Table& table,
                                   const std::optional<value::ItemView>& old_item,
                                   value::ItemView new_item);

}  // namespace magneto::internal::derive
