// SPDX-License-Identifier: Apache-2.0
//
// Every text of the table operations. Observed on the service where not said otherwise.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"

namespace magneto::internal::operations::messages {

inline constexpr std::string_view kInvalidValues = "One or more parameter values were invalid: ";

inline Error invalid_value(std::string text) {
  return validation_error(std::string(kInvalidValues) + text);
}

inline Error resource_not_found() {
  return {ErrorCode::kResourceNotFound, "Requested resource not found"};
}

inline Error table_not_found(std::string_view name) {
  return {ErrorCode::kResourceNotFound,
          "Requested resource not found: Table: " + std::string(name) + " not found"};
}

inline Error table_exists(std::string_view name) {
  return {ErrorCode::kResourceInUse, "Table already exists: " + std::string(name)};
}

/// What CreateTable says of a name that a table is being restored to.
inline Error table_in_use(std::string_view name) {
  return {ErrorCode::kResourceInUse, "Table is being used: " + std::string(name)};
}

inline Error table_in_change(std::string_view name, std::string_view change) {
  return {ErrorCode::kResourceInUse,
          "Attempt to change a resource which is still in use: Table is being " +
              std::string(change) + ": " + std::string(name)};
}

/// What DeleteTable says.
inline Error table_in_update(std::string_view name) {
  return {ErrorCode::kResourceInUse,
          "Attempt to change a resource which is still in use: Table: " + std::string(name) +
              " is in the process of being updated."};
}

inline Error indexes_in_change() {
  return {
      ErrorCode::kResourceInUse,
      "Attempt to change a resource which is still in use: Cannot delete table while indexes are "
      "being created, updated, or deleted."};
}

inline Error stream_enabled(std::string_view table) {
  return validation_error("Table already has an enabled stream: TableName: " + std::string(table));
}

// The service's name for the view type; behind "One or more parameter values were invalid: ".
inline constexpr std::string_view kViewTypeMissingAtCreation =
    "Table is being created with a stream enabled, UpdateViewType is required";
inline constexpr std::string_view kViewTypeForbiddenAtCreation =
    "Table is being created with a stream disabled, UpdateViewType should not be specified";
inline constexpr std::string_view kViewTypeMissing =
    "If stream is being enabled then UpdateViewType is required";
inline constexpr std::string_view kViewTypeForbidden =
    "If stream is being disabled, then UpdateViewType must not be specified";

inline Error no_stream(std::string_view table) {
  return validation_error("Table has no stream to disable: TableName: " + std::string(table));
}

inline Error deletion_protected() {
  return validation_error(
      "Resource cannot be deleted as it is currently protected against deletion. Disable deletion "
      "protection first.");
}

// Key schemas.
inline Error duplicate_definition(std::string_view attribute) {
  return validation_error("Attribute Name is duplicated: " + std::string(attribute));
}
inline constexpr std::string_view kKeyWithoutDefinition =
    "Invalid KeySchema: Some index key attribute have no definition";
inline constexpr std::string_view kSameKeyNames =
    "Both the Hash Key and the Range Key element in the KeySchema have the same name";
inline constexpr std::string_view kSameCompositeKeyNames =
    "The KeySchema contains multiple key attributes with the same name";
inline constexpr std::string_view kFirstNotHash =
    "Invalid KeySchema: The first KeySchemaElement is not a HASH key type";
inline constexpr std::string_view kSecondNotRange =
    "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type";
// Behind "One or more parameter values were invalid: ".
inline constexpr std::string_view kDefinitionsDoNotMatch =
    "Number of attributes in KeySchema does not exactly match number of attributes defined in "
    "AttributeDefinitions";
inline constexpr std::string_view kHashBeforeRange =
    "All HASH key attributes must precede RANGE key attributes in the KeySchema";
inline constexpr std::string_view kTooManyHash =
    "The KeySchema exceeds the maximum allowed number of HASH key attributes";
inline constexpr std::string_view kTooManyRange =
    "The KeySchema exceeds the maximum allowed number of RANGE key attributes";

// Billing.
inline constexpr std::string_view kThroughputMissing =
    "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is "
    "PROVISIONED";
inline constexpr std::string_view kThroughputForbidden =
    "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
    "PAY_PER_REQUEST";
/// UpdateTable, where the request names the mode.
inline constexpr std::string_view kThroughputWithOnDemand =
    "ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_REQUEST";
inline constexpr std::string_view kThroughputMissingOnUpdate =
    "ProvisionedThroughput must be specified when BillingMode is PROVISIONED";

inline Error out_of_bounds(std::int64_t value, std::string_view member) {
  return validation_error("Given value " + std::to_string(value) + " for " + std::string(member) +
                          " is out of bounds");
}

// More than the account may have for one table; an index is named. `kind` is "Read" or "Write".
inline Error units_above_quota(std::string_view kind, std::int64_t units, std::int64_t quota,
                               std::string_view region, std::string_view index) {
  const std::string of_index = index.empty() ? "" : " for index " + std::string(index);
  return {
      ErrorCode::kLimitExceeded,
      "The requested " + std::string(kind) + "CapacityUnits" + of_index + ", " +
          std::to_string(units) + ", is above the per " + (index.empty() ? "table" : "index") +
          " maximum for the account in " + std::string(region) +
          ". Per table maximum: " + std::to_string(quota) +
          ". Refer to the Amazon DynamoDB Developer Guide for current limits and how to request "
          "higher limits."};
}
/// `what` as in "MaxReadRequestUnits for OnDemandThroughput".
inline Error throughput_above_quota(std::string_view what, std::string_view kind,
                                    std::string_view region, const std::string& owner) {
  return {ErrorCode::kLimitExceeded, "Subscriber limit exceeded: Requested " + std::string(what) +
                                         " for " + owner + " exceeds TableMax" + std::string(kind) +
                                         "CapacityUnits of the account in region " +
                                         std::string(region)};
}

inline std::string both_units_needed(std::string_view index) {
  return "Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: " +
         std::string(index);
}

// OnDemandThroughput and WarmThroughput, of a table or of an index (then named).

/// The service puts blanks and stops as it does.
inline Error on_demand_throughput_forbidden(std::string_view member, bool exists,
                                            std::string_view index) {
  std::string text = std::string(member) + " for OnDemandThroughput";
  if (!index.empty()) text.append(exists ? " for index : " : " for index: ").append(index);
  text += exists ? " cannot be specified when the table BillingMode is PROVISIONED"
                 : " cannot be specified when table BillingMode is PROVISIONED.";
  return invalid_value(std::move(text));
}
inline Error on_demand_throughput_range(std::string_view member, std::string_view index) {
  return invalid_value("Requested " + std::string(member) + " for OnDemandThroughput for " +
                       (index.empty() ? "table" : "index : " + std::string(index)) +
                       " is outside of valid range");
}

inline constexpr std::string_view kBelowOnDemandStart =
    "initial throughput for OnDemand. See: "
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/"
    "on-demand-capacity-mode.html#on-demand-capacity-mode-initial";
inline constexpr std::string_view kBelowProvisioned = "CapacityUnits of ProvisionedThroughput";
inline constexpr std::string_view kBelowCurrent =
    "current WarmThroughput, decreasing WarmThroughput is not supported";
/// `kind` is "Read" or "Write"; `floor` one of the above.
inline Error warm_throughput_too_low(std::string_view kind, std::string_view index,
                                     std::string_view floor) {
  return invalid_value(
      "Requested " + std::string(kind) + "UnitsPerSecond for WarmThroughput for " +
      (index.empty() ? "table" : "index " + std::string(index)) + " is lower than " +
      (floor == kBelowProvisioned ? std::string(kind) : std::string()) + std::string(floor));
}
inline Error warm_throughput_empty(std::string_view index) {
  return invalid_value(
      "WarmThroughput must have at least one of ReadUnitsPerSecond or WriteUnitsPerSecond "
      "specified "
      "for index: " +
      std::string(index));
}

inline Error one_online_index() {
  return {
      ErrorCode::kLimitExceeded,
      "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per "
      "table"};
}

inline constexpr std::string_view kIndexExists =
    "Attempting to create an index which already exists";

inline Error too_many_indexes() {
  return {
      ErrorCode::kLimitExceeded,
      "Subscriber limit exceeded: Number of global secondary indexes exceeds per-table limit of "
      "20"};
}

// UpdateTable.

/// It does not name what the request has.
inline Error nothing_to_change(bool has_consistency) {
  return validation_error(
      std::string("At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
                  "GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, "
                  "MultiAccountReplicaReady, ReplicaTransitRoleArn, ") +
      (has_consistency ? "" : "MultiRegionConsistency, ") +
      "DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required");
}

// What goes together; behind "One or more parameter values were invalid: ".
inline constexpr std::string_view kNoIndexUpdates = "List of GlobalSecondaryIndexUpdates is empty";
inline constexpr std::string_view kReplicasAlone =
    "Replica modification must be the only operation in the request";
inline constexpr std::string_view kEncryptionAlone =
    "Server-Side Encryption modification must be the only operation in the request";
inline constexpr std::string_view kTableClassAlone =
    "TableClass modification must be the only operation in the request";
inline constexpr std::string_view kProtectionAlone =
    "DeletionProtection modification must be the only operation in the request";
inline constexpr std::string_view kWarmThroughputAlone =
    "WarmThroughput must be the only operation in the request";
inline constexpr std::string_view kWarmThroughputWithNewIndex =
    "Create global secondary index cannot be specified when updating WarmThroughput";
inline constexpr std::string_view kOnDemandThroughputAlone =
    "OnDemandThroughput can only be combined with BillingMode in an UpdateTable request";
inline constexpr std::string_view kStreamWithThroughput =
    "You cannot modify stream status while updating table IOPS";
inline constexpr std::string_view kIndexWithThroughput =
    "You cannot create or delete index while updating table IOPS";
inline constexpr std::string_view kIndexWithStream =
    "You cannot create or delete index while changing stream status";

/// Of the table, or of an index that is named.
inline Error throughput_unchanged(std::int64_t read_units, std::int64_t write_units,
                                  std::string_view index = {}) {
  const std::string read = std::to_string(read_units), write = std::to_string(write_units);
  const std::string name(index);
  const std::string what = index.empty() ? "the table" : "the index " + name;
  const std::string owner = index.empty() ? "the table" : "index " + name;
  return validation_error(
      "The provisioned throughput for " + what +
      " will not change. The requested value equals the current value. Current ReadCapacityUnits "
      "provisioned for " +
      owner + ": " + read + ". Requested ReadCapacityUnits: " + read +
      ". Current WriteCapacityUnits provisioned for " + owner + ": " + write +
      ". Requested WriteCapacityUnits: " + write +
      ". Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher "
      "limits.");
}

inline Error only_on_demand_updates(std::string_view index) {
  return invalid_value("The only Updates for index: " + std::string(index) +
                       " when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput, "
                       "WarmThroughput");
}

inline Error index_not_found(std::string_view index, std::string_view table) {
  return {ErrorCode::kResourceNotFound, "Requested resource not found: Index " +
                                            std::string(index) + " for table " +
                                            std::string(table)};
}
/// `verb` is "update" or "delete".
inline Error not_global_index(std::string_view index, std::string_view verb) {
  return validation_error("Cannot " + std::string(verb) +
                          " an index that is not a GlobalSecondaryIndex: " + std::string(index));
}

}  // namespace magneto::internal::operations::messages
