// SPDX-License-Identifier: Apache-2.0
#include "jobs/housekeeping.h"

#include <vector>

#include "jobs/backfill.h"
#include "jobs/drop_data.h"
#include "jobs/finish_transitions.h"
#include "jobs/sweep_tokens.h"
#include "jobs/trim_streams.h"

namespace magneto::internal::jobs {
namespace {

constexpr std::int64_t kSweepEveryMs = 60'000;

Result<void> finish(const JobContext& work) {
  return finish_transitions(work.catalog, work.store, work.stop);
}

Result<void> backfill_all(const JobContext& work) {
  std::vector<BackfillTask> tasks;
  {
    const auto tables = work.catalog.snapshot();
    for (const auto& [name, table] : *tables) {
      for (const auto& index : table->indexes) {
        if (index->backfilling) tasks.push_back({name, index->space});
      }
      for (const auto& index : table->vector_indexes) {
        if (index->backfilling) tasks.push_back({name, index->space});
      }
    }
  }
  for (const BackfillTask& task : tasks) MAGNETO_RETURN_IF_ERROR(backfill(work, task));
  return {};
}

Result<void> sweep(const JobContext& work) {
  MAGNETO_RETURN_IF_ERROR(sweep_expired_tokens(work));
  return {};
}

}  // namespace

Lane housekeeping_lane(double duty) {
  return {.thread_name = "magneto-jobs",
          .jobs = {{"finish transitions", finish},
                   {"drop", drop_removed_data},
                   {"backfill", backfill_all},
                   {"sweep", sweep, kSweepEveryMs},
                   {"trim streams", trim_streams, kSweepEveryMs}},
          .duty = duty};
}

}  // namespace magneto::internal::jobs
