// SPDX-License-Identifier: Apache-2.0
//
// Giving back the space of stream records that are older than 24 hours, and forgetting streams that
// were disabled that long ago. (Requests do not see either, whether trimmed or not.)
#pragma once

#include "base/result.h"
#include "jobs/job_context.h"

namespace magneto::internal::jobs {

/// Errors: kIo, kCorruption.
Result<void> trim_streams(const JobContext& work);

}  // namespace magneto::internal::jobs
