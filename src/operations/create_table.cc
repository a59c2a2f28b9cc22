// SPDX-License-Identifier: Apache-2.0
//
// CreateTable. Order of checks after the model's constraints: table name, attribute definitions and
// key schema present, billing mode against throughput, bounds of throughput, key schema against
// definitions, unused definitions (tables without indexes), local indexes one by one, global
// indexes one by one, names and counts of all indexes, unused definitions (tables with indexes),
// stream, encryption, throughput limits, tags, the name being free. Known from the public tests of
// the service's behaviour.
#include <algorithm>
#include <set>

#include "operations/index_definition.h"
#include "operations/key_definition.h"
#include "operations/table_description.h"
#include "operations/table_name.h"
#include "operations/table_operations.h"
#include "operations/table_settings.h"
#include "operations/table_texts.h"
#include "operations/tags.h"

namespace magneto::operations {
namespace {

Result<void> read_billing(const wire::CreateTableInput& input, catalog::Table& table) {
  table.on_demand = input.billing_mode == "PAY_PER_REQUEST";
  if (table.on_demand) {
    if (input.provisioned_throughput)
      return texts::invalid_value(std::string(texts::kThroughputForbidden));
    table.billing_mode_named = true;
    return {};
  }
  if (!input.provisioned_throughput)
    return texts::invalid_value(std::string(texts::kThroughputMissing));
  MAGNETO_RETURN_IF_ERROR(check_throughput_bounds(*input.provisioned_throughput));
  table.throughput = read_throughput(*input.provisioned_throughput);
  return {};
}

bool is_used(const catalog::Table& table, std::string_view attribute) {
  if (table.schema.contains(attribute)) return true;
  return std::any_of(table.indexes.begin(), table.indexes.end(),
                     [&](const auto& index) { return index->schema.contains(attribute); });
}

/// Every definition must be the key of something.
Result<void> check_definitions_used(const catalog::Table& table) {
  std::vector<keys::KeyAttribute> unused;
  for (const auto& each : table.attribute_definitions)
    if (!is_used(table, each.name)) unused.push_back(each);
  if (unused.empty()) return {};
  if (table.indexes.empty())
    return texts::invalid_value(
        "Number of attributes in KeySchema does not exactly match number of attributes defined in "
        "AttributeDefinitions");
  return texts::invalid_value("Some AttributeDefinitions are not used. AttributeDefinitions: " +
                              name_list(table.attribute_definitions) +
                              ", unused: " + name_list(unused));
}

Result<void> read_indexes(const wire::CreateTableInput& input, catalog::Table& table) {
  if (input.local_secondary_indexes) {
    if (input.local_secondary_indexes->empty())
      return texts::invalid_value("List of LocalSecondaryIndexes is empty");
    if (table.schema.sort.empty())
      return texts::invalid_value(
          "Table KeySchema does not have a range key, which is required when specifying a "
          "LocalSecondaryIndex");
    for (const auto& each : *input.local_secondary_indexes) {
      MAGNETO_ASSIGN_OR_RETURN(auto index,
                               read_local_index(each, table.attribute_definitions, table.schema));
      table.indexes.push_back(std::move(index));
    }
  }
  if (input.global_secondary_indexes) {
    if (input.global_secondary_indexes->empty())
      return texts::invalid_value("List of GlobalSecondaryIndexes is empty");
    for (const auto& each : *input.global_secondary_indexes) {
      MAGNETO_ASSIGN_OR_RETURN(
          auto index, read_global_index(each, table.attribute_definitions, table.on_demand));
      table.indexes.push_back(std::move(index));
    }
  }
  return check_indexes_together(table);
}

Result<void> read_throughput_settings(const wire::CreateTableInput& input, catalog::Table& table) {
  if (input.on_demand_throughput) {
    if (!table.on_demand)
      return texts::invalid_value(
          "OnDemandThroughput can only be specified when BillingMode is PAY_PER_REQUEST");
    table.on_demand_throughput = read_on_demand_throughput(*input.on_demand_throughput);
  }
  if (input.warm_throughput) {
    MAGNETO_ASSIGN_OR_RETURN(
        table.warm_throughput,
        read_warm_throughput(*input.warm_throughput,
                             default_warm_throughput(table.on_demand, table.throughput)));
  }
  return {};
}

Result<catalog::Table> read_table(Context& context, const wire::CreateTableInput& input) {
  catalog::Table table;
  MAGNETO_ASSIGN_OR_RETURN(table.name, read_table_name(*input.table_name));
  if (!input.attribute_definitions) return texts::member_null("attributeDefinitions");
  if (!input.key_schema) return texts::member_null("keySchema");
  MAGNETO_RETURN_IF_ERROR(read_billing(input, table));
  MAGNETO_ASSIGN_OR_RETURN(table.attribute_definitions,
                           read_attribute_definitions(*input.attribute_definitions));
  MAGNETO_ASSIGN_OR_RETURN(
      table.schema,
      read_key_schema(*input.key_schema, table.attribute_definitions, KeySchemaOwner::kTable));
  if (!input.local_secondary_indexes && !input.global_secondary_indexes)
    MAGNETO_RETURN_IF_ERROR(check_definitions_used(table));
  MAGNETO_RETURN_IF_ERROR(read_indexes(input, table));
  MAGNETO_RETURN_IF_ERROR(check_definitions_used(table));

  const std::int64_t now_ms = context.services.clock.now_ms();
  if (input.stream_specification)
    MAGNETO_RETURN_IF_ERROR(apply_stream(table, *input.stream_specification, false, now_ms));
  if (input.sse_specification)
    MAGNETO_RETURN_IF_ERROR(
        apply_encryption(table, *input.sse_specification, context.services.catalog.options()));
  MAGNETO_RETURN_IF_ERROR(read_throughput_settings(input, table));
  if (input.tags) MAGNETO_RETURN_IF_ERROR(add_tags(table, *input.tags));
  table.table_class = input.table_class.value_or("");
  table.deletion_protection = input.deletion_protection_enabled.value_or(false);
  if (table.on_demand) table.on_demand_since_ms = now_ms;
  table.settling = catalog::Status::kCreating;
  table.settled_at_ms = now_ms + context.services.settle_ms;
  return table;
}

}  // namespace

Result<wire::CreateTableOutput> create_table(Context& context,
                                             const wire::CreateTableInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(catalog::Table table, read_table(context, input));
  // Nobody can write to the table yet: its stream begins whole.
  for (catalog::Stream& stream : table.streams) {
    MAGNETO_ASSIGN_OR_RETURN(stream.first,
                             context.services.store.next_change(storage::Blocking::kAllowed));
  }
  MAGNETO_ASSIGN_OR_RETURN(context.table, context.services.catalog.create(std::move(table)));
  return wire::CreateTableOutput{
      .table_description = describe_as(context.arena, *context.table, catalog::Status::kCreating)};
}

}  // namespace magneto::operations
