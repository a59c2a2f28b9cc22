// SPDX-License-Identifier: Apache-2.0
//
// UpdateTable. Order of checks after the model's constraints: table name, something to change, one
// action per index update, one update per index, table exists, at most one index created or
// deleted, no change under way, then each change in the order of its function below. Known from the
// public tests of the service's behaviour. All or nothing: the catalog publishes what all changes
// together make.
#include <algorithm>
#include <set>

#include "operations/index_definition.h"
#include "operations/key_definition.h"
#include "operations/table_description.h"
#include "operations/table_name.h"
#include "operations/table_operations.h"
#include "operations/table_settings.h"
#include "operations/table_texts.h"
#include "store/settle_streams.h"

namespace magneto::operations {
namespace {

using IndexUpdates = std::span<const wire::GlobalSecondaryIndexUpdate>;
constexpr std::int64_t kDayMs = 24 * 60 * 60 * 1000;

IndexUpdates index_updates(const wire::UpdateTableInput& input) {
  return input.global_secondary_index_updates.value_or(IndexUpdates{});
}

Result<void> check_something_to_change(const wire::UpdateTableInput& input) {
  if (input.provisioned_throughput || input.billing_mode || !index_updates(input).empty() ||
      input.stream_specification || input.sse_specification || input.table_class ||
      input.deletion_protection_enabled || input.on_demand_throughput || input.warm_throughput)
    return {};
  return validation_error(
      "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
      "GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates or UpdateTableClass or "
      "DeletionProtectionEnabled or OnDemandThroughput or WarmThroughput is required for "
      "UpdateTable");
}

std::string_view updated_index(const wire::GlobalSecondaryIndexUpdate& update) {
  if (update.create) return *update.create->index_name;
  if (update.delete_) return *update.delete_->index_name;
  return *update.update->index_name;
}

Result<void> check_index_updates(IndexUpdates updates) {
  std::set<std::string_view> seen;
  for (const auto& each : updates) {
    const int actions = (each.create ? 1 : 0) + (each.update ? 1 : 0) + (each.delete_ ? 1 : 0);
    if (actions == 0)
      return texts::invalid_value(
          "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
          "GlobalSecondaryIndexUpdate.Delete must not be null");
    if (actions > 1)
      return texts::invalid_value(
          "Only one of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
          "GlobalSecondaryIndexUpdate.Delete may be specified in one GlobalSecondaryIndexUpdate");
    const std::string_view name = updated_index(each);
    if (!seen.insert(name).second)
      return texts::invalid_value(
          "Only one global secondary index update per index is allowed simultaneously. Index: " +
          std::string(name));
  }
  return {};
}

Result<void> check_one_online_index(const catalog::Table& table, IndexUpdates updates) {
  const auto online = std::count_if(updates.begin(), updates.end(),
                                    [](const auto& each) { return each.create || each.delete_; });
  if (online > 1) return texts::one_online_index();
  const bool creating = std::any_of(table.indexes.begin(), table.indexes.end(),
                                    [](const auto& index) { return index->backfilling; });
  const bool creates =
      std::any_of(updates.begin(), updates.end(), [](const auto& each) { return !!each.create; });
  if (creating && creates) return texts::one_online_index();
  return {};
}

Result<void> check_settled(const catalog::Table& table, std::int64_t now_ms) {
  if (now_ms >= table.settled_at_ms) return {};
  return texts::table_in_change(
      table.name, table.settling == catalog::Status::kCreating ? "created" : "updated");
}

/// New units, with the times and counts that ProvisionedThroughputDescription shows.
void change_throughput(catalog::Throughput& throughput, const wire::ProvisionedThroughput& to,
                       std::int64_t now_ms) {
  const bool increase = *to.read_capacity_units > throughput.read_units ||
                        *to.write_capacity_units > throughput.write_units;
  const bool decrease = *to.read_capacity_units < throughput.read_units ||
                        *to.write_capacity_units < throughput.write_units;
  if (decrease) {
    const bool same_day = throughput.last_decrease_ms / kDayMs == now_ms / kDayMs;
    throughput.decreases_today = (same_day ? throughput.decreases_today : 0) + 1;
    throughput.last_decrease_ms = now_ms;
  }
  if (increase) throughput.last_increase_ms = now_ms;
  throughput.read_units = *to.read_capacity_units;
  throughput.write_units = *to.write_capacity_units;
}

Error throughput_unchanged(const catalog::Throughput& now) {
  const std::string read = std::to_string(now.read_units), write = std::to_string(now.write_units);
  return validation_error(
      "The provisioned throughput for the table will not change. The requested value equals the "
      "current "
      "value. Current ReadCapacityUnits provisioned for the table: " +
      read + ". Requested ReadCapacityUnits: " + read +
      ". Current WriteCapacityUnits provisioned for the table: " + write +
      ". Requested WriteCapacityUnits: " + write +
      ". Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher "
      "limits.");
}

void switch_to_on_demand(catalog::Table& table, std::int64_t now_ms) {
  table.on_demand = true;
  table.billing_mode_named = true;
  table.on_demand_since_ms = now_ms;
  table.throughput = {.last_decrease_ms = now_ms};
  for (const auto& index : table.indexes) index->throughput = {};
}

/// A table that becomes provisioned needs units for itself and for each of its global indexes.
Result<void> switch_to_provisioned(catalog::Table& table, const wire::UpdateTableInput& input,
                                   std::int64_t now_ms) {
  if (!input.provisioned_throughput)
    return texts::invalid_value(std::string(texts::kThroughputMissingOnUpdate));
  for (const auto& index : table.indexes) {
    if (index->local) continue;
    const auto updates = index_updates(input);
    const bool given = std::any_of(updates.begin(), updates.end(), [&](const auto& each) {
      return each.update && *each.update->index_name == index->name &&
             each.update->provisioned_throughput;
    });
    if (!given)
      return texts::invalid_value("ProvisionedThroughput must be specified for index: " +
                                  index->name);
  }
  table.on_demand = false;
  table.on_demand_throughput.reset();
  change_throughput(table.throughput, *input.provisioned_throughput, now_ms);
  return {};
}

Result<void> change_billing(catalog::Table& table, const wire::UpdateTableInput& input,
                            std::int64_t now_ms) {
  const bool to_on_demand =
      input.billing_mode ? *input.billing_mode == "PAY_PER_REQUEST" : table.on_demand;
  if (to_on_demand) {
    if (input.provisioned_throughput)
      return texts::invalid_value(std::string(texts::kThroughputForbidden));
    if (!table.on_demand) switch_to_on_demand(table, now_ms);
    return {};
  }
  if (table.on_demand) return switch_to_provisioned(table, input, now_ms);
  if (!input.provisioned_throughput) return {};
  if (*input.provisioned_throughput->read_capacity_units == table.throughput.read_units &&
      *input.provisioned_throughput->write_capacity_units == table.throughput.write_units)
    return throughput_unchanged(table.throughput);
  change_throughput(table.throughput, *input.provisioned_throughput, now_ms);
  return {};
}

/// "Schema:[SchemaElement: key{xyz:S:HASH}]", as the service prints a redefinition.
std::string printed_definition(const keys::KeyAttribute& attribute) {
  return "Schema:[SchemaElement: key{" + attribute.name + ":" +
         std::string(value::type_name(attribute.type)) + ":HASH}]";
}

/// Definitions of a request add to the table's; a known name must keep its type.
Result<void> merge_definitions(catalog::Table& table, const AttributeDefinitions& added) {
  for (const auto& each : added) {
    const auto known =
        std::find_if(table.attribute_definitions.begin(), table.attribute_definitions.end(),
                     [&](const auto& old) { return old.name == each.name; });
    if (known == table.attribute_definitions.end()) {
      table.attribute_definitions.push_back(each);
    } else if (known->type != each.type) {
      return texts::invalid_value(
          "Attributes cannot be redefined. Please check that your attribute has the same type as "
          "previously defined. Existing schema: " +
          printed_definition(*known) + " New schema: " + printed_definition(each));
    }
  }
  return {};
}

/// Only definitions that some key still uses stay.
void drop_unused_definitions(catalog::Table& table) {
  std::erase_if(table.attribute_definitions, [&](const auto& each) {
    return !table.schema.contains(each.name) &&
           std::none_of(table.indexes.begin(), table.indexes.end(),
                        [&](const auto& index) { return index->schema.contains(each.name); });
  });
}

Result<void> create_index(catalog::Table& table,
                          const wire::CreateGlobalSecondaryIndexAction& action,
                          const wire::UpdateTableInput& input) {
  // The request itself must define the new index's keys, also those that the table knows already.
  AttributeDefinitions added;
  if (input.attribute_definitions) {
    MAGNETO_ASSIGN_OR_RETURN(added, read_attribute_definitions(*input.attribute_definitions));
  }
  if (table.find_index(*action.index_name) != nullptr) {
    return validation_error("Attempting to create an index which already exists");
  }
  MAGNETO_ASSIGN_OR_RETURN(auto index, read_global_index(action, added, table.on_demand));
  MAGNETO_RETURN_IF_ERROR(merge_definitions(table, added));
  index->status = catalog::Status::kCreating;
  index->backfilling = true;
  table.indexes.push_back(std::move(index));
  MAGNETO_RETURN_IF_ERROR(check_indexes_together(table));
  drop_unused_definitions(table);
  return {};
}

Error index_not_found(std::string_view name) {
  return {ErrorCode::kResourceNotFound,
          "Requested resource not found: Index: " + std::string(name) + " not found for table"};
}

catalog::Index* find_global_index(catalog::Table& table, std::string_view name) {
  for (const auto& index : table.indexes)
    if (!index->local && index->name == name) return index.get();
  return nullptr;
}

Result<void> delete_index(catalog::Table& table, std::string_view name) {
  if (find_global_index(table, name) == nullptr) return index_not_found(name);
  std::erase_if(table.indexes, [&](const auto& index) { return index->name == name; });
  drop_unused_definitions(table);
  return {};
}

Result<void> update_index(catalog::Table& table,
                          const wire::UpdateGlobalSecondaryIndexAction& action,
                          std::int64_t now_ms) {
  catalog::Index* index = find_global_index(table, *action.index_name);
  if (index == nullptr) return index_not_found(*action.index_name);
  if (action.provisioned_throughput) {
    if (table.on_demand)
      return texts::invalid_value("ProvisionedThroughput should not be specified for index: " +
                                  index->name + " when BillingMode is PAY_PER_REQUEST");
    MAGNETO_RETURN_IF_ERROR(check_throughput_bounds(*action.provisioned_throughput));
    change_throughput(index->throughput, *action.provisioned_throughput, now_ms);
  }
  if (action.on_demand_throughput)
    index->on_demand_throughput = read_on_demand_throughput(*action.on_demand_throughput);
  if (action.warm_throughput) {
    const auto now = index->warm_throughput.value_or(
        default_warm_throughput(table.on_demand, index->throughput));
    MAGNETO_ASSIGN_OR_RETURN(index->warm_throughput,
                             read_warm_throughput(*action.warm_throughput, now));
  }
  return {};
}

Result<void> change_indexes(catalog::Table& table, const wire::UpdateTableInput& input,
                            std::int64_t now_ms) {
  for (const auto& each : index_updates(input)) {
    if (each.create) MAGNETO_RETURN_IF_ERROR(create_index(table, *each.create, input));
    if (each.delete_) MAGNETO_RETURN_IF_ERROR(delete_index(table, *each.delete_->index_name));
    if (each.update) MAGNETO_RETURN_IF_ERROR(update_index(table, *each.update, now_ms));
  }
  return {};
}

Result<void> change_settings(Context& context, catalog::Table& table,
                             const wire::UpdateTableInput& input, std::int64_t now_ms) {
  if (input.stream_specification)
    MAGNETO_RETURN_IF_ERROR(apply_stream(table, *input.stream_specification, true, now_ms));
  if (input.sse_specification)
    MAGNETO_RETURN_IF_ERROR(
        apply_encryption(table, *input.sse_specification, context.services.catalog.options()));
  if (input.on_demand_throughput) {
    if (!table.on_demand)
      return texts::invalid_value(
          "OnDemandThroughput can only be specified when BillingMode is PAY_PER_REQUEST");
    table.on_demand_throughput = read_on_demand_throughput(*input.on_demand_throughput);
  }
  if (input.warm_throughput) {
    const auto now =
        table.warm_throughput.value_or(default_warm_throughput(table.on_demand, table.throughput));
    MAGNETO_ASSIGN_OR_RETURN(table.warm_throughput,
                             read_warm_throughput(*input.warm_throughput, now));
  }
  if (input.table_class) table.table_class = *input.table_class;
  if (input.deletion_protection_enabled)
    table.deletion_protection = *input.deletion_protection_enabled;
  return {};
}

/// Whoever is told that a stream is on finds all that is written from then on in it. (The job does
/// the same when we do not come to it.)
Result<void> settle_stream(Context& context, std::string_view name) {
  context.table.reset();  // We are a reader, too.
  Services& services = context.services;
  MAGNETO_RETURN_IF_ERROR(store::settle_streams(services.catalog, services.store));
  auto table = services.catalog.find(name);
  if (!table.ok()) return texts::table_not_found(name);
  context.table = *table;
  return {};
}

}  // namespace

Result<wire::UpdateTableOutput> update_table(Context& context,
                                             const wire::UpdateTableInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(const std::string_view name, read_table_name(*input.table_name));
  MAGNETO_RETURN_IF_ERROR(check_something_to_change(input));
  if (input.provisioned_throughput) {
    MAGNETO_RETURN_IF_ERROR(check_throughput_bounds(*input.provisioned_throughput));
  }
  MAGNETO_RETURN_IF_ERROR(check_index_updates(index_updates(input)));
  const std::int64_t now_ms = context.services.clock.now_ms();
  catalog::Throughput old_throughput;
  const auto change = [&](catalog::Table& table) -> Result<void> {
    old_throughput = table.throughput;
    MAGNETO_RETURN_IF_ERROR(check_one_online_index(table, index_updates(input)));
    MAGNETO_RETURN_IF_ERROR(check_settled(table, now_ms));
    MAGNETO_RETURN_IF_ERROR(change_billing(table, input, now_ms));
    MAGNETO_RETURN_IF_ERROR(change_indexes(table, input, now_ms));
    MAGNETO_RETURN_IF_ERROR(change_settings(context, table, input, now_ms));
    table.settling = catalog::Status::kUpdating;
    table.settled_at_ms = now_ms + context.services.settle_ms;
    return {};
  };
  auto updated = context.services.catalog.update(name, change);
  if (!updated.ok() && updated.error().code() == ErrorCode::kResourceNotFound &&
      updated.error().message() == "Requested resource not found")
    return texts::table_not_found(name);
  MAGNETO_ASSIGN_OR_RETURN(context.table, std::move(updated));
  if (input.stream_specification) MAGNETO_RETURN_IF_ERROR(settle_stream(context, name));
  wire::UpdateTableOutput output{
      .table_description = describe_as(context.arena, *context.table, catalog::Status::kUpdating)};
  // While new units are under way the service still describes the old ones (observed).
  if (!context.table->on_demand) {
    auto& throughput = *output.table_description->provisioned_throughput;
    throughput.read_capacity_units = old_throughput.read_units;
    throughput.write_capacity_units = old_throughput.write_units;
    throughput.number_of_decreases_today = old_throughput.decreases_today;
  }
  return output;
}

}  // namespace magneto::operations
