// SPDX-License-Identifier: Apache-2.0
//
// Every text of backups, point-in-time recovery and restores. Observed on the service in October
// 2026 where not said otherwise.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace magneto::internal::operations::messages {

inline Error invalid_request(std::string text) {
  return validation_error("Invalid Request: " + std::move(text));
}

/// Of backups and point-in-time recovery: other operations have ResourceNotFoundException.
inline Error backed_up_table_not_found(std::string_view name) {
  return {ErrorCode::kTableNotFound, "Table not found: " + std::string(name)};
}
/// Where the table was named by its ARN.
inline Error source_arn_not_found() { return {ErrorCode::kTableNotFound, "Table not found"}; }

inline Error backups_being_enabled(std::string_view name) {
  return {ErrorCode::kContinuousBackupsUnavailable,
          "Backups are being enabled for the table: " + std::string(name) + ". Please retry later"};
}

inline Error no_backup_arn() { return validation_error("Invalid Backup ARN"); }
inline Error bad_backup_arn() { return invalid_request("BackupArn is not valid"); }

inline Error backup_not_found(std::string_view arn) {
  return {ErrorCode::kBackupNotFound, "Backup not found: " + std::string(arn)};
}
/// What DeleteBackup says.
inline Error backup_restored(std::string_view arn) {
  return {ErrorCode::kBackupInUse, "Backup is being used to restore table: " + std::string(arn)};
}
/// What RestoreTableFromBackup says.
inline Error backup_restored_elsewhere(std::string_view arn) {
  return {ErrorCode::kBackupInUse,
          "Backup is being used to restore another table: " + std::string(arn)};
}
/// No witness of the text: backups of the tables observed were never seen CREATING.
inline Error backup_being_created(std::string_view arn) {
  return {ErrorCode::kBackupInUse, "Backup is being created: " + std::string(arn)};
}
/// The form of the time has no witness.
inline Error system_backup(std::string_view arn, std::string_view expires) {
  return invalid_request("User is not allowed to delete the system backup with arn " +
                         std::string(arn) + ". It will automatically expire on " +
                         std::string(expires));
}

inline constexpr std::string_view kTimeRangeInverted =
    "Time range lower bound must be less than or equal to upper bound";
inline Error start_backup_elsewhere() {
  return invalid_request("The supplied ExclusiveStartBackupArn does not match the region");
}

inline Error period_without_recovery() {
  return invalid_request(
      "Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.");
}
inline Error recovery_unavailable(std::string_view table) {
  return {ErrorCode::kPointInTimeRecoveryUnavailable,
          "Point in time recovery is not enabled for table '" + std::string(table) + "'"};
}
inline Error restore_time_outside(const std::string& time, const std::string& earliest,
                                  const std::string& latest) {
  return {ErrorCode::kInvalidRestoreTime,
          "RestoreDateTime '" + time + "' must be within EarliestRestorableDateTime '" + earliest +
              "' and LatestRestorableDateTime '" + latest + "'"};
}
/// Ours: the service's clock does not go back.
inline Error restore_time_unknown(const std::string& ahead) {
  return {ErrorCode::kInvalidRestoreTime,
          "The clock of this machine was ahead: changes have times up to '" + ahead +
              "'. Until then UseLatestRestorableTime is the only moment to restore to"};
}
/// Observed up to "Pleas"; what follows there is ours.
inline Error both_restore_times() {
  return invalid_request(
      "Both RestoreDateTime and UseLatestRestorableTime cannot be set for point-in-time restore "
      "request. Please set only one of them");
}
inline Error no_restore_time() {
  return invalid_request(
      "Either one of RestoreDateTime or UseLatestRestorableTime must be specified, but not both");
}
inline Error one_source() {
  return invalid_request("Must provide exactly one of: sourceTableArn, sourceTableName");
}
inline Error no_source() {
  return validation_error(
      "The parameter 'TableName' is required but was not present in the request");
}
inline Error bad_source_arn() { return invalid_request("sourceTableArn is not a valid ARN"); }

inline Error restored_table_exists(std::string_view name) {
  return {ErrorCode::kTableAlreadyExists, "Table already exists: " + std::string(name)};
}
inline Error already_being_restored(std::string_view name, std::string_view backup_arn) {
  return {ErrorCode::kTableInUse,
          "Table: " + std::string(name) +
              " is already being restored from backup: " + std::string(backup_arn)};
}
/// No witness of the text: a name to which a table is restored to a point in time.
inline Error already_being_restored(std::string_view name) {
  return {ErrorCode::kTableInUse, "Table: " + std::string(name) + " is already being restored"};
}
inline Error too_many_restores() {
  return {ErrorCode::kLimitExceeded,
          "Subscriber limit exceeded: Only 50 restore operations can be done simultaneously"};
}

// Overrides of restores.
inline Error cross_region_without_encryption() {
  return invalid_request("sseSpecificationOverride must be provided for cross-region restores");
}
inline constexpr std::string_view kProvisionedNeedsMode =
    "Cannot override ProvisionedThroughput unless BillingMode is PROVISIONED";
inline constexpr std::string_view kProvisionedForbidden =
    "Cannot override ProvisionedThroughput if BillingMode is overridden to PAY_PER_REQUEST";
inline constexpr std::string_view kProvisionedMissing =
    "Must override ProvisionedThroughput if BillingMode is overridden to PROVISIONED";
/// `member` is "MaxReadRequestUnits" or "MaxWriteRequestUnits".
inline Error maximum_needs_mode(std::string_view member) {
  return invalid_request("Cannot override " + std::string(member) +
                         " for OnDemandThroughput unless BillingModeOverride is PAY_PER_REQUEST");
}
inline Error maximum_out_of_range(std::string_view member) {
  return invalid_request("Requested " + std::string(member) +
                         " for OnDemandThroughput is outside of valid range");
}
inline Error no_such_index_in_source(std::string_view index) {
  return invalid_request("Index " + std::string(index) +
                         " does not match a secondary index that existed in the source table and "
                         "cannot be created during the restore operation");
}
inline Error index_units_missing(std::string_view index) {
  return invalid_request("Must specify provisioned throughput for index " + std::string(index));
}

}  // namespace magneto::internal::operations::messages
