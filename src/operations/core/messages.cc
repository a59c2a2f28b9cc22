// SPDX-License-Identifier: Apache-2.0
#include "operations/core/messages.h"

#include "operations/core/table_messages.h"

namespace magneto::internal::operations::messages {
namespace {

template <class... Parts>
std::string join(const Parts&... parts) {
  std::string text;
  text.reserve((std::string_view(parts).size() + ...));
  (text.append(parts), ...);
  return text;
}

std::string list(std::span<const std::string_view> names) {
  std::string text = "[";
  for (std::string_view name : names) {
    if (text.size() > 1) text += ", ";
    text += name;
  }
  return text + "]";
}

constexpr std::string_view kNestedKey =
    "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ";

}  // namespace

std::string no_such_index(std::string_view index) {
  return join("The table does not have the specified index: ", index);
}

std::string duplicate_attribute(std::string_view attribute) {
  return join(kInvalidValues, "Duplicate value in attribute name: ", attribute);
}

std::string empty_expression_name(std::string_view placeholder) {
  return join("ExpressionAttributeNames contains invalid value: Empty attribute name for key ",
              placeholder);
}

std::string invalid_expression_value(std::string_view problem, std::string_view placeholder) {
  return join("ExpressionAttributeValues contains invalid value: ", problem, " for key ",
              placeholder);
}

std::string missing_key(std::string_view attribute) {
  return join(kInvalidValues, "Missing the key ", attribute, " in the item");
}

std::string key_type(const keys::KeyAttribute& attribute, value::Type actual) {
  return join(kInvalidValues, "Type mismatch for key ", attribute.name,
              " expected: ", value::type_name(attribute.type),
              " actual: ", value::type_name(actual));
}

std::string nested_key(std::string_view attribute) { return join(kNestedKey, "Key: ", attribute); }

std::string nested_index_key(std::string_view attribute) {
  return join(kNestedKey, "IndexKey: ", attribute);
}

std::string nested_key_in_where(std::string_view attribute) {
  return join(kNestedKey, "Key ", attribute);
}

std::string filter_on_key(std::string_view parameter, std::string_view attribute) {
  return join(parameter,
              " can only contain non-primary key attributes: Primary key attribute: ", attribute);
}

std::string projection_with_select(std::string_view parameter, std::string_view select) {
  return join("Cannot specify the ", parameter, " when choosing to get ",
              select == "COUNT" ? "only the Count" : select);
}

std::string all_of_global_index(std::string_view index) {
  return join(kInvalidValues,
              "Select type ALL_ATTRIBUTES is not supported for global secondary index ", index,
              " because its projection type is not ALL");
}

std::string not_projected(std::string_view index, std::span<const std::string_view> attributes) {
  return join(kInvalidValues, "Global secondary index ", index, " does not project ",
              list(attributes));
}

std::string filter_not_projected(std::string_view index,
                                 std::span<const std::string_view> attributes) {
  return join(kInvalidValues, "Secondary index ", index,
              " does not project one or more filter attributes: ", list(attributes));
}

std::string start_key_invalid(std::string_view why) { return join(kStartKeyInvalid, ": ", why); }

std::string start_key_of_one_item(std::string_view attribute, std::string_view value) {
  return join("The provided exclusive start key is invalid: ExclusiveStartKey: {", attribute,
              "=AttributeValue: {", value, "}}");
}

std::string start_key_segment(std::int64_t segment, std::int64_t total) {
  return start_key_invalid(
      join("Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. "
           "TotalSegments: ",
           std::to_string(total), " Segment: ", std::to_string(segment)));
}

std::string segment_too_large(std::int64_t segment, std::int64_t total) {
  return join(
      "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
      "Segment: ",
      std::to_string(segment), " is not less than TotalSegments: ", std::to_string(total));
}

std::string transaction_cancelled(std::string_view codes) {
  return join("Transaction cancelled, please refer cancellation reasons for specific reasons [",
              codes, "]");
}

std::string key_absent(std::string_view attribute) {
  return "Key attribute should be present in the item: Key " + std::string(attribute);
}

std::string key_schema_mismatch(std::string_view attribute) {
  return "Key attribute's data type should match its data type in table's schema: Key " +
         std::string(attribute);
}

std::string order_by_attribute(std::string_view name) {
  return "Variable reference " + std::string(name) +
         " in ORDER BY clause must be part of the primary key";
}

std::string order_by_type(std::string_view type) {
  return "Argument to ORDER BY must be of type VariableReference. Type: " + std::string(type);
}

std::string statement_failed(std::size_t position, std::string_view problem) {
  return "Validation failed in TransactStatements[" + std::to_string(position) +
         "]: " + std::string(problem);
}

}  // namespace magneto::internal::operations::messages
