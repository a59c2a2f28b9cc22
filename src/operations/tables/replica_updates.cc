// SPDX-License-Identifier: Apache-2.0
#include "operations/tables/replica_updates.h"

#include <set>
#include <string>

namespace magneto::internal::operations {
namespace {

int count_actions(const model::ReplicationGroupUpdate& update) {
  return (update.create ? 1 : 0) + (update.update ? 1 : 0) + (update.delete_ ? 1 : 0) +
         (update.disassociate ? 1 : 0);
}

std::string_view region_of(const model::ReplicationGroupUpdate& update) {
  if (update.create) return *update.create->region_name;
  if (update.update) return *update.update->region_name;
  if (update.delete_) return *update.delete_->region_name;
  return *update.disassociate->region_name;
}

/// A region alone is nothing to do.
bool is_empty(const model::UpdateReplicationGroupMemberAction& action) {
  return !action.kms_master_key_id && !action.provisioned_throughput_override &&
         !action.on_demand_throughput_override && !action.global_secondary_indexes &&
         !action.table_class_override;
}

Error no_action() {
  return validation_error(
      "There are no actions specified in the Replica Update Action of the request.");
}

}  // namespace

Result<void> check_replica_updates(ReplicaUpdates updates, std::string_view region) {
  std::set<std::string_view> created_or_deleted;
  for (const model::ReplicationGroupUpdate& update : updates) {
    const int actions = count_actions(update);
    if (actions == 0) return no_action();
    if (actions > 1)
      return validation_error(
          "Update table operation with more than one type of replica actions not allowed.");
    if (update.update && is_empty(*update.update)) return no_action();
    if (!update.update) created_or_deleted.insert(region_of(update));
  }
  // The same region twice is one.
  if (created_or_deleted.size() > 1)
    return validation_error(
        "Update table operation with more than one create or delete replica actions not allowed");
  if (created_or_deleted.contains(region))
    return validation_error(
        "Cannot add or delete the local region through ReplicaUpdates. Use CreateTable, "
        "DeleteTable, or UpdateTable as required.");
  return {};
}

Error refuse_replica_updates(ReplicaUpdates updates, std::string_view region) {
  std::string unknown;
  for (const model::ReplicationGroupUpdate& update : updates) {
    const std::string name(region_of(update));
    if (update.create)
      return validation_error("Region " + name +
                              " is not supported. The latest version of global tables are only "
                              "supported in the following regions: [" +
                              std::string(region) + "]");
    unknown += (unknown.empty() ? "" : ", ") + name;
  }
  return validation_error(
      "Update global table operation failed because one or more replicas were not part of the "
      "global table. Please retry the request without these replicas: [" +
      unknown + "].");
}

// The end of the text is not known: the witness cuts it.
Result<void> check_settings_replication_mode(
    model::Enum<model::GlobalTableSettingsReplicationMode> mode) {
  if (mode == model::GlobalTableSettingsReplicationMode::kEnabled ||
      mode == model::GlobalTableSettingsReplicationMode::kDisabled)
    return {};
  return validation_error("Value '" + std::string(mode.text()) +
                          "' at 'GlobalTableSettingsReplicationMode' failed to satisfy constraint: "
                          "Only ENABLED and DISABLED settings replication are supported");
}

}  // namespace magneto::internal::operations
