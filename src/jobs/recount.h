// SPDX-License-Identifier: Apache-2.0
//
// Setting the counters of an index right, while it is written to.
//
// One snapshot has the entries and the counters of one moment. What they differ by is added to the
// counters: writes since then have added their own part. Live statistics get the same correction.
#pragma once

#include <memory>

#include "base/function_ref.h"
#include "base/result.h"
#include "catalog/table.h"
#include "jobs/job_context.h"
#include "keys/key_bytes.h"

namespace magneto::internal::jobs {

/// REQUIRES: every write from now on keeps entries and counters of the index. `statistics` gives
/// its live ones, null when it is gone. False when it is gone or the work is stopped. Errors: kIo,
/// kCorruption.
Result<bool> recount_index(const JobContext& work, keys::SpaceId space,
                           FunctionRef<std::shared_ptr<catalog::Statistics>()> statistics);

}  // namespace magneto::internal::jobs
