// SPDX-License-Identifier: Apache-2.0
//
// Finding out which entries of an index are wrong, one by one, and writing them again.
#pragma once

#include "store/verify/check_context.h"
#include "store/verify/index_entries.h"

namespace magneto::internal::store {

/// Names the entries that are missing, wrong, or of no item. Errors: kIo, kCorruption.
Result<void> find_wrong_entries(CheckContext& context, CheckedPlace& place, const AnyIndex& index,
                                bool may_repair);

}  // namespace magneto::internal::store
