// SPDX-License-Identifier: Apache-2.0
#include "jobs/recount.h"

#include <optional>
#include <string_view>

#include "store/index_records.h"

namespace magneto::internal::jobs {
namespace {

using store::SpaceCounts;

// Counted in one step.
constexpr store::ChunkSize kCountedChunk{.records = 256, .bytes = 256 * 1024};

// Nothing when the work is stopped.
Result<std::optional<SpaceCounts>> count_entries(const JobContext& work, store::Snapshot& snapshot,
                                                 keys::SpaceId space) {
  SpaceCounts counts;
  const auto see = [&](std::string_view key, std::string_view record) -> Result<store::WalkStep> {
    MAGNETO_ASSIGN_OR_RETURN(const std::size_t bytes, store::index_entry_bytes(key, record));
    counts.items += 1;
    counts.bytes += static_cast<std::int64_t>(bytes);
    return store::WalkStep::kNext;
  };
  store::SpaceWalk walk = store::SpaceWalk::index_entries(space);
  while (!walk.at_end()) {
    if (work.stopped()) return std::optional<SpaceCounts>();
    const Step step(work);
    MAGNETO_RETURN_IF_ERROR(snapshot.walk(walk, kCountedChunk, see));
  }
  return std::optional(counts);
}

}  // namespace

Result<bool> recount_index(const JobContext& work, keys::SpaceId space,
                           FunctionRef<std::shared_ptr<catalog::Statistics>()> statistics) {
  store::Snapshot snapshot = work.store.newest_snapshot();
  MAGNETO_ASSIGN_OR_RETURN(const SpaceCounts stored, snapshot.counters(space));
  MAGNETO_ASSIGN_OR_RETURN(const std::optional<SpaceCounts> counted,
                           count_entries(work, snapshot, space));
  if (!counted) return false;
  const std::shared_ptr<catalog::Statistics> live = statistics();
  if (!live) return false;
  const SpaceCounts difference{counted->items - stored.items, counted->bytes - stored.bytes};
  MAGNETO_RETURN_IF_ERROR(work.store.correct_counters(space, difference, *live));
  return true;
}

}  // namespace magneto::internal::jobs
