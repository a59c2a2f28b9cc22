// SPDX-License-Identifier: Apache-2.0
//
// How many partitions a table is in. Magneto has none; but the service's show: a Scan rounds its
// cost up in each of them, and a BatchGetItem ends at 1 MB of each of them. A new on-demand table
// starts with four, one with few provisioned units is one (observed on the service).
#pragma once

#include <cstdint>

#include "catalog/table.h"
#include "keys/key_bytes.h"

namespace magneto::internal::operations {

inline constexpr std::uint32_t kMaxPartitions = 4;

inline std::uint32_t partition_count(const catalog::Table& table) {
  return table.on_demand ? kMaxPartitions : 1;
}

/// Partition `partition` of the table or index that `space` is of. REQUIRES: partition <
/// partition_count(table).
inline keys::KeyRange partition_range(Arena& arena, const catalog::Table& table,
                                      keys::SpaceId space, std::uint32_t partition) {
  return keys::segment_range(arena, space, partition, partition_count(table));
}

}  // namespace magneto::internal::operations
