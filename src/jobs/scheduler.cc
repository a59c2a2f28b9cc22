// SPDX-License-Identifier: Apache-2.0
#include "jobs/scheduler.h"

#include <utility>
#include <vector>

#include "jobs/backfill.h"
#include "jobs/drop_data.h"
#include "jobs/finish_transitions.h"
#include "jobs/sweep_tokens.h"
#include "jobs/trim_streams.h"

namespace magneto::internal::jobs {

Scheduler::Scheduler(catalog::Catalog& catalog, store::Store& store, Options options)
    : catalog_(catalog),
      store_(store),
      options_(std::move(options)),
      swept_ms_(options_.clock->now_ms()),
      routine_(
          catalog,
          {.look_every_ms = options_.sweep_every_ms, .retry_after_ms = options_.retry_after_ms},
          [this](std::stop_token stop) { return work_once(std::move(stop)); }) {}

// Whether all of it was done.
bool Scheduler::work_once(std::stop_token stop) {
  const JobContext work{catalog_, store_, *options_.clock, std::move(stop), options_.duty};
  const bool finished =
      report("finish transitions", finish_transitions(catalog_, store_, work.stop));
  const bool dropped = report("drop", drop_removed_data(work));
  const bool filled = report("backfill", backfill_all(work));
  const bool swept = report("sweep", sweep_when_due(work));
  return finished && dropped && filled && swept;
}

bool Scheduler::report(std::string_view job, const Result<void>& result) const {
  if (!result.ok() && options_.on_error) options_.on_error(job, result.error());
  return result.ok();
}

Result<void> Scheduler::backfill_all(const JobContext& work) const {
  std::vector<BackfillTask> tasks;
  {
    const auto tables = catalog_.snapshot();
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

Result<void> Scheduler::sweep_when_due(const JobContext& work) {
  const std::int64_t now_ms = options_.clock->now_ms();
  if (now_ms - swept_ms_ < options_.sweep_every_ms) return {};
  MAGNETO_ASSIGN_OR_RETURN(const std::uint64_t erased, sweep_expired_tokens(work));
  static_cast<void>(erased);
  MAGNETO_RETURN_IF_ERROR(trim_streams(work));
  swept_ms_ = now_ms;
  return {};
}

}  // namespace magneto::internal::jobs
