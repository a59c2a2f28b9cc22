// SPDX-License-Identifier: Apache-2.0
//
// AttributeDefinitions and KeySchemas of requests, checked and made into the catalog's form.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "keys/key_schema.h"
#include "model/shapes.h"

namespace magneto::internal::operations {

using AttributeDefinitions = std::vector<keys::KeyAttribute>;

/// Errors (kValidation): a name that is defined twice.
Result<AttributeDefinitions> read_attribute_definitions(
    std::span<const model::AttributeDefinition> from);

/// What a key schema is for: tables and local indexes have one HASH and at most one RANGE element
/// (the wire has checked that there are no more than two), global indexes up to four of each.
enum class KeySchemaOwner : std::uint8_t { kTable, kLocalIndex, kGlobalIndex };

/// Errors (kValidation), in this order: more elements than definitions (tables), elements without a
/// definition, two elements of one name, HASH and RANGE out of order or too many of them.
Result<keys::KeySchema> read_key_schema(std::span<const model::KeySchemaElement> from,
                                        const AttributeDefinitions& definitions,
                                        KeySchemaOwner owner);

/// "[a, b]", as the texts list what is defined.
std::string defined_names(const AttributeDefinitions& definitions);

}  // namespace magneto::internal::operations
