// SPDX-License-Identifier: Apache-2.0
//
// CreateTable. Order of checks after the model's constraints: billing mode against throughput,
// bounds of throughput, definitions given once, key schema against definitions, key schemas of
// local and then of global indexes, search schemas of vector indexes, definitions that nothing
// uses, projections and throughput of the indexes one by one (vector indexes: projection,
// dimensions), names and counts of all indexes, what vector indexes must be together, stream,
// encryption, throughput limits, tags, the policy, quotas, the name being free. Known from what the
// service answers to requests with two mistakes.
#include <algorithm>
#include <string_view>
#include <vector>

#include "operations/core/hash_order.h"
#include "operations/core/table_messages.h"
#include "operations/core/table_name.h"
#include "operations/core/timestamp.h"
#include "operations/core/vector_messages.h"
#include "operations/tables/index_definition.h"
#include "operations/tables/key_definition.h"
#include "operations/tables/new_table.h"
#include "operations/tables/quotas.h"
#include "operations/tables/table_description.h"
#include "operations/tables/table_operations.h"
#include "operations/tables/table_settings.h"
#include "operations/tables/tags.h"
#include "operations/tables/vector_index_definition.h"
#include "policy/policy_document.h"

namespace magneto::internal::operations {
namespace {

Result<void> read_billing(const model::CreateTableInput& input, catalog::Table& table) {
  table.on_demand = input.billing_mode == model::BillingMode::kPayPerRequest;
  if (table.on_demand) {
    if (input.provisioned_throughput)
      return messages::invalid_value(std::string(messages::kThroughputForbidden));
    table.billing_mode_named = true;
    return {};
  }
  if (!input.provisioned_throughput)
    return messages::invalid_value(std::string(messages::kThroughputMissing));
  MAGNETO_RETURN_IF_ERROR(check_throughput_bounds(*input.provisioned_throughput));
  table.throughput = read_throughput(*input.provisioned_throughput);
  return {};
}

std::vector<std::string_view> key_names(const catalog::Table& table) {
  std::vector<std::string_view> names;
  const auto add = [&names](const keys::KeySchema& schema) {
    for (const auto* part : {&schema.partition, &schema.sort})
      for (const auto& each : *part) names.push_back(each.name);
  };
  add(table.schema);
  for (const auto& index : table.indexes) add(index->schema);
  for (const auto& index : table.vector_indexes) {
    for (const auto& each : index->search_schema) names.push_back(each.attribute.name);
  }
  return names;
}

/// Every definition must be the key of something.
Result<void> check_definitions_used(const catalog::Table& table) {
  const std::vector<std::string_view> used = key_names(table);
  const auto is_used = [&used](const keys::KeyAttribute& each) {
    return std::ranges::find(used, each.name) != used.end();
  };
  if (std::ranges::all_of(table.attribute_definitions, is_used)) return {};
  if (table.indexes.empty() && table.vector_indexes.empty())
    return messages::invalid_value(std::string(messages::kDefinitionsDoNotMatch));
  return messages::invalid_value("Some AttributeDefinitions are not used. AttributeDefinitions: " +
                                 defined_names(table.attribute_definitions) +
                                 ", keys used: " + hash_ordered(used, HashBuckets::kDefault));
}

Result<void> read_local_indexes(std::span<const model::LocalSecondaryIndex> from,
                                catalog::Table& table) {
  if (from.empty()) return messages::invalid_value("List of LocalSecondaryIndexes is empty");
  if (table.schema.sort.empty())
    return messages::invalid_value(
        "Table KeySchema does not have a range key, which is required when specifying a "
        "LocalSecondaryIndex");
  for (const auto& each : from) {
    MAGNETO_ASSIGN_OR_RETURN(auto index,
                             read_local_keys(each, table.attribute_definitions, table.schema));
    table.indexes.push_back(std::move(index));
  }
  return {};
}

Result<void> read_vector_indexes(std::span<const model::VectorIndex> from, catalog::Table& table) {
  if (from.empty()) return messages::invalid_value(std::string(messages::kNoVectorIndexes));
  for (const auto& each : from) {
    MAGNETO_ASSIGN_OR_RETURN(auto index, read_search_schema(each, table.attribute_definitions));
    table.vector_indexes.push_back(std::move(index));
  }
  return {};
}

Result<void> read_indexes(const model::CreateTableInput& input, catalog::Table& table) {
  std::span<const model::LocalSecondaryIndex> locals;
  std::span<const model::GlobalSecondaryIndex> globals;
  if (input.local_secondary_indexes) {
    locals = *input.local_secondary_indexes;
    MAGNETO_RETURN_IF_ERROR(read_local_indexes(locals, table));
  }
  if (input.global_secondary_indexes) {
    globals = *input.global_secondary_indexes;
    if (globals.empty()) return messages::invalid_value("List of GlobalSecondaryIndexes is empty");
    for (const auto& each : globals) {
      MAGNETO_ASSIGN_OR_RETURN(auto index, read_global_keys(each, table.attribute_definitions));
      table.indexes.push_back(std::move(index));
    }
  }
  std::span<const model::VectorIndex> vectors;
  if (input.vector_indexes) {
    vectors = *input.vector_indexes;
    MAGNETO_RETURN_IF_ERROR(read_vector_indexes(vectors, table));
  }
  MAGNETO_RETURN_IF_ERROR(check_definitions_used(table));

  auto index = table.indexes.begin();
  for (const auto& each : locals) {
    MAGNETO_ASSIGN_OR_RETURN((*index++)->projection, read_projection(*each.projection));
  }
  for (const auto& each : globals) {
    MAGNETO_RETURN_IF_ERROR(
        read_global_settings(each, table.on_demand, Asking::kCreateTable, **index++));
  }
  auto vector_index = table.vector_indexes.begin();
  for (const auto& each : vectors) {
    MAGNETO_RETURN_IF_ERROR(read_vector_settings(each, **vector_index++));
  }
  MAGNETO_RETURN_IF_ERROR(check_indexes_together(table));
  return check_vector_indexes(table);
}

Result<void> read_throughput_settings(const model::CreateTableInput& input, catalog::Table& table) {
  if (input.on_demand_throughput) {
    MAGNETO_ASSIGN_OR_RETURN(table.on_demand_throughput,
                             read_on_demand_throughput(*input.on_demand_throughput, {},
                                                       table.on_demand, Asking::kCreateTable));
  }
  if (input.warm_throughput) {
    MAGNETO_ASSIGN_OR_RETURN(
        table.warm_throughput,
        read_warm_throughput(*input.warm_throughput,
                             floor_at_creation(table.on_demand, table.throughput)));
  }
  return {};
}

}  // namespace

Result<catalog::Table> read_new_table(Context& context, const model::CreateTableInput& input) {
  catalog::Table table;
  MAGNETO_ASSIGN_OR_RETURN(table.name, read_table_name(*input.table_name));
  MAGNETO_RETURN_IF_ERROR(read_billing(input, table));
  MAGNETO_ASSIGN_OR_RETURN(table.attribute_definitions,
                           read_attribute_definitions(*input.attribute_definitions));
  MAGNETO_ASSIGN_OR_RETURN(
      table.schema,
      read_key_schema(*input.key_schema, table.attribute_definitions, KeySchemaOwner::kTable));
  MAGNETO_RETURN_IF_ERROR(read_indexes(input, table));
  std::ranges::sort(table.attribute_definitions, {}, &keys::KeyAttribute::name);

  const std::int64_t now_ms = context.services.clock.now_ms();
  if (input.stream_specification)
    MAGNETO_RETURN_IF_ERROR(apply_stream(table, *input.stream_specification, false, now_ms));
  if (input.sse_specification)
    MAGNETO_RETURN_IF_ERROR(apply_encryption(table, *input.sse_specification, false,
                                             context.services.catalog.options()));
  MAGNETO_RETURN_IF_ERROR(read_throughput_settings(input, table));
  if (input.tags) {
    MAGNETO_RETURN_IF_ERROR(check_tags(*input.tags));
    MAGNETO_RETURN_IF_ERROR(add_tags(table, *input.tags));
  }
  if (input.resource_policy) {
    MAGNETO_ASSIGN_OR_RETURN(
        policy::PolicyDocument policy,
        policy::read_policy_document(*input.resource_policy, policy::PolicyTarget::kTable,
                                     context.services.catalog.options().account));
    table.policy = {std::move(policy.canonical), now_ms};
  }
  if (input.table_class) table.table_class = input.table_class->text();
  table.deletion_protection = input.deletion_protection_enabled.value_or(false);
  if (table.on_demand) table.on_demand_since_ms = now_ms;
  table.transition_status = catalog::Status::kCreating;
  table.transition_ends_ms = end_of_transition(now_ms, context.services.transition_delay_ms);
  return table;
}

Result<model::CreateTableOutput> create_table(Context& context,
                                              const model::CreateTableInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(catalog::Table table, read_new_table(context, input));
  MAGNETO_RETURN_IF_ERROR(check_quotas(table, context.services.catalog.options().region));
  // Nobody can write to the table yet: its stream begins whole.
  for (catalog::Stream& stream : table.streams) {
    MAGNETO_ASSIGN_OR_RETURN(stream.first, context.services.store.next_change(Blocking::kAllowed));
  }
  const std::string name = table.name;
  auto created = context.services.catalog.create(std::move(table));
  if (!created.ok() && created.error().code() == ErrorCode::kResourceInUse) {
    const auto taken = context.services.catalog.find(name);
    if (taken.ok() && is_being_restored(context, **taken)) return messages::table_in_use(name);
    if (taken.ok() && is_being_created(context, **taken))
      return messages::table_in_change(name, "created");
  }
  MAGNETO_ASSIGN_OR_RETURN(context.table, std::move(created));
  return model::CreateTableOutput{
      .table_description = describe_created(context.arena, *context.table, input.warm_throughput)};
}

}  // namespace magneto::internal::operations
