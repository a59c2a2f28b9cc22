// SPDX-License-Identifier: Apache-2.0
//
// What one item's write does and costs, beyond the item itself. Pure.
#pragma once

#include <cstdint>
#include <span>

#include "catalog/table.h"

namespace magneto::derive {

/// Write units that one index was charged.
struct IndexCost {
  const catalog::Index* index;
  double units;
};

struct WriteEffect {
  double table_units = 0;                 ///< Of the larger of old and new item, 1 unit a started KB.
  std::span<const IndexCost> index_costs; ///< Only indexes that the write touched. In the arena.
  std::uint64_t old_bytes = 0;            ///< Item sizes; 0 when there is none.
  std::uint64_t new_bytes = 0;
};

}  // namespace magneto::derive
