// SPDX-License-Identifier: Apache-2.0
//
// Filling a table that is being restored (catalog/restore.h), with writes like any other: indexes
// and counters follow. Nobody else gets at the table before it is ACTIVE.
//
// First the source's items are copied in key order. Those of a backup stay as they are. Those of a
// table that is in use change meanwhile: each item is copied as it is at some moment. Then the
// history is undone from its end down to the moment that is to be restored: so whatever an item was
// when it was copied, the last that is put in its place is its old image at the earliest change
// since that moment. Doing some of that twice changes nothing, so a restart needs no notes: the
// copy goes on behind the last item there is, and all is undone again.
#pragma once

#include <string>

#include "base/result.h"
#include "jobs/job_context.h"

namespace magneto::internal::jobs {

/// Fills the table, and makes it ACTIVE. Nothing is to be done when it is not being restored.
/// Errors: kIo, kCorruption.
Result<void> restore_table(const JobContext& work, const std::string& name);

}  // namespace magneto::internal::jobs
