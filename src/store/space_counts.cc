// SPDX-License-Identifier: Apache-2.0
#include "store/space_counts.h"

#include <array>

#include "catalog/counter_keys.h"
#include "storage/counters.h"

namespace magneto::internal::store {

using storage::Family;

void add_to_counters(storage::Batch& batch, keys::SpaceId space, const SpaceCounts& more) {
  if (more.items == 0 && more.bytes == 0) return;
  const catalog::SpaceCounterKey key(space);
  batch.add({Family::kCounters, key.bytes()}, std::array{more.items, more.bytes});
}

Result<SpaceCounts> read_counters(storage::View& view, keys::SpaceId space) {
  const catalog::SpaceCounterKey key(space);
  MAGNETO_ASSIGN_OR_RETURN(const auto stored, view.get({Family::kCounters, key.bytes()}));
  if (!stored) return SpaceCounts{};
  return SpaceCounts{storage::counter_at(*stored, catalog::kItemsCounter),
                     storage::counter_at(*stored, catalog::kBytesCounter)};
}

}  // namespace magneto::internal::store
