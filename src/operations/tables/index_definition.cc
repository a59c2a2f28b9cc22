// SPDX-License-Identifier: Apache-2.0
#include "operations/tables/index_definition.h"

#include <algorithm>
#include <set>

#include "operations/core/vector_messages.h"
#include "operations/tables/vector_index_definition.h"

namespace magneto::internal::operations {
namespace {

constexpr std::int64_t kMaxUnits = 1'000'000'000'000;
constexpr std::int64_t kNoMaximumUnits = -1;
constexpr catalog::WarmThroughput kOnDemandStart{12'000, 4'000};

}  // namespace

Result<catalog::Projection> read_projection(const model::Projection& from) {
  if (!from.projection_type) return messages::invalid_value("Unknown ProjectionType: null");
  const model::ProjectionType type = *from.projection_type->value();
  const bool include = type == model::ProjectionType::kInclude;
  if (from.non_key_attributes && !include)
    return messages::invalid_value("ProjectionType is " + std::string(model::word_of(type)) +
                                   ", but NonKeyAttributes is specified");
  if (!from.non_key_attributes && include)
    return messages::invalid_value(
        "ProjectionType is INCLUDE, but NonKeyAttributes is not specified");

  catalog::Projection projection;
  projection.type = type;
  std::set<std::string_view> seen;
  if (include) {
    for (std::string_view name : *from.non_key_attributes) {
      if (!seen.insert(name).second)
        return messages::invalid_value("Duplicate element in NonKeyAttributes: " +
                                       std::string(name));
    }
    projection.non_key_attributes.assign(seen.begin(), seen.end());  // The service sorts them.
  }
  return projection;
}

Result<Owned<catalog::Index>> read_local_keys(const model::LocalSecondaryIndex& from,
                                              const AttributeDefinitions& definitions,
                                              const keys::KeySchema& table_schema) {
  Owned<catalog::Index> index;
  index->name = *from.index_name;
  index->local = true;
  MAGNETO_ASSIGN_OR_RETURN(
      index->schema, read_key_schema(*from.key_schema, definitions, KeySchemaOwner::kLocalIndex));
  if (index->schema.sort.empty())
    return messages::invalid_value("Index KeySchema does not have a range key for index: " +
                                   index->name);
  const std::string& hash = index->schema.partition[0].name;
  const std::string& table_hash = table_schema.partition[0].name;
  if (hash != table_hash)
    return messages::invalid_value(
        "Index KeySchema does not have the same leading hash key as table KeySchema for index: " +
        index->name + ". index hash key: " + hash + ", table hash key: " + table_hash);
  return index;
}

template <class From>
Result<Owned<catalog::Index>> read_global_keys(const From& from,
                                               const AttributeDefinitions& definitions) {
  Owned<catalog::Index> index;
  index->name = *from.index_name;
  MAGNETO_ASSIGN_OR_RETURN(
      index->schema, read_key_schema(*from.key_schema, definitions, KeySchemaOwner::kGlobalIndex));
  return index;
}

namespace {

Result<void> check_billing(bool provisioned_given, bool on_demand, Asking asking,
                           const std::string& index) {
  if (on_demand && provisioned_given) {
    return messages::invalid_value(
        asking == Asking::kCreateTable
            ? "ProvisionedThroughput should not be specified for index: " + index +
                  " when BillingMode is PAY_PER_REQUEST"
            : "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: " +
                  index + " when BillingMode is PAY_PER_REQUEST");
  }
  if (!on_demand && !provisioned_given) {
    return messages::invalid_value(asking == Asking::kCreateTable
                                       ? "ProvisionedThroughput is not specified for index: " +
                                             index
                                       : messages::both_units_needed(index));
  }
  return {};
}

}  // namespace

template <class From>
Result<void> read_global_settings(const From& from, bool on_demand, Asking asking,
                                  catalog::Index& index) {
  MAGNETO_ASSIGN_OR_RETURN(index.projection, read_projection(*from.projection));
  MAGNETO_RETURN_IF_ERROR(
      check_billing(from.provisioned_throughput.has_value(), on_demand, asking, index.name));
  if (!on_demand) {
    MAGNETO_RETURN_IF_ERROR(check_throughput_bounds(*from.provisioned_throughput));
    index.throughput = read_throughput(*from.provisioned_throughput);
  }
  if (from.on_demand_throughput) {
    MAGNETO_ASSIGN_OR_RETURN(index.on_demand_throughput,
                             read_on_demand_throughput(*from.on_demand_throughput, {}, on_demand,
                                                       Asking::kCreateTable, index.name));
  }
  if (from.warm_throughput) {
    MAGNETO_ASSIGN_OR_RETURN(
        index.warm_throughput,
        read_warm_throughput(*from.warm_throughput, floor_at_creation(on_demand, index.throughput),
                             index.name));
  }
  return {};
}

template Result<Owned<catalog::Index>> read_global_keys(const model::GlobalSecondaryIndex&,
                                                        const AttributeDefinitions&);
template Result<Owned<catalog::Index>> read_global_keys(
    const model::CreateGlobalSecondaryIndexAction&, const AttributeDefinitions&);
template Result<void> read_global_settings(const model::GlobalSecondaryIndex&, bool, Asking,
                                           catalog::Index&);
template Result<void> read_global_settings(const model::CreateGlobalSecondaryIndexAction&, bool,
                                           Asking, catalog::Index&);

Result<void> check_indexes_together(const catalog::Table& table) {
  std::set<std::string_view> names;
  std::size_t local = 0, projected = 0;
  for (const auto& index : table.indexes) {
    if (!names.insert(index->name).second)
      return messages::invalid_value("Duplicate index name: " + index->name);
    local += index->local ? 1 : 0;
    projected += index->projection.non_key_attributes.size();
  }
  for (const auto& index : table.vector_indexes) {
    if (!names.insert(index->name).second)
      return messages::invalid_value("Duplicate index name: " + index->name);
  }
  if (local > kMaxLocalIndexes)
    return messages::invalid_value("Number of LocalSecondaryIndexes exceeds per-table limit of 5");
  if (table.indexes.size() - local > kMaxGlobalIndexes)
    return messages::invalid_value("GlobalSecondaryIndex count exceeds the per-table limit of 20");
  if (table.vector_indexes.size() > kMaxVectorIndexes)
    return messages::invalid_value(std::string(messages::kTooManyVectorIndexes));
  if (projected > kMaxProjectedAttributes)
    return messages::invalid_value(
        "Number of attributes projected into all of the indexes exceeds the limit of " +
        std::to_string(kMaxProjectedAttributes));
  return {};
}

Result<void> check_throughput_bounds(const model::ProvisionedThroughput& throughput) {
  if (*throughput.read_capacity_units > kMaxUnits)
    return messages::out_of_bounds(*throughput.read_capacity_units, "ReadCapacityUnits");
  if (*throughput.write_capacity_units > kMaxUnits)
    return messages::out_of_bounds(*throughput.write_capacity_units, "WriteCapacityUnits");
  return {};
}

catalog::Throughput read_throughput(const model::ProvisionedThroughput& from) {
  return {.read_units = *from.read_capacity_units, .write_units = *from.write_capacity_units};
}

Result<std::optional<catalog::OnDemandThroughput>> read_on_demand_throughput(
    const model::OnDemandThroughput& from, const std::optional<catalog::OnDemandThroughput>& now,
    bool on_demand, Asking asking, std::string_view index) {
  const bool exists = asking == Asking::kUpdateTable;
  catalog::OnDemandThroughput maxima = now.value_or(catalog::OnDemandThroughput{});
  const auto read = [&](std::optional<std::int64_t> units, std::string_view member,
                        std::optional<std::int64_t>& to) -> Result<void> {
    if (!units) return {};
    if (!on_demand) return messages::on_demand_throughput_forbidden(member, exists, index);
    if (*units < 1 && !(exists && *units == kNoMaximumUnits))
      return messages::on_demand_throughput_range(member, index);
    to = *units == kNoMaximumUnits ? std::nullopt : units;
    return {};
  };
  MAGNETO_RETURN_IF_ERROR(
      read(from.max_read_request_units, "MaxReadRequestUnits", maxima.max_read_units));
  MAGNETO_RETURN_IF_ERROR(
      read(from.max_write_request_units, "MaxWriteRequestUnits", maxima.max_write_units));
  if (!maxima.max_read_units && !maxima.max_write_units)
    return std::optional<catalog::OnDemandThroughput>{};
  return std::optional(maxima);
}

Result<std::optional<catalog::WarmThroughput>> read_warm_throughput(
    const model::WarmThroughput& from, const WarmFloor& floor, std::string_view index) {
  if (!from.read_units_per_second && !from.write_units_per_second)
    return std::optional<catalog::WarmThroughput>{};
  const catalog::WarmThroughput& least = floor.least;
  const catalog::WarmThroughput warm{
      from.read_units_per_second.value_or(least.read_units_per_second),
      from.write_units_per_second.value_or(least.write_units_per_second)};
  if (warm.read_units_per_second < least.read_units_per_second)
    return messages::warm_throughput_too_low("Read", index, floor.reason);
  if (warm.write_units_per_second < least.write_units_per_second)
    return messages::warm_throughput_too_low("Write", index, floor.reason);
  return std::optional(warm);
}

WarmFloor floor_at_creation(bool on_demand, const catalog::Throughput& provisioned) {
  return {default_warm_throughput(on_demand, provisioned),
          on_demand ? messages::kBelowOnDemandStart : messages::kBelowProvisioned};
}

WarmFloor floor_of_existing(const std::optional<catalog::WarmThroughput>& warm, bool on_demand,
                            const catalog::Throughput& provisioned) {
  return {warm.value_or(default_warm_throughput(on_demand, provisioned)), messages::kBelowCurrent};
}

catalog::WarmThroughput default_warm_throughput(bool on_demand,
                                                const catalog::Throughput& provisioned) {
  if (on_demand) return kOnDemandStart;
  return {provisioned.read_units, provisioned.write_units};
}

}  // namespace magneto::internal::operations
