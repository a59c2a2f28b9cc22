// SPDX-License-Identifier: Apache-2.0
//
// The size of an item on a table with local indexes. Its entries in all of them count against the
// limit of 400 KB, as the Developer Guide says (Quotas, Items); those in global indexes do not.
// Pure.
#pragma once

#include <cstddef>

#include "catalog/table.h"
#include "value/encoded_item.h"

namespace magneto::internal::derive {

/// Whether the item and its entries in local indexes are together larger than an item may be.
/// Always false of a table without local indexes, whose items are measured without it.
bool too_large_with_local_entries(const catalog::Table& table, value::ItemView item);

}  // namespace magneto::internal::derive
