// SPDX-License-Identifier: Apache-2.0
//
// What the service says about requests on streams. All texts of these operations.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"

namespace magneto::internal::operations::messages {

inline Error invalid_stream_arn() { return validation_error("Invalid StreamArn"); }
inline Error stream_not_found(std::string_view arn) {
  return {ErrorCode::kResourceNotFound,
          "Requested resource not found: Stream: " + std::string(arn) + " not found"};
}
inline Error shard_not_found(std::string_view shard, std::string_view arn) {
  return {ErrorCode::kResourceNotFound,
          "Requested resource not found: Shard: " + std::string(shard) +
              " in Stream: " + std::string(arn) + " not found"};
}

/// In the words of the model's constraints, which do not know these bounds.
inline Error limit_too_large(std::int64_t limit, std::int64_t max) {
  return validation_error("1 validation error detected: Value '" + std::to_string(limit) +
                          "' at 'limit' failed to satisfy constraint: Member must have value less "
                          "than or equal to " +
                          std::to_string(max));
}

inline constexpr std::string_view kFilterWithoutType =
    "1 validation error detected: Value null at 'shardFilter.type' failed to satisfy constraint: "
    "Member must not be null";
inline constexpr std::string_view kFilterWithoutShard =
    "1 validation error detected: Value null at 'shardFilter.shardId' failed to satisfy "
    "constraint: Member must not be null";

inline constexpr std::string_view kNoSequenceNumber =
    "One or more parameter values were invalid: Invalid SequenceNumber";
inline constexpr std::string_view kUnwantedSequenceNumber =
    "One or more parameter values were invalid: SequenceNumber should not be passed for this "
    "iterator type";
inline constexpr std::string_view kNoTimestamp =
    "One or more parameter values were invalid: Timestamp must be passed for this iterator type";
inline constexpr std::string_view kUnwantedTimestamp =
    "One or more parameter values were invalid: Timestamp should not be passed for this iterator "
    "type";
inline constexpr std::string_view kSequenceNumberOutside = "Invalid SequenceNumber for the shard";

inline constexpr std::string_view kInvalidIterator = "Invalid ShardIterator";
inline Error iterator_expired() {
  return {ErrorCode::kExpiredIterator,
          "The shard iterator has expired and can no longer be used to retrieve stream records"};
}
inline Error trimmed() {
  return {ErrorCode::kTrimmedDataAccess, "The data you are trying to access has been trimmed"};
}

}  // namespace magneto::internal::operations::messages
