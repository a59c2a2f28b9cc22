// SPDX-License-Identifier: Apache-2.0
//
// The operations of global tables' first version (2017.11.29): CreateGlobalTable,
// UpdateGlobalTable, DescribeGlobalTable, ListGlobalTables, DescribeGlobalTableSettings,
// UpdateGlobalTableSettings. The service makes none any more, and answers as if there were none; so
// does Magneto. And the automatic scaling of replicas of the second version (2019.11.21):
// DescribeTableReplicaAutoScaling and UpdateTableReplicaAutoScaling, which know no table that has
// no replicas in other regions; one machine is one region. Observed on the service in October 2026.
#include <algorithm>
#include <string>

#include "operations/core/table_messages.h"
#include "operations/core/table_name.h"
#include "operations/tables/table_operations.h"

namespace magneto::internal::operations {
namespace {

std::string not_there(std::string_view name) {
  return "Global table with name: '" + std::string(name) + "' does not exist.";
}

Error global_table_not_found(std::string_view name) {
  return {ErrorCode::kGlobalTableNotFound, "Global table not found: " + not_there(name)};
}

Error settings_not_found(std::string_view name) {
  return {ErrorCode::kGlobalTableNotFound, not_there(name)};
}

Error version_not_supported() {
  return messages::invalid_value(
      "DynamoDB global tables version 2017.11.29 is not supported. We recommend using DynamoDB "
      "global tables version 2019.11.21, instead of version 2017.11.29 (Legacy).");
}

/// `name_or_arn` is not asked for: whether there is such a table or not, it has no replicas.
Error no_replicas(std::string_view name_or_arn) {
  const auto name = read_table_name(name_or_arn);
  if (!name.ok()) return validation_error(name.error().message());
  return {ErrorCode::kResourceNotFound, not_there(*name)};
}

}  // namespace

Result<model::CreateGlobalTableOutput> create_global_table(Context&,
                                                           const model::CreateGlobalTableInput&) {
  return version_not_supported();
}

Result<model::UpdateGlobalTableOutput> update_global_table(
    Context&, const model::UpdateGlobalTableInput& input) {
  if (input.replica_updates->empty())
    return validation_error("One or more parameter values were invalid");
  if (std::ranges::any_of(*input.replica_updates,
                          [](const model::ReplicaUpdate& each) { return !!each.create; }))
    return version_not_supported();
  return global_table_not_found(*input.global_table_name);
}

Result<model::DescribeGlobalTableOutput> describe_global_table(
    Context&, const model::DescribeGlobalTableInput& input) {
  return global_table_not_found(*input.global_table_name);
}

Result<model::ListGlobalTablesOutput> list_global_tables(Context&,
                                                         const model::ListGlobalTablesInput&) {
  return model::ListGlobalTablesOutput{.global_tables = std::span<const model::GlobalTable>()};
}

Result<model::DescribeGlobalTableSettingsOutput> describe_global_table_settings(
    Context&, const model::DescribeGlobalTableSettingsInput& input) {
  return settings_not_found(*input.global_table_name);
}

Result<model::UpdateGlobalTableSettingsOutput> update_global_table_settings(
    Context&, const model::UpdateGlobalTableSettingsInput& input) {
  return settings_not_found(*input.global_table_name);
}

Result<model::DescribeTableReplicaAutoScalingOutput> describe_table_replica_auto_scaling(
    Context&, const model::DescribeTableReplicaAutoScalingInput& input) {
  return no_replicas(*input.table_name);
}

Result<model::UpdateTableReplicaAutoScalingOutput> update_table_replica_auto_scaling(
    Context&, const model::UpdateTableReplicaAutoScalingInput& input) {
  return no_replicas(*input.table_name);
}

}  // namespace magneto::internal::operations
