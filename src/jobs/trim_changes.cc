// SPDX-License-Identifier: Apache-2.0
#include "jobs/trim_changes.h"

#include "store/change_record.h"

namespace magneto::internal::jobs {
namespace {

using storage::Family;

Result<bool> has_records(const JobContext& work, const store::ChangeKey& begin,
                         const store::ChangeKey& end) {
  const auto view = work.engine.newest_view();
  const auto cursor = view->range({Family::kChanges, begin.bytes(), end.bytes()});
  if (cursor->valid()) return true;
  MAGNETO_RETURN_IF_ERROR(cursor->status());
  return false;
}

}  // namespace

Result<void> trim_changes(const JobContext& work, keys::SpaceId space,
                          derive::ChangeNumber horizon) {
  const Step step(work);
  const store::ChangeKey begin(space, 0);
  const store::ChangeKey end(space, horizon);
  MAGNETO_ASSIGN_OR_RETURN(const bool any, has_records(work, begin, end));
  if (!any) return {};
  return work.engine.drop_range(Family::kChanges, begin.bytes(), end.bytes());
}

}  // namespace magneto::internal::jobs
