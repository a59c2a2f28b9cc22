// SPDX-License-Identifier: Apache-2.0
//
// What UpdateTable answers.
#pragma once

#include <cstdint>

#include "base/arena.h"
#include "catalog/table.h"
#include "model/shapes.h"

namespace magneto::internal::operations {

/// The table as it is to be. While changes are under way the service still describes some of what
/// was, and says UPDATING of what it changes (observed in October 2026): units, class and key, warm
/// throughput, an index that goes. Views into both tables.
model::TableDescription describe_updated(Arena& arena, const catalog::Table& before,
                                         const catalog::Table& after,
                                         const model::UpdateTableInput& input, std::int64_t now_ms);

}  // namespace magneto::internal::operations
