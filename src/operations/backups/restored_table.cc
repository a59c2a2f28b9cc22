// SPDX-License-Identifier: Apache-2.0
#include "operations/backups/restored_table.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "operations/backups/backup_messages.h"
#include "operations/tables/index_definition.h"
#include "operations/tables/quotas.h"
#include "operations/tables/table_definitions.h"
#include "operations/tables/table_settings.h"
#include "operations/tables/vector_index_definition.h"

namespace magneto::internal::operations {
namespace {

constexpr auto kOnDemand = model::BillingMode::kPayPerRequest;
constexpr auto kProvisioned = model::BillingMode::kProvisioned;

Result<void> restore_units(const catalog::Table& source, const RestoreOverrides& overrides,
                           catalog::Table& table) {
  const bool to_on_demand = overrides.billing_mode == kOnDemand;
  const bool to_provisioned = overrides.billing_mode == kProvisioned;
  if (overrides.throughput) {
    if (to_on_demand)
      return messages::invalid_request(std::string(messages::kProvisionedForbidden));
    if (table.on_demand)
      return messages::invalid_request(std::string(messages::kProvisionedNeedsMode));
    MAGNETO_RETURN_IF_ERROR(check_throughput_bounds(*overrides.throughput));
    table.throughput = read_throughput(*overrides.throughput);
    return {};
  }
  if (to_provisioned) return messages::invalid_request(std::string(messages::kProvisionedMissing));
  if (!table.on_demand) {
    table.throughput = {.read_units = source.throughput.read_units,
                        .write_units = source.throughput.write_units};
  }
  return {};
}

Result<void> read_maximum(std::optional<std::int64_t> units, std::string_view member,
                          bool on_demand, std::optional<std::int64_t>& to) {
  if (!units) return {};
  if (!on_demand) return messages::maximum_needs_mode(member);
  if (*units < 1) return messages::maximum_out_of_range(member);
  to = units;
  return {};
}

// `now` is the source's.
Result<void> restore_maxima(const std::optional<model::OnDemandThroughput>& wanted,
                            const std::optional<catalog::OnDemandThroughput>& now, bool on_demand,
                            std::optional<catalog::OnDemandThroughput>& to) {
  if (on_demand) to = now;
  if (!wanted) return {};
  catalog::OnDemandThroughput maxima;
  MAGNETO_RETURN_IF_ERROR(read_maximum(wanted->max_read_request_units, "MaxReadRequestUnits",
                                       on_demand, maxima.max_read_units));
  MAGNETO_RETURN_IF_ERROR(read_maximum(wanted->max_write_request_units, "MaxWriteRequestUnits",
                                       on_demand, maxima.max_write_units));
  to.reset();
  if (maxima.max_read_units || maxima.max_write_units) to = maxima;
  return {};
}

bool has_keys(const keys::KeySchema& schema, std::span<const model::KeySchemaElement> wanted) {
  if (wanted.size() != schema.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const bool hash = i < schema.partition.size();
    const keys::KeyAttribute& own =
        hash ? schema.partition[i] : schema.sort[i - schema.partition.size()];
    if (*wanted[i].attribute_name != own.name) return false;
    if (*wanted[i].key_type != (hash ? model::KeyType::kHash : model::KeyType::kRange))
      return false;
  }
  return true;
}

// The source's index with the same keys and projection, whatever its name, under the new one.
template <class Wanted>
Result<Owned<catalog::Index>> restore_index(const catalog::Table& source, bool local,
                                            const Wanted& wanted) {
  MAGNETO_ASSIGN_OR_RETURN(const catalog::Projection projection,
                           read_projection(*wanted.projection));
  for (const auto& index : source.indexes) {
    if (index->local != local || index->projection != projection) continue;
    if (!has_keys(index->schema, *wanted.key_schema)) continue;
    Owned<catalog::Index> restored;
    restored->name = *wanted.index_name;
    restored->local = local;
    restored->schema = index->schema;
    restored->projection = index->projection;
    return restored;
  }
  return messages::no_such_index_in_source(*wanted.index_name);
}

Result<void> restore_local_indexes(const catalog::Table& source, const RestoreOverrides& overrides,
                                   catalog::Table& table) {
  if (overrides.local_indexes) {
    for (const auto& each : *overrides.local_indexes) {
      MAGNETO_ASSIGN_OR_RETURN(auto index, restore_index(source, true, each));
      table.indexes.push_back(std::move(index));
    }
    return {};
  }
  for (const auto& index : source.indexes) {
    if (!index->local) continue;
    Owned<catalog::Index> restored;
    restored->name = index->name;
    restored->local = true;
    restored->schema = index->schema;
    restored->projection = index->projection;
    table.indexes.push_back(std::move(restored));
  }
  return {};
}

Result<void> check_index_units(bool given, const RestoreOverrides& overrides, bool on_demand,
                               std::string_view index) {
  if (!on_demand && !given) return messages::index_units_missing(index);
  if (!on_demand || !given) return {};
  const bool overridden = overrides.billing_mode == kOnDemand;
  return messages::invalid_request(
      std::string(overridden ? messages::kProvisionedForbidden : messages::kProvisionedNeedsMode) +
      " for index " + std::string(index));
}

// An index of the request: it has the units of the request.
Result<void> restore_global_index(const catalog::Table& source, const RestoreOverrides& overrides,
                                  const model::GlobalSecondaryIndex& wanted,
                                  catalog::Table& table) {
  MAGNETO_ASSIGN_OR_RETURN(auto index, restore_index(source, false, wanted));
  MAGNETO_RETURN_IF_ERROR(check_index_units(wanted.provisioned_throughput.has_value(), overrides,
                                            table.on_demand, index->name));
  if (wanted.provisioned_throughput) {
    MAGNETO_RETURN_IF_ERROR(check_throughput_bounds(*wanted.provisioned_throughput));
    index->throughput = read_throughput(*wanted.provisioned_throughput);
  }
  MAGNETO_RETURN_IF_ERROR(restore_maxima(wanted.on_demand_throughput, {}, table.on_demand,
                                         index->on_demand_throughput));
  table.indexes.push_back(std::move(index));
  return {};
}

Result<void> restore_global_indexes(const catalog::Table& source, const RestoreOverrides& overrides,
                                    catalog::Table& table) {
  if (overrides.global_indexes) {
    for (const auto& each : *overrides.global_indexes) {
      MAGNETO_RETURN_IF_ERROR(restore_global_index(source, overrides, each, table));
    }
    return {};
  }
  for (const auto& index : source.indexes) {
    if (index->local) continue;
    Owned<catalog::Index> restored;
    restored->name = index->name;
    restored->schema = index->schema;
    restored->projection = index->projection;
    if (table.on_demand) {
      restored->on_demand_throughput = index->on_demand_throughput;
    } else {
      // An on-demand source has no units to take over.
      if (source.on_demand) return messages::index_units_missing(index->name);
      restored->throughput = {.read_units = index->throughput.read_units,
                              .write_units = index->throughput.write_units};
    }
    table.indexes.push_back(std::move(restored));
  }
  return {};
}

Owned<catalog::VectorIndex> copy_of(const catalog::VectorIndex& index) {
  Owned<catalog::VectorIndex> copy;
  copy->name = index.name;
  copy->attribute = index.attribute;
  copy->dimensions = index.dimensions;
  copy->distance = index.distance;
  copy->search_schema = index.search_schema;
  copy->projection = index.projection;
  return copy;
}

bool is_same_but_for_name(const catalog::VectorIndex& one, const catalog::VectorIndex& other) {
  const auto same = [](const catalog::SearchAttribute& a, const catalog::SearchAttribute& b) {
    return a.attribute.name == b.attribute.name && a.hash == b.hash;
  };
  return one.attribute == other.attribute && one.dimensions == other.dimensions &&
         one.distance == other.distance && one.projection == other.projection &&
         std::ranges::equal(one.search_schema, other.search_schema, same);
}

// By the rule of the other indexes; no witness.
Result<void> restore_vector_indexes(const catalog::Table& source, const RestoreOverrides& overrides,
                                    catalog::Table& table) {
  if (!overrides.vector_indexes) {
    for (const auto& index : source.vector_indexes) table.vector_indexes.push_back(copy_of(*index));
    return {};
  }
  for (const model::VectorIndex& each : *overrides.vector_indexes) {
    MAGNETO_ASSIGN_OR_RETURN(auto wanted, read_search_schema(each, source.attribute_definitions));
    MAGNETO_RETURN_IF_ERROR(read_vector_settings(each, *wanted));
    const auto found = std::ranges::find_if(source.vector_indexes, [&](const auto& index) {
      return is_same_but_for_name(*index, *wanted);
    });
    if (found == source.vector_indexes.end())
      return messages::no_such_index_in_source(wanted->name);
    table.vector_indexes.push_back(std::move(wanted));
  }
  return {};
}

Result<void> restore_encryption(const catalog::Table& source, const RestoreOverrides& overrides,
                                const catalog::Catalog::Options& place, catalog::Table& table) {
  if (overrides.encryption) return apply_encryption(table, *overrides.encryption, false, place);
  table.encrypted_with_kms = source.encrypted_with_kms;
  table.kms_key_arn = source.kms_key_arn;
  return {};
}

}  // namespace

Result<catalog::Table> make_restored_table(const catalog::Table& source, std::string_view name,
                                           const RestoreOverrides& overrides,
                                           const catalog::Catalog::Options& place,
                                           std::int64_t now_ms) {
  catalog::Table table;
  table.name = name;
  table.schema = source.schema;
  table.attribute_definitions = source.attribute_definitions;
  table.on_demand =
      overrides.billing_mode ? *overrides.billing_mode == kOnDemand : source.on_demand;
  table.billing_mode_named = table.on_demand;
  if (table.on_demand) table.on_demand_since_ms = now_ms;
  MAGNETO_RETURN_IF_ERROR(restore_units(source, overrides, table));
  MAGNETO_RETURN_IF_ERROR(restore_maxima(overrides.on_demand_throughput,
                                         source.on_demand_throughput, table.on_demand,
                                         table.on_demand_throughput));
  MAGNETO_RETURN_IF_ERROR(restore_local_indexes(source, overrides, table));
  MAGNETO_RETURN_IF_ERROR(restore_global_indexes(source, overrides, table));
  MAGNETO_RETURN_IF_ERROR(restore_vector_indexes(source, overrides, table));
  MAGNETO_RETURN_IF_ERROR(check_indexes_together(table));
  MAGNETO_RETURN_IF_ERROR(check_vector_indexes(table));
  keep_used_definitions(table);
  MAGNETO_RETURN_IF_ERROR(restore_encryption(source, overrides, place, table));
  MAGNETO_RETURN_IF_ERROR(check_quotas(table, place.region));
  return table;
}

}  // namespace magneto::internal::operations
