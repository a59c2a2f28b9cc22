// SPDX-License-Identifier: Apache-2.0
#include "operations/transaction.h"

#include <algorithm>

#include "operations/texts.h"

namespace magneto::operations {

Result<void> check_no_empty_key(const keys::KeySchema& schema, value::ItemView key) {
  const std::optional<keys::KeyProblem> problem = keys::find_key_problem(schema, key);
  if (!problem || problem->kind != keys::KeyProblem::Kind::kEmpty) return {};
  return validation_error(texts::empty_key(*problem->attribute));
}

Result<void> check_distinct_items(Arena& arena, std::span<const store::ItemRef> refs) {
  const std::span<std::string_view> keys = arena.make_span<std::string_view>(refs.size());
  std::ranges::transform(refs, keys.begin(), &store::ItemRef::key);
  std::ranges::sort(keys);
  if (std::ranges::adjacent_find(keys) == keys.end()) return {};
  return validation_error(std::string(texts::kSameItemTwice));
}

}  // namespace magneto::operations
