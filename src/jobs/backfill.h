// SPDX-License-Identifier: Apache-2.0
//
// Filling a new global secondary or vector index while the table is in use.
//
// Once no request uses a table version without the index (wait_for_old_readers), every write keeps
// the entries of the items it touches. Entries that the mixture of old and new versions left before
// that may be wrong: they are erased first. Then the items are walked in key order, a few at a
// time; under their latches the entries of the items as they are now are written. A write that
// comes before or after that does the same to its item, so the order does not matter. The place
// reached is stored with the entries: a restart goes on from there.
//
// Writes count the index's items as if every entry were there already, so the counters are wrong
// until all of them are; then they are corrected once, from a view that has entries and counters of
// one moment.
//
// Items without a valid key of the index, or a valid vector, have no entry: like the service,
// silently.
#pragma once

#include <string>

#include "base/result.h"
#include "jobs/job_context.h"
#include "keys/key_bytes.h"

namespace magneto::internal::jobs {

struct BackfillTask {
  std::string table;
  keys::SpaceId index_space;
};

/// Fills the index and makes it ACTIVE. Returns without a word when the index or the table is
/// removed meanwhile, or the work is stopped. Errors: kIo, kCorruption.
Result<void> backfill(const JobContext& work, const BackfillTask& task);

}  // namespace magneto::internal::jobs
