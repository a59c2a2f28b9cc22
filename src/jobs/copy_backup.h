// SPDX-License-Identifier: Apache-2.0
//
// Making a backup: the items of its table as they were when it was asked for are copied to its
// space. The request pinned a snapshot of that moment (store/pinned_snapshots.h). It is gone after
// a restart: then the copy is begun anew, and is of the moment after the restart. (The service promises
// no more than that what was written a minute before is in it, and what was written some minutes
// after is not.)
#pragma once

#include <string>

#include "base/result.h"
#include "jobs/job_context.h"

namespace magneto::internal::jobs {

/// Makes the backup with this id, and makes it AVAILABLE. Nothing is to be done when it is already,
/// or is gone. Errors: kIo, kCorruption.
Result<void> copy_backup(const JobContext& work, const std::string& id);

}  // namespace magneto::internal::jobs
