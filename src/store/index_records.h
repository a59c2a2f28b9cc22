// SPDX-License-Identifier: Apache-2.0
//
// How entries of indexes are stored: the one place that writes them, for writes of items and for
// the filling of a new index alike.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "derive/index_entry.h"
#include "derive/vector_entry.h"
#include "storage/engine.h"

namespace magneto::internal::store {

/// What is stored of an entry. In the arena.
std::string_view index_record(Arena& arena, const derive::IndexEntry& entry);
std::string_view index_record(Arena& arena, const derive::VectorEntry& entry);

void put_index_entry(Arena& arena, const derive::IndexEntry& entry, storage::Batch& batch);
void put_vector_entry(Arena& arena, const derive::VectorEntry& entry, storage::Batch& batch);
void erase_index_entry(std::string_view key, storage::Batch& batch);

/// What a stored entry, of either kind of index, counts in the index's size. Errors: kCorruption.
Result<std::size_t> index_entry_bytes(std::string_view key, std::string_view record);

}  // namespace magneto::internal::store
