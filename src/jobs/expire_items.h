// SPDX-License-Identifier: Apache-2.0
//
// Removing items whose time has come (time to live). A pass walks all items of the tables that have
// a time-to-live attribute, a few at a time, and erases the expired ones in small writes like any
// other: indexes, counters and streams follow. An item is looked at again under its latch: a
// request may have given it more time meanwhile.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "jobs/job_context.h"

namespace magneto::internal::jobs {

/// One pass. How many were erased. Errors: kIo, kCorruption.
Result<std::uint64_t> expire_items(const JobContext& work);

}  // namespace magneto::internal::jobs
