// SPDX-License-Identifier: Apache-2.0
#include "operations/items/item_refs.h"

#include <algorithm>

namespace magneto::internal::operations {

bool has_duplicates(Arena& arena, std::span<const store::ItemRef> refs) {
  const std::span<std::string_view> keys = arena.make_span<std::string_view>(refs.size());
  std::ranges::transform(refs, keys.begin(), &store::ItemRef::key);
  std::ranges::sort(keys);
  return std::ranges::adjacent_find(keys) != keys.end();
}

}  // namespace magneto::internal::operations
