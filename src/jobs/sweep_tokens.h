// SPDX-License-Identifier: Apache-2.0
//
// Removing client request tokens that are older than their ten minutes. (They count as unknown
// then, whether removed or not.)
#pragma once

#include <cstdint>

#include "base/result.h"
#include "jobs/job_context.h"

namespace magneto::internal::jobs {

/// How many were removed. Errors: kIo, kCorruption.
Result<std::uint64_t> sweep_expired_tokens(const JobContext& work);

}  // namespace magneto::internal::jobs
