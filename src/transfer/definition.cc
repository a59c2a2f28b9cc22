// SPDX-License-Identifier: Apache-2.0
#include "magneto/model.h"
#include "magneto/transfer/copy.h"

namespace magneto {
namespace {

std::optional<model::ProvisionedThroughput> throughput_of(
    const std::optional<model::ProvisionedThroughputDescription>& described) {
  if (!described || described->read_capacity_units.value_or(0) < 1) return std::nullopt;
  return model::ProvisionedThroughput{
      .read_capacity_units = *described->read_capacity_units,
      .write_capacity_units = described->write_capacity_units.value_or(1)};
}

bool is_paid_per_request(const model::TableDescription& table) {
  return table.billing_mode_summary && table.billing_mode_summary->billing_mode &&
         *table.billing_mode_summary->billing_mode == model::BillingMode::kPayPerRequest;
}

template <class Index, class Description>
Index index_of(const Description& described) {
  Index index;
  index.index_name = described.index_name.value_or("");
  if (described.projection) index.projection = *described.projection;
  return index;
}

void add_indexes(const model::TableDescription& table, model::CreateTableInput& to) {
  for (const auto& described : table.local_secondary_indexes) {
    if (!to.local_secondary_indexes) to.local_secondary_indexes.emplace();
    auto index = index_of<model::LocalSecondaryIndex>(described);
    index.key_schema = described.key_schema;
    to.local_secondary_indexes->push_back(std::move(index));
  }
  for (const auto& described : table.global_secondary_indexes) {
    if (!to.global_secondary_indexes) to.global_secondary_indexes.emplace();
    auto index = index_of<model::GlobalSecondaryIndex>(described);
    index.key_schema = described.key_schema;
    index.on_demand_throughput = described.on_demand_throughput;
    if (!is_paid_per_request(table)) {
      index.provisioned_throughput = throughput_of(described.provisioned_throughput);
    }
    to.global_secondary_indexes->push_back(std::move(index));
  }
  for (const auto& described : table.vector_indexes) {
    if (!to.vector_indexes) to.vector_indexes.emplace();
    auto index = index_of<model::VectorIndex>(described);
    if (described.vector_attribute) index.vector_attribute = *described.vector_attribute;
    if (!described.search_schema.empty()) index.search_schema = described.search_schema;
    index.dimensions = described.dimensions.value_or(0);
    if (described.distance_function) index.distance_function = *described.distance_function;
    to.vector_indexes->push_back(std::move(index));
  }
}

}  // namespace

model::CreateTableInput definition_of(const model::TableDescription& table, std::string name) {
  model::CreateTableInput input;
  input.table_name = std::move(name);
  input.attribute_definitions = table.attribute_definitions;
  input.key_schema = table.key_schema;
  add_indexes(table, input);
  if (is_paid_per_request(table)) {
    input.billing_mode = model::BillingMode::kPayPerRequest;
    input.on_demand_throughput = table.on_demand_throughput;
  } else {
    input.billing_mode = model::BillingMode::kProvisioned;
    input.provisioned_throughput = throughput_of(table.provisioned_throughput);
  }
  if (table.stream_specification && table.stream_specification->stream_enabled) {
    input.stream_specification = table.stream_specification;
  }
  if (table.table_class_summary) input.table_class = table.table_class_summary->table_class;
  if (table.deletion_protection_enabled.value_or(false)) input.deletion_protection_enabled = true;
  return input;
}

}  // namespace magneto
