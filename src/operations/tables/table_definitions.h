// SPDX-License-Identifier: Apache-2.0
//
// The attribute definitions of a table, while UpdateTable changes what they define.
#pragma once

#include "base/result.h"
#include "catalog/table.h"
#include "operations/tables/key_definition.h"

namespace magneto::internal::operations {

/// Definitions of a request add to the table's. Errors (kValidation): a known name with another
/// type, or one that has a vector.
Result<void> merge_definitions(catalog::Table& table, const AttributeDefinitions& added);

/// Leaves those that a key or a search schema uses, by name.
void keep_used_definitions(catalog::Table& table);

/// What is said of an attribute that gets another type; `type` as in "S".
Error attribute_redefined(const keys::KeyAttribute& existing, std::string_view type);

}  // namespace magneto::internal::operations
