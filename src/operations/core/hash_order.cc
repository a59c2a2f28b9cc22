// SPDX-License-Identifier: Apache-2.0
#include "operations/core/hash_order.h"

#include <algorithm>
#include <cstdint>
#include <unordered_set>

#include "value/java_order.h"

namespace magneto::internal::operations {

std::string hash_ordered(std::vector<std::string_view> names, HashBuckets buckets) {
  const std::uint32_t first_slots = buckets == HashBuckets::kDefault ? 16 : 1;
  std::ranges::stable_sort(names, {}, [count = names.size(), first_slots](std::string_view name) {
    return value::java_slot(value::java_hash(name), count, first_slots);
  });
  std::string text = "[";
  std::unordered_set<std::string_view> seen;
  for (std::string_view name : names) {
    if (!seen.insert(name).second) continue;
    if (text.size() > 1) text += ", ";
    text += name;
  }
  return text + "]";
}

}  // namespace magneto::internal::operations
