// SPDX-License-Identifier: Apache-2.0
//
// Vector indexes of requests, checked and made into the catalog's form.
#pragma once

#include <memory>

#include "base/result.h"
#include "catalog/table.h"
#include "model/shapes.h"
#include "operations/tables/key_definition.h"

namespace magneto::internal::operations {

// Developer guide, "Quotas", Vector indexes.
inline constexpr std::size_t kMaxVectorIndexes = 5;
inline constexpr std::int64_t kMaxDimensions = 4096;
inline constexpr std::size_t kMaxInlineFilters = 18;
/// The vector, the inline filters and what INCLUDE names, together; of one index.
inline constexpr std::size_t kMaxVectorProjection = 20;

/// Name and search schema. `From` is model::VectorIndex or model::CreateVectorIndexAction, which
/// have the same members. Errors (kValidation): an attribute of the schema that is not defined, or
/// named twice, more than one HASH, too many filters.
template <class From>
Result<Owned<catalog::VectorIndex>> read_search_schema(const From& from,
                                                       const AttributeDefinitions& definitions);

/// The rest of an index that has its search schema. Errors (kValidation): the projection, too many
/// dimensions, too much that is projected.
template <class From>
Result<void> read_vector_settings(const From& from, catalog::VectorIndex& index);

/// What holds for all vector indexes of a table together: billing, attributes that are keys of
/// something, dimensions of one attribute. Errors (kValidation). Names and counts are those of
/// check_indexes_together().
Result<void> check_vector_indexes(const catalog::Table& table);

}  // namespace magneto::internal::operations
