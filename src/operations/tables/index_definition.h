// SPDX-License-Identifier: Apache-2.0
//
// Secondary indexes of requests, checked and made into the catalog's form.
#pragma once

#include <memory>
#include <optional>

#include "base/result.h"
#include "catalog/table.h"
#include "model/shapes.h"
#include "operations/tables/key_definition.h"

namespace magneto::internal::operations {

inline constexpr std::size_t kMaxLocalIndexes = 5;
inline constexpr std::size_t kMaxGlobalIndexes = 20;
inline constexpr std::size_t kMaxProjectedAttributes =
    100;  ///< Of all INCLUDE projections of a table.

/// Which operation asks: some texts differ.
enum class Asking : std::uint8_t { kCreateTable, kUpdateTable };

/// An index with its name and its keys. Errors (kValidation): what is wrong with the key schema.
Result<Owned<catalog::Index>> read_local_keys(const model::LocalSecondaryIndex& from,
                                              const AttributeDefinitions& definitions,
                                              const keys::KeySchema& table_schema);
/// `From` is model::GlobalSecondaryIndex or model::CreateGlobalSecondaryIndexAction, which have the
/// same members.
template <class From>
Result<Owned<catalog::Index>> read_global_keys(const From& from,
                                               const AttributeDefinitions& definitions);

/// Errors (kValidation): type and attributes do not go together.
Result<catalog::Projection> read_projection(const model::Projection& from);

/// Projection and throughput of a global index that has its keys. Errors (kValidation): as
/// read_projection; throughput that does not fit the billing mode, or is out of its range.
template <class From>
Result<void> read_global_settings(const From& from, bool on_demand, Asking asking,
                                  catalog::Index& index);

/// What holds for all indexes of a table together: names, counts, projected attributes.
/// Errors (kValidation).
Result<void> check_indexes_together(const catalog::Table& table);

/// Errors (kValidation): more units than a table may ask for.
Result<void> check_throughput_bounds(const model::ProvisionedThroughput& throughput);

catalog::Throughput read_throughput(const model::ProvisionedThroughput& from);

/// The maxima asked for, over those that there are `now`; an index is named, a table is not. -1
/// takes a maximum away (UpdateTable). None are left: nullopt. Errors (kValidation): provisioned
/// billing, maxima below 1.
Result<std::optional<catalog::OnDemandThroughput>> read_on_demand_throughput(
    const model::OnDemandThroughput& from, const std::optional<catalog::OnDemandThroughput>& now,
    bool on_demand, Asking asking, std::string_view index = {});

/// What a table or index has when nothing is asked for; what is asked for is at least that.
struct WarmFloor {
  catalog::WarmThroughput least;
  /// Of a table or index that is being created: why it is the least (messages::kBelow...).
  std::string_view reason;
};
/// Asking for neither: nullopt. Errors (kValidation): less than the floor.
Result<std::optional<catalog::WarmThroughput>> read_warm_throughput(
    const model::WarmThroughput& from, const WarmFloor& floor, std::string_view index = {});
WarmFloor floor_at_creation(bool on_demand, const catalog::Throughput& provisioned);
WarmFloor floor_of_existing(const std::optional<catalog::WarmThroughput>& warm, bool on_demand,
                            const catalog::Throughput& provisioned);

/// The warm throughput that a table or index has without asking for more: what is provisioned, or
/// the start of on-demand (developer guide, "Understanding DynamoDB warm throughput").
catalog::WarmThroughput default_warm_throughput(bool on_demand,
                                                const catalog::Throughput& provisioned);

}  // namespace magneto::internal::operations
