// SPDX-License-Identifier: Apache-2.0
#include "jobs/drop_data.h"

#include "catalog/backup.h"

namespace magneto::internal::jobs {

Result<void> drop_removed_data(const JobContext& work) {
  // The list first: who is on it was removed before the wait began.
  const auto drops = work.catalog.pending_drops();
  if (drops.empty() || !work.catalog.wait_for_old_readers(work.stop)) return {};
  for (const catalog::Catalog::PendingDrop& drop : drops) {
    if (work.stopped()) return {};
    MAGNETO_ASSIGN_OR_RETURN(const bool needed,
                             catalog::is_copied_from(work.catalog, drop.kind, drop.space));
    if (needed) continue;
    const Step step(work);
    MAGNETO_RETURN_IF_ERROR(work.store.drop_space(drop.kind, drop.space));
    MAGNETO_RETURN_IF_ERROR(work.catalog.drop_done(drop));
  }
  return {};
}

}  // namespace magneto::internal::jobs
