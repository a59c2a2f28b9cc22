// SPDX-License-Identifier: Apache-2.0
//
// The table that work writes to: made where it is not there and that is wanted.
#pragma once

#include "magneto/table.h"
#include "transfer/work.h"

namespace magneto::internal::transfer {

/// Its description, with the table's name in errors. Errors: kResourceNotFound.
Result<TableInfo> described(const Table& table);

/// As described(); `like` null creates nothing.
Result<TableInfo> ready_target(const Table& target, const model::TableDescription* like);

/// Deletes all items.
Result<void> clear(const Table& table, Work& work);

}  // namespace magneto::internal::transfer
