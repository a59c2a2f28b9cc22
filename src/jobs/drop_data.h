// SPDX-License-Identifier: Apache-2.0
//
// Giving back the space of removed tables, indexes and backups, once no request uses them any more
// and nothing is copied from them. (Whoever begins to copy holds the table until that can be seen
// in the catalog.)
#pragma once

#include "base/result.h"
#include "jobs/job_context.h"

namespace magneto::internal::jobs {

/// Works through the catalog's list of pending drops. Errors: kIo; what is left stays on the list.
Result<void> drop_removed_data(const JobContext& work);

}  // namespace magneto::internal::jobs
