// SPDX-License-Identifier: Apache-2.0
//
// Every text of the table operations. Observed on the service where not said otherwise.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"

namespace magneto::operations::texts {

inline Error invalid_value(std::string text) {
  return validation_error("One or more parameter values were invalid: " + std::move(text));
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

inline Error table_in_change(std::string_view name, std::string_view change) {
  return {ErrorCode::kResourceInUse,
          "Attempt to change a resource which is still in use: Table is being " +
              std::string(change) + ": " + std::string(name)};
}

inline Error stream_enabled(std::string_view table) {
  return validation_error("Table already has an enabled stream: TableName: " + std::string(table));
}

inline Error no_stream(std::string_view table) {
  return validation_error("Table has no stream to disable: TableName: " + std::string(table));
}

inline Error deletion_protected() {
  return validation_error(
      "Resource cannot be deleted as it is currently protected against deletion. Disable deletion "
      "protection first.");
}

inline Error member_null(std::string_view member) {
  return validation_error("1 validation error detected: Value null at '" + std::string(member) +
                          "' failed to satisfy constraint: Member must not be null");
}

// Key schemas.
inline constexpr std::string_view kKeyWithoutDefinition =
    "Invalid KeySchema: Some index key attribute have no definition";
inline constexpr std::string_view kSameKeyNames =
    "Both the Hash Key and the Range Key element in the KeySchema have the same name";
inline constexpr std::string_view kFirstNotHash =
    "Invalid KeySchema: The first KeySchemaElement is not a HASH key type";
inline constexpr std::string_view kSecondNotRange =
    "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type";
inline constexpr std::string_view kHashBeforeRange =
    "Invalid KeySchema: All HASH key elements must precede RANGE key elements";
inline constexpr std::string_view kTooManyHash =
    "Invalid KeySchema: The number of HASH key elements exceeds the limit of 4";
inline constexpr std::string_view kTooManyRange =
    "Invalid KeySchema: The number of RANGE key elements exceeds the limit of 4";

// Billing.
inline constexpr std::string_view kThroughputMissing =
    "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is "
    "PROVISIONED";
inline constexpr std::string_view kThroughputForbidden =
    "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
    "PAY_PER_REQUEST";
inline constexpr std::string_view kThroughputMissingOnUpdate =
    "ProvisionedThroughput must be specified when BillingMode is PROVISIONED";

inline Error out_of_bounds(std::int64_t value, std::string_view member) {
  return validation_error("Given value " + std::to_string(value) + " for " + std::string(member) +
                          " is out of bounds");
}

inline Error one_online_index() {
  return {
      ErrorCode::kLimitExceeded,
      "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per "
      "table"};
}

}  // namespace magneto::operations::texts
