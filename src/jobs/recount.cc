// SPDX-License-Identifier: Apache-2.0
#include "jobs/recount.h"

#include <array>
#include <optional>

#include "base/arena.h"
#include "catalog/counter_keys.h"
#include "storage/counters.h"
#include "store/record.h"
#include "store/vector_record.h"
#include "value/item_size.h"

namespace magneto::internal::jobs {
namespace {

using storage::Batch;
using storage::Family;
using storage::Values;

struct Counts {
  std::int64_t items = 0;
  std::int64_t bytes = 0;
};

Result<Counts> stored_counts(storage::View& view, const catalog::SpaceCounterKey& key) {
  MAGNETO_ASSIGN_OR_RETURN(const auto counters, view.get({Family::kCounters, key.bytes()}));
  if (!counters) return Counts{};
  return Counts{storage::counter_at(*counters, catalog::kItemsCounter),
                storage::counter_at(*counters, catalog::kBytesCounter)};
}

// Of an entry of either kind of index: records tell by their first byte which they are.
Result<std::size_t> entry_bytes(const storage::Cursor& cursor) {
  if (cursor.value().starts_with(store::kVectorRecordFormat)) {
    MAGNETO_ASSIGN_OR_RETURN(const store::VectorRecord entry,
                             store::decode_vector_record(cursor.value(), cursor.key()));
    return entry.vector.size() + value::item_size(entry.item);
  }
  MAGNETO_ASSIGN_OR_RETURN(const value::ItemView entry,
                           store::decode_record(cursor.value(), cursor.key()));
  return value::item_size(entry);
}

// Nothing when the work is stopped.
Result<std::optional<Counts>> count_entries(const JobContext& work, storage::View& view,
                                            keys::SpaceId space) {
  Arena arena;
  const keys::KeyRange all = keys::whole_space(arena, space);
  const auto cursor = view.range({Family::kIndexes, all.begin, all.end});
  Counts counts;
  while (cursor->valid()) {
    if (work.stopped()) return std::optional<Counts>();
    const Step step(work);
    for (std::size_t i = 0; i < kChunkKeys && cursor->valid(); ++i, cursor->next()) {
      MAGNETO_ASSIGN_OR_RETURN(const std::size_t bytes, entry_bytes(*cursor));
      counts.items += 1;
      counts.bytes += static_cast<std::int64_t>(bytes);
    }
  }
  MAGNETO_RETURN_IF_ERROR(cursor->status());
  return std::optional(counts);
}

}  // namespace

Result<bool> recount_index(const JobContext& work, keys::SpaceId space,
                           FunctionRef<std::shared_ptr<catalog::Statistics>()> statistics) {
  const catalog::SpaceCounterKey key(space);
  const auto view = work.engine.newest_view();
  MAGNETO_ASSIGN_OR_RETURN(const Counts stored, stored_counts(*view, key));
  MAGNETO_ASSIGN_OR_RETURN(const std::optional<Counts> counted, count_entries(work, *view, space));
  if (!counted) return false;
  const std::shared_ptr<catalog::Statistics> live = statistics();
  if (!live) return false;

  const std::array correction{counted->items - stored.items, counted->bytes - stored.bytes};
  if (correction[0] == 0 && correction[1] == 0) return true;
  const auto write = [&](Values, Batch& batch) -> Result<void> {
    batch.add({Family::kCounters, key.bytes()}, correction);
    return {};
  };
  MAGNETO_RETURN_IF_ERROR(work.engine.modify({}, write, storage::Blocking::kAllowed));
  live->items.fetch_add(correction[0], std::memory_order_relaxed);
  live->bytes.fetch_add(correction[1], std::memory_order_relaxed);
  return true;
}

}  // namespace magneto::internal::jobs
