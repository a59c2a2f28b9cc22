// SPDX-License-Identifier: Apache-2.0
//
// Secondary indexes of requests, checked and made into the catalog's form.
#pragma once

#include <memory>
#include <optional>

#include "base/result.h"
#include "catalog/table.h"
#include "operations/key_definition.h"
#include "wire/shapes.h"

namespace magneto::operations {

inline constexpr std::size_t kMaxLocalIndexes = 5;
inline constexpr std::size_t kMaxGlobalIndexes = 20;
inline constexpr std::size_t kMaxProjectedAttributes =
    100;  ///< Of all INCLUDE projections of a table.

/// Errors (kValidation): what is wrong with key schema or projection.
Result<std::unique_ptr<catalog::Index>> read_local_index(const wire::LocalSecondaryIndex& from,
                                                         const AttributeDefinitions& definitions,
                                                         const keys::KeySchema& table_schema);

/// `From` is wire::GlobalSecondaryIndex or wire::CreateGlobalSecondaryIndexAction, which have the
/// same members. Errors (kValidation): key schema, projection, throughput that does not fit the
/// billing mode.
template <class From>
Result<std::unique_ptr<catalog::Index>> read_global_index(const From& from,
                                                          const AttributeDefinitions& definitions,
                                                          bool on_demand);

/// What holds for all indexes of a table together: names, counts, projected attributes.
/// Errors (kValidation).
Result<void> check_indexes_together(const catalog::Table& table);

/// Errors (kValidation): more units than a table may ask for.
Result<void> check_throughput_bounds(const wire::ProvisionedThroughput& throughput);

catalog::Throughput read_throughput(const wire::ProvisionedThroughput& from);
catalog::OnDemandThroughput read_on_demand_throughput(const wire::OnDemandThroughput& from);
/// Errors (kValidation): less than `at_least`, which the table or index has already, or nothing
/// given.
Result<catalog::WarmThroughput> read_warm_throughput(const wire::WarmThroughput& from,
                                                     const catalog::WarmThroughput& at_least);

/// The warm throughput that a table or index has without asking for more: what is provisioned, or
/// the start of on-demand (developer guide, "Understanding DynamoDB warm throughput").
catalog::WarmThroughput default_warm_throughput(bool on_demand,
                                                const catalog::Throughput& provisioned);

}  // namespace magneto::operations
