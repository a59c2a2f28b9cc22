// SPDX-License-Identifier: Apache-2.0
//
// How many items, and bytes of them, a table or an index has: stored counters
// (catalog/counter_keys.h), and live statistics in memory.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/result.h"
#include "catalog/table.h"
#include "keys/key_bytes.h"
#include "storage/engine.h"

namespace magneto::internal::store {

struct SpaceCounts {
  std::int64_t items = 0;
  std::int64_t bytes = 0;
  friend bool operator==(const SpaceCounts&, const SpaceCounts&) = default;
};

/// Adds to the stored counters of a space.
void add_to_counters(storage::Batch& batch, keys::SpaceId space, const SpaceCounts& more);
/// Adds to live statistics.
inline void add_to_statistics(catalog::Statistics& statistics, const SpaceCounts& more) {
  if (more.items != 0) statistics.items.fetch_add(more.items, std::memory_order_relaxed);
  if (more.bytes != 0) statistics.bytes.fetch_add(more.bytes, std::memory_order_relaxed);
}

/// The stored counters. Errors: as storage::View::get().
Result<SpaceCounts> read_counters(storage::View& view, keys::SpaceId space);

}  // namespace magneto::internal::store
