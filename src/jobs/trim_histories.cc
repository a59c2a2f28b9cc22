// SPDX-License-Identifier: Apache-2.0
#include "jobs/trim_histories.h"

#include <string>
#include <vector>

#include "catalog/backup.h"
#include "derive/change_number.h"

namespace magneto::internal::jobs {
namespace {

constexpr std::int64_t kMargin_ms = 60'000;

struct Found {
  std::string table;
  catalog::History history;
};

std::vector<Found> find_histories(const JobContext& work) {
  std::vector<Found> found;
  const auto tables = work.catalog.snapshot();
  for (const auto& [name, table] : *tables) {
    if (table->history) found.push_back({name, *table->history});
  }
  return found;
}

// Its records are dropped like those of everything that is removed.
Result<void> close(const JobContext& work, const Found& found) {
  const auto change = [&](catalog::Table& table) -> Result<void> {
    const bool same = table.history && table.history->space == found.history.space;
    if (same && table.history->closing) table.history.reset();
    return {};
  };
  auto updated = work.catalog.update(found.table, change);
  if (updated.ok() || updated.error().code() == ErrorCode::kResourceNotFound) return {};
  return std::move(updated).error();
}

}  // namespace

Result<void> trim_histories(const JobContext& work) {
  const std::int64_t now_ms = work.clock.now_ms();
  for (const Found& found : find_histories(work)) {
    if (work.stopped()) return {};
    const catalog::History& history = found.history;
    MAGNETO_ASSIGN_OR_RETURN(
        const bool needed,
        catalog::is_copied_from(work.catalog, catalog::SpaceKind::kChanges, history.space));
    if (needed) continue;
    if (history.closing) {
      MAGNETO_RETURN_IF_ERROR(close(work, found));
      continue;
    }
    // A restore that begins now may name the earliest moment.
    const derive::ChangeNumber horizon =
        derive::change_number_at(history.earliest_ms(now_ms) - kMargin_ms);
    const Step step(work);
    MAGNETO_RETURN_IF_ERROR(work.store.drop_changes(history.space, horizon));
  }
  return {};
}

}  // namespace magneto::internal::jobs
