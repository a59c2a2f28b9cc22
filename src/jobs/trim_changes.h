// SPDX-License-Identifier: Apache-2.0
//
// Giving back the space of a space's oldest records of changes.
#pragma once

#include "base/result.h"
#include "derive/change_number.h"
#include "jobs/job_context.h"
#include "keys/key_bytes.h"

namespace magneto::internal::jobs {

/// Drops all with numbers below `horizon`. Errors: kIo, kCorruption.
Result<void> trim_changes(const JobContext& work, keys::SpaceId space,
                          derive::ChangeNumber horizon);

}  // namespace magneto::internal::jobs
