// SPDX-License-Identifier: Apache-2.0
//
// A page of a Scan and its cost. The service keeps a table in partitions, reads one after the
// other, and rounds the cost up in each of them: so a Scan of one small item in a new on-demand
// table, which starts with four partitions, costs 2 units (4 when consistent), and in a table with
// few provisioned units, which is one partition, half a unit (1 when consistent). Observed on the
// service.
#pragma once

#include "operations/items/range_read.h"

namespace magneto::internal::operations {

/// Reads partition by partition if the cost is asked for, else at once; the items are the same.
/// Errors: the store's.
Result<ChargedPage> scan_page(Context& context, const Source& source, ReadParameters parameters,
                              const Selection& selection, const keys::KeyRange& range);

}  // namespace magneto::internal::operations
