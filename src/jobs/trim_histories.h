// SPDX-License-Identifier: Apache-2.0
//
// Giving back the space of what point-in-time recovery recorded longer ago than its table's period,
// and ending histories that were turned off; neither while a table is being restored from it.
#pragma once

#include "base/result.h"
#include "jobs/job_context.h"

namespace magneto::internal::jobs {

/// Errors: kIo, kCorruption.
Result<void> trim_histories(const JobContext& work);

}  // namespace magneto::internal::jobs
