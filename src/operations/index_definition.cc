// SPDX-License-Identifier: Apache-2.0
#include "operations/index_definition.h"

#include <algorithm>
#include <set>

#include "operations/table_texts.h"

namespace magneto::operations {
namespace {

constexpr std::int64_t kMaxUnits = 1'000'000'000'000;
constexpr catalog::WarmThroughput kOnDemandStart{12'000, 4'000};

Result<catalog::Projection> read_projection(const wire::Projection& from) {
  if (!from.projection_type) return texts::invalid_value("Unknown ProjectionType: null");
  const std::string_view type = *from.projection_type;
  const bool include = type == "INCLUDE";
  if (from.non_key_attributes && !include)
    return texts::invalid_value("ProjectionType is " + std::string(type) +
                                ", but NonKeyAttributes is specified");
  if (!from.non_key_attributes && include)
    return texts::invalid_value("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");

  catalog::Projection projection;
  projection.type = include               ? catalog::ProjectionType::kInclude
                    : type == "KEYS_ONLY" ? catalog::ProjectionType::kKeysOnly
                                          : catalog::ProjectionType::kAll;
  std::set<std::string_view> seen;
  if (include) {
    for (std::string_view name : *from.non_key_attributes) {
      if (!seen.insert(name).second)
        return texts::invalid_value("Duplicate attribute name in NonKeyAttributes: " +
                                    std::string(name));
      projection.non_key_attributes.emplace_back(name);
    }
  }
  return projection;
}

}  // namespace

Result<std::unique_ptr<catalog::Index>> read_local_index(const wire::LocalSecondaryIndex& from,
                                                         const AttributeDefinitions& definitions,
                                                         const keys::KeySchema& table_schema) {
  auto index = std::make_unique<catalog::Index>();
  index->name = *from.index_name;
  index->local = true;
  MAGNETO_ASSIGN_OR_RETURN(
      index->schema, read_key_schema(*from.key_schema, definitions, KeySchemaOwner::kLocalIndex));
  if (index->schema.sort.empty())
    return texts::invalid_value("Index KeySchema does not have a range key for index: " +
                                index->name);
  const std::string& hash = index->schema.partition[0].name;
  const std::string& table_hash = table_schema.partition[0].name;
  if (hash != table_hash)
    return texts::invalid_value(
        "Index KeySchema does not have the same leading hash key as table KeySchema for index: " +
        index->name + ". index hash key: " + hash + ", table hash key: " + table_hash);
  MAGNETO_ASSIGN_OR_RETURN(index->projection, read_projection(*from.projection));
  return index;
}

template <class From>
Result<std::unique_ptr<catalog::Index>> read_global_index(const From& from,
                                                          const AttributeDefinitions& definitions,
                                                          bool on_demand) {
  auto index = std::make_unique<catalog::Index>();
  index->name = *from.index_name;
  MAGNETO_ASSIGN_OR_RETURN(
      index->schema, read_key_schema(*from.key_schema, definitions, KeySchemaOwner::kGlobalIndex));
  MAGNETO_ASSIGN_OR_RETURN(index->projection, read_projection(*from.projection));
  if (on_demand && from.provisioned_throughput)
    return texts::invalid_value("ProvisionedThroughput should not be specified for index: " +
                                index->name + " when BillingMode is PAY_PER_REQUEST");
  if (!on_demand && !from.provisioned_throughput)
    return texts::invalid_value("ProvisionedThroughput must be specified for index: " +
                                index->name);
  if (!on_demand) {
    MAGNETO_RETURN_IF_ERROR(check_throughput_bounds(*from.provisioned_throughput));
    index->throughput = read_throughput(*from.provisioned_throughput);
  }
  if (from.on_demand_throughput)
    index->on_demand_throughput = read_on_demand_throughput(*from.on_demand_throughput);
  if (from.warm_throughput) {
    MAGNETO_ASSIGN_OR_RETURN(
        index->warm_throughput,
        read_warm_throughput(*from.warm_throughput,
                             default_warm_throughput(on_demand, index->throughput)));
  }
  return index;
}

template Result<std::unique_ptr<catalog::Index>> read_global_index(
    const wire::GlobalSecondaryIndex&, const AttributeDefinitions&, bool);
template Result<std::unique_ptr<catalog::Index>> read_global_index(
    const wire::CreateGlobalSecondaryIndexAction&, const AttributeDefinitions&, bool);

Result<void> check_indexes_together(const catalog::Table& table) {
  std::set<std::string_view> names;
  std::size_t local = 0, projected = 0;
  for (const auto& index : table.indexes) {
    if (!names.insert(index->name).second)
      return texts::invalid_value("Duplicate index name: " + index->name);
    local += index->local ? 1 : 0;
    projected += index->projection.non_key_attributes.size();
  }
  if (local > kMaxLocalIndexes)
    return texts::invalid_value("Number of LocalSecondaryIndexes exceeds per-table limit of 5");
  if (table.indexes.size() - local > kMaxGlobalIndexes)
    return texts::invalid_value("GlobalSecondaryIndex count exceeds the per-table limit of 20");
  if (projected > kMaxProjectedAttributes)
    return texts::invalid_value(
        "Number of attributes projected into all of the indexes exceeds the limit of " +
        std::to_string(kMaxProjectedAttributes));
  return {};
}

Result<void> check_throughput_bounds(const wire::ProvisionedThroughput& throughput) {
  if (*throughput.read_capacity_units > kMaxUnits)
    return texts::out_of_bounds(*throughput.read_capacity_units, "ReadCapacityUnits");
  if (*throughput.write_capacity_units > kMaxUnits)
    return texts::out_of_bounds(*throughput.write_capacity_units, "WriteCapacityUnits");
  return {};
}

catalog::Throughput read_throughput(const wire::ProvisionedThroughput& from) {
  return {.read_units = *from.read_capacity_units, .write_units = *from.write_capacity_units};
}

catalog::OnDemandThroughput read_on_demand_throughput(const wire::OnDemandThroughput& from) {
  return {from.max_read_request_units, from.max_write_request_units};
}

Result<catalog::WarmThroughput> read_warm_throughput(const wire::WarmThroughput& from,
                                                     const catalog::WarmThroughput& at_least) {
  if (!from.read_units_per_second && !from.write_units_per_second)
    return texts::invalid_value(
        "WarmThroughput must specify at least one of ReadUnitsPerSecond and WriteUnitsPerSecond");
  const catalog::WarmThroughput warm{
      from.read_units_per_second.value_or(at_least.read_units_per_second),
      from.write_units_per_second.value_or(at_least.write_units_per_second)};
  if (warm.read_units_per_second < at_least.read_units_per_second)
    return texts::invalid_value(
        "Requested ReadUnitsPerSecond for WarmThroughput is lower than current "
        "WarmThroughput, decreasing WarmThroughput is not supported");
  if (warm.write_units_per_second < at_least.write_units_per_second)
    return texts::invalid_value(
        "Requested WriteUnitsPerSecond for WarmThroughput is lower than current "
        "WarmThroughput, decreasing WarmThroughput is not supported");
  return warm;
}

catalog::WarmThroughput default_warm_throughput(bool on_demand,
                                                const catalog::Throughput& provisioned) {
  if (on_demand) return kOnDemandStart;
  return {provisioned.read_units, provisioned.write_units};
}

}  // namespace magneto::operations
