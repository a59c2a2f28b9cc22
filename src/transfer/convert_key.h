// SPDX-License-Identifier: Apache-2.0
//
// Keys as people type them, in the types of the table.
#pragma once

#include <string>
#include <vector>

#include "magneto/table_info.h"
#include "magneto/value.h"
#include "transfer/names.h"

namespace magneto::internal::transfer {

/// Binaries are in base64. Errors: kAbsent (one is missing), kInvalidArgument.
Result<Item> converted_key(const std::string& table, const std::vector<KeyAttribute>& attributes,
                           const Item& given);

}  // namespace magneto::internal::transfer
