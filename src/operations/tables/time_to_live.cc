// SPDX-License-Identifier: Apache-2.0
//
// UpdateTimeToLive and DescribeTimeToLive. Order of checks: table name, table exists and has been
// created, the state asked for differs, the attribute is the table's. (The service refuses a second
// change within an hour; Magneto does not make anybody wait.)
#include <string>

#include "operations/core/table_name.h"
#include "operations/tables/table_operations.h"

namespace magneto::internal::operations {
namespace {

Result<void> apply(catalog::Table& table, const model::TimeToLiveSpecification& from) {
  const std::string_view name = *from.attribute_name;
  if (*from.enabled) {
    if (table.ttl_attribute == name) return validation_error("TimeToLive is already enabled");
    if (!table.ttl_attribute.empty())
      return validation_error(
          "TimeToLive is active on a different AttributeName: current AttributeName is " +
          table.ttl_attribute);
    table.ttl_attribute = name;
    return {};
  }
  if (table.ttl_attribute.empty()) return validation_error("TimeToLive is already disabled");
  if (table.ttl_attribute != name)
    return validation_error(
        "TimeToLive is active on a different AttributeName: current AttributeName is " +
        table.ttl_attribute);
  table.ttl_attribute.clear();
  return {};
}

}  // namespace

Result<model::UpdateTimeToLiveOutput> update_time_to_live(
    Context& context, const model::UpdateTimeToLiveInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(context.table, find_created_table(context, *input.table_name));
  const auto change = [&](catalog::Table& table) {
    return apply(table, *input.time_to_live_specification);
  };
  MAGNETO_ASSIGN_OR_RETURN(context.table,
                           context.services.catalog.update(context.table->name, change));
  return model::UpdateTimeToLiveOutput{.time_to_live_specification =
                                           input.time_to_live_specification};
}

Result<model::DescribeTimeToLiveOutput> describe_time_to_live(
    Context& context, const model::DescribeTimeToLiveInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(context.table, find_described_table(context, *input.table_name));
  if (is_being_created(context, *context.table))
    return validation_error(
        "Cannot describe time to live while table is in CREATING state: Current table state is "
        "CREATING");
  model::TimeToLiveDescription description{.time_to_live_status =
                                               model::TimeToLiveStatus::kDisabled};
  if (!context.table->ttl_attribute.empty())
    description = {.time_to_live_status = model::TimeToLiveStatus::kEnabled,
                   .attribute_name = context.table->ttl_attribute};
  return model::DescribeTimeToLiveOutput{.time_to_live_description = description};
}

}  // namespace magneto::internal::operations
