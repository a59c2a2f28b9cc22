// SPDX-License-Identifier: Apache-2.0
//
// ItemRef: one item of one table, there or not.
#pragma once

#include <string_view>

#include "catalog/table.h"

namespace magneto::internal::store {

/// Borrows both: the request holds the table's shared_ptr and the arena of the key.
struct ItemRef {
  const catalog::Table* table;
  std::string_view key;  ///< keys::item_key(arena, table->space, table->schema, item)
};

}  // namespace magneto::internal::store
