// SPDX-License-Identifier: Apache-2.0
//
// Every text about vector indexes. Those marked "observed" are the service's, as Amazon's notes on
// vector search quote them. Of the others it is known that they are refused, and most of the time
// which words are in the text: the rest is made after what is said of other indexes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "operations/core/table_messages.h"

namespace magneto::internal::operations::messages {

// Behind "One or more parameter values were invalid: ".
inline constexpr std::string_view kSearchAttributeNotDefined =  // Observed.
    "One element in SearchSchema is not defined in attribute definitions";
inline constexpr std::string_view kTooManyVectorIndexes =  // Observed.
    "VectorIndex count exceeds the per-table limit of 5";
inline constexpr std::string_view kNoVectorIndexes = "List of VectorIndexes is empty";
inline constexpr std::string_view kVectorNeedsOnDemand =
    "Vector indexes are only supported when BillingMode is PAY_PER_REQUEST";

inline Error several_search_hashes(std::ptrdiff_t count) {
  return invalid_value(
      "Value '" + std::to_string(count) +
      "' at 'SearchSchema' failed to satisfy constraint: Member must have HASH count less than or "
      "equal to 1");
}
inline Error duplicate_search_attribute(std::string_view attribute) {
  return invalid_value("Duplicate attribute in SearchSchema: " + std::string(attribute));
}
inline Error too_many_inline_filters(std::size_t count, std::size_t limit) {  // Observed.
  return invalid_value(
      "Value '" + std::to_string(count) +
      "' at 'SearchSchema' failed to satisfy constraint: Member must have INLINE_FILTER count less "
      "than or equal to " +
      std::to_string(limit));
}
inline Error too_many_dimensions(std::int64_t limit) {  // Observed.
  return invalid_value("Number of dimensions must be between 1 and " + std::to_string(limit) +
                       " inclusive.");
}
inline Error too_many_projected(std::string_view index, std::size_t limit) {
  return invalid_value("Number of projected attributes for index: " + std::string(index) +
                       " exceeds the limit of " + std::to_string(limit));
}
inline Error vector_attribute_is_key(std::string_view attribute) {
  return invalid_value("The vector attribute '" + std::string(attribute) +
                       "' is defined in AttributeDefinitions");
}
inline Error dimensions_differ(std::string_view attribute) {
  return invalid_value("Dimensions of all vector indexes on attribute '" + std::string(attribute) +
                       "' must be the same");
}

// UpdateTable.

inline constexpr std::string_view kNoVectorAction =
    "One of VectorIndexUpdate.Create, VectorIndexUpdate.Delete must not be null";
inline constexpr std::string_view kSeveralVectorActions =
    "Only one vector index action is allowed per VectorIndexUpdate object";
inline Error several_vector_updates(std::string_view index) {
  return invalid_value("Only one vector index update per index is allowed simultaneously. Index: " +
                       std::string(index));
}
inline Error too_many_vector_indexes() {
  return {ErrorCode::kLimitExceeded,
          "Subscriber limit exceeded: Number of vector indexes exceeds per-table limit of 5"};
}
inline Error not_vector_index(std::string_view index) {
  return validation_error("Cannot delete an index that is not a VectorIndex: " +
                          std::string(index));
}

// SearchVectors.

inline Error top_k_out_of_range(std::int64_t top_k) {  // Observed.
  return validation_error("Provided TopK value '" + std::to_string(top_k) +
                          "' is out of valid range. The value must be between 1 and 100 inclusive");
}
inline constexpr std::string_view kNoFloatVector =  // Observed.
    "All values in the search vector must be a 32-bit floating-point number attribute";
inline Error dimensions_do_not_match(std::size_t given, std::int64_t expected) {  // Observed.
  return validation_error("Input search vector dimension " + std::to_string(given) +
                          " does not match vector index dimension " + std::to_string(expected));
}
inline Error vector_index_backfilling(std::string_view index) {  // Observed.
  return validation_error("Cannot search backfilling vector index: " + std::string(index));
}
/// `operation` is "Query" or "Scan". Observed of Query.
inline Error not_for_vector_index(std::string_view operation) {
  return validation_error(std::string(operation) + " operation not supported on this index type.");
}
inline constexpr std::string_view kSearchAnswerTooLarge =
    "The search results exceed the maximum response size of 16 MB";

}  // namespace magneto::internal::operations::messages
