// SPDX-License-Identifier: Apache-2.0
//
// Bringing streams from ENABLING to ENABLED and from DISABLING to DISABLED (catalog/stream.h): wait
// until no write follows an older version of the table, then note the number of that moment. The
// stream of a removed table in which there is nothing to read is forgotten instead. The beginning
// of a table's history (catalog/history.h) is found in the same way.
#pragma once

#include <stop_token>

#include "base/result.h"
#include "catalog/catalog.h"
#include "store/store.h"

namespace magneto::internal::jobs {

/// Finishes the transitions of all streams and histories, and returns when they are finished, or
/// when stopped. Ends within the longest request that runs now. May run on several threads at once.
/// REQUIRES: the caller holds no version of a table. Errors: kIo, kCorruption.
Result<void> finish_transitions(catalog::Catalog& catalog, store::Store& store,
                                std::stop_token stop = {});

}  // namespace magneto::internal::jobs
