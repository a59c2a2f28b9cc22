// SPDX-License-Identifier: Apache-2.0
//
// Every text of imports, exports and bulk operations. Observed on the service in October 2026 where
// not said otherwise.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace magneto::internal::operations::messages {

inline Error invalid_request(std::string_view why) {
  return validation_error("Invalid Request: " + std::string(why));
}

/// The ARNs of imports and of exports: their shape, and that they name something.
inline Error invalid_import_arn() { return validation_error("Invalid Import ARN"); }
inline Error invalid_export_arn() { return validation_error("Invalid Export ARN"); }
/// Only the code was observed; the text is as that of exports.
inline Error import_not_found(std::string_view arn) {
  return {ErrorCode::kImportNotFound, "Import not found: Import not found: " + std::string(arn)};
}
inline Error export_not_found(std::string_view arn) {
  return {ErrorCode::kExportNotFound, "Export not found: Export not found: " + std::string(arn)};
}
inline Error export_of_other_region() {
  return {ErrorCode::kExportNotFound, "Export not found: Invalid export arn"};
}

inline Error import_conflict() {
  return {ErrorCode::kImportConflict,
          "Import conflict: Duplicate request detected with conflicting parameters"};
}
inline Error export_conflict() {
  return {ErrorCode::kExportConflict,
          "Export conflict: Duplicate request detected with conflicting parameters"};
}

inline Error invalid_next_token(std::string_view token) {
  return invalid_request("Provided nextToken is invalid: " + std::string(token));
}

inline Error no_table_arn() {
  return validation_error("One or more parameter values were invalid: tableArn is not a valid ARN");
}
inline Error invalid_table_arn() { return invalid_request("Table ARN is invalid."); }

inline Error key_without_kms() {
  return invalid_request("KMS Key Id is not supported for this encryption type");
}

// Bulk operations: nothing was observed of them yet. Codes are the service model's, words are those
// of imports and exports.

inline Error invalid_bulk_operation_arn() { return validation_error("Invalid Bulk Operation ARN"); }
inline Error bulk_operation_not_found(std::string_view arn) {
  return {ErrorCode::kResourceNotFound,
          "Requested resource not found: Bulk operation: " + std::string(arn) + " not found"};
}
inline Error bulk_token_mismatch() {
  return {ErrorCode::kIdempotentParameterMismatch,
          "Request parameters do not match with original request for the same ClientToken"};
}
inline Error bulk_operation_ended(std::string_view status) {
  return invalid_request("The bulk operation is not in progress: " + std::string(status));
}
/// "You cannot start an operation while the table is creating a secondary index" (guide).
inline Error table_creates_index(std::string_view table) {
  return {ErrorCode::kResourceInUse,
          "Attempt to change a resource which is still in use: Table is creating a secondary "
          "index: " +
              std::string(table)};
}

// ExportTableToPointInTime.

/// That it is refused, and named so, was observed; the words are those of other lengths.
inline Error empty_export_prefix() {
  return validation_error(
      "1 validation error detected: Value '' at 's3Prefix' failed to satisfy constraint: Member "
      "must have length greater than or equal to 1");
}
inline Error export_table_not_found(std::string_view arn) {
  return {ErrorCode::kTableNotFound, "Table not found: " + std::string(arn)};
}
inline Error export_without_recovery(std::string_view table) {
  return {ErrorCode::kPointInTimeRecoveryUnavailable,
          "Point in time recovery is not enabled for table '" + std::string(table) + "'"};
}
inline constexpr std::string_view kSpecificationWithoutType =
    "Export Type expected to be Incremental Export when incremental export specification is "
    "provided";
inline constexpr std::string_view kSpecificationOfFullExport =
    "When Export Type is Full Export , Incremental Export Specification should not be provided";
inline constexpr std::string_view kNoSpecification =
    "Incremental Export Specification expected when export type is set as Incremental Export";
inline constexpr std::string_view kNoExportFromTime =
    "ExportFromTime must be provided in IncrementalExportSpecification";
inline constexpr std::string_view kEmptyFilter =
    "Invalid FilterSpecification: The specification can not be empty";

inline Error invalid_export_time(std::string why) {
  return {ErrorCode::kInvalidExportTime, std::move(why)};
}
inline constexpr std::string_view kExportTimeInvalid = "Export Time is invalid";
inline constexpr std::string_view kExportTimeUnavailable =
    "Point in Time Recovery is not available for specified export time";
/// Ours: the service's clock does not go back. Behind it the time in whole seconds.
inline constexpr std::string_view kExportTimeUnknown =
    "The clock of this machine was ahead: nothing can be exported until it is ";
inline constexpr std::string_view kPeriodTooShort =
    "Difference between export period from time and export period to time is less than 15 minutes";
/// Not observed; in the words of the one before.
inline constexpr std::string_view kPeriodTooLong =
    "Difference between export period from time and export period to time is greater than 24 hours";
/// Behind them the time that was given, in whole seconds.
inline constexpr std::string_view kPeriodBeforeTable =
    "Incremental export period from time cannot be less than the table creation time : ";
inline constexpr std::string_view kPeriodInFuture =
    "Incremental export period to time cannot be greater than the current time : ";

// ImportTable.

/// That it is refused was observed; the words are those of other members that must be there.
inline Error no_client_token() {
  return validation_error(
      "1 validation error detected: Value null at 'clientToken' failed to satisfy constraint: "
      "Member must not be null");
}
inline Error unsupported_format_options(std::string_view format) {
  return invalid_request(
      "Unsupported InputFormatOptions for the given input format: " + std::string(format) + ".");
}

}  // namespace magneto::internal::operations::messages
