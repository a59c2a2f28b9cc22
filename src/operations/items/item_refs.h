// SPDX-License-Identifier: Apache-2.0
//
// Many items of one request.
#pragma once

#include <span>

#include "base/arena.h"
#include "store/item_ref.h"

namespace magneto::internal::operations {

/// Whether an item is there twice. O(n log n).
bool has_duplicates(Arena& arena, std::span<const store::ItemRef> refs);

}  // namespace magneto::internal::operations
