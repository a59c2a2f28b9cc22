// SPDX-License-Identifier: Apache-2.0
//
// Every text of this room that a client can see.
#pragma once

#include <string>
#include <string_view>

#include "model/shape.h"

namespace magneto::internal::checks::messages {

// Constraints of the model: ValidationException.

inline constexpr std::string_view kNotNull = "Member must not be null";
std::string length_at_least(std::int64_t bound);
std::string length_at_most(std::int64_t bound);
std::string value_at_least(std::int64_t bound);
std::string value_at_most(std::int64_t bound);
std::string in_enum(const model::Shape& shape);
std::string in_pattern(std::string_view pattern);
/// `constraints` as in "Member must ..., Member must ...".
std::string of_keys(std::string_view constraints);
std::string of_map_values(std::string_view constraints);
std::string of_list_elements(std::string_view constraints);
/// `value` is "null" or stands in quotes already.
std::string failed(std::string_view value, std::string_view path, std::string_view constraint);
/// `errors` joined by "; ".
std::string detected(std::size_t count, std::string_view errors);
/// Without the value. `path` as in "RequestItems.music.member.Keys".
std::string failed_bound(std::string_view path, std::string_view constraint);
/// Of ReturnValues: neither path nor value, and one of the values is misspelled by the service.
inline constexpr std::string_view kBareEnum =
    "Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD, "
    "ALL_NEW, UPDATE_NEW, NONE]";
std::string parameter_missing(std::string_view member);
std::string missing_field(std::string_view member);
inline constexpr std::string_view kNoWriteRequests =
    "The requestItems parameter is required for BatchWriteItem";
inline constexpr std::string_view kNoResourceArn = "Invalid TableArn";
inline constexpr std::string_view kTableNameLength =
    "TableName must be at least 3 characters long and at most 255 characters long";

}  // namespace magneto::internal::checks::messages
