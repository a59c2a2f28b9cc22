// SPDX-License-Identifier: Apache-2.0

#include "expression/messages.h"

#include <initializer_list>
#include <string>

#include "expression/expression.h"
#include "value/decimal.h"

namespace magneto::internal::expression {

std::string_view role_name(Role role) {
  switch (role) {
    case Role::kCondition:
      return "ConditionExpression";
    case Role::kFilter:
      return "FilterExpression";
    case Role::kKeyCondition:
      return "KeyConditionExpression";
    case Role::kProjection:
      return "ProjectionExpression";
    case Role::kUpdate:
      return "UpdateExpression";
    case Role::kSearchCondition:
      return "SearchConditionExpression";
  }
  return "";
}

namespace messages {
namespace {

constexpr std::string_view kInvalidParameters = "One or more parameter values were invalid: ";
constexpr std::string_view kInvalidSearch = "Invalid SearchConditionExpression: ";

Error made_of(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (std::string_view part : parts) text += part;
  return validation_error(std::move(text));
}

/// The long names that ADD and DELETE use.
std::string_view long_type_name(value::Type type) {
  switch (type) {
    case value::Type::kString:
      return "STRING";
    case value::Type::kNumber:
      return "NUMBER";
    case value::Type::kBinary:
      return "BINARY";
    case value::Type::kBool:
      return "BOOLEAN";
    case value::Type::kNull:
      return "NULL";
    case value::Type::kList:
      return "LIST";
    case value::Type::kMap:
      return "MAP";
    case value::Type::kStringSet:
      return "STRING_SET";
    case value::Type::kNumberSet:
      return "NUMBER_SET";
    case value::Type::kBinarySet:
      return "BINARY_SET";
  }
  return "";
}

/// With commas between.
std::string joined(std::span<const std::string_view> names) {
  std::string text;
  for (std::string_view name : names) {
    if (!text.empty()) text += ", ";
    text += name;
  }
  return text;
}

/// A scalar as the service prints operands: "AttributeValue: {S:abc}".
std::string printed(value::ValueView value) {
  std::string text = "AttributeValue: {";
  text += value::type_name(value.type());
  text += ':';
  if (value.type() == value::Type::kNumber) {
    char digits[value::Decimal::kMaxTextBytes];
    text.append(digits, value::number_to_chars(value.scalar(), digits));
  } else if (value.type() == value::Type::kBinary) {
    const std::string length = std::to_string(value.scalar().size());
    text += "java.nio.HeapByteBuffer[pos=0 lim=" + length + " cap=" + length + "]";
  } else {
    text += value.scalar();
  }
  text += '}';
  return text;
}

}  // namespace

Error invalid_expression(Role role, const Error& error) {
  return Error(error.code(), "Invalid " + std::string(role_name(role)) + ": " + error.message());
}

Error empty_expression() { return validation_error("The expression can not be empty;"); }

Error expression_too_long() {
  return validation_error("Expression size has exceeded the maximum allowed size;");
}

Error condition_too_long(std::size_t bytes) {
  return validation_error(
      "Expression size has exceeded the maximum allowed size; expression size: " +
      std::to_string(bytes));
}

Error syntax_error(std::string_view token, std::string_view near) {
  return made_of({"Syntax error; token: \"", token, "\", near: \"", near, "\""});
}

Error redundant_parentheses() {
  return validation_error("The expression has redundant parentheses;");
}

Error unknown_function(std::string_view function) {
  return made_of({"Invalid function name; function: ", function});
}

Error not_for_conditions(std::string_view function) {
  return made_of({"The function is not allowed in a condition expression; function: ", function});
}

Error not_for_updates(std::string_view function) {
  return made_of({"The function is not allowed in an update expression; function: ", function});
}

Error misused_function(std::string_view function) {
  return made_of(
      {"The function is not allowed to be used this way in an expression; function: ", function});
}

Error reserved_word(std::string_view word) {
  return made_of({"Attribute name is a reserved keyword; reserved keyword: ", word});
}

Error index_out_of_range(std::string_view digits) {
  return made_of({"List index is not within the allowable range; index: [", digits, "]"});
}

Error section_used_twice(std::string_view section) {
  return made_of({"The \"", section, "\" section can only be used once in an update expression;"});
}

Error undefined_name(std::string_view placeholder) {
  return made_of(
      {"An expression attribute name used in the document path is not defined; "
       "attribute name: ",
       placeholder});
}

Error undefined_value(std::string_view placeholder) {
  return made_of(
      {"An expression attribute value used in expression is not defined; attribute value: ",
       placeholder});
}

Error path_too_deep(std::size_t levels) {
  return validation_error("The document path has too many nesting levels; nesting levels: " +
                          std::to_string(levels));
}

Error operand_count(std::string_view function, std::size_t count) {
  return made_of({"Incorrect number of operands for operator or function; operator or function: ",
                  function, ", number of operands: ", std::to_string(count)});
}

Error operand_type(std::string_view operation, std::string_view type) {
  return made_of({"Incorrect operand type for operator or function; operator or function: ",
                  operation, ", operand type: ", type});
}

Error path_required(std::string_view function) {
  return made_of(
      {"Operator or function requires a document path; operator or function: ", function});
}

Error operands_not_distinct(std::string_view operation, std::string_view path) {
  return made_of(
      {"The first operand must be distinct from the remaining operands for this "
       "operator or function; operator: ",
       operation, ", first operand: ", path});
}

Error too_many_in_operands(std::size_t count) {
  return validation_error(
      "The IN operator is provided with too many operands; number of operands: " +
      std::to_string(count));
}

Error unknown_attribute_type(std::string_view name) {
  return made_of({"Invalid attribute type name found; type: ", name,
                  ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"});
}

Error attribute_type_of_path() {
  return operand_type("attribute_type", "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}");
}

Error between_types(value::ValueView low, value::ValueView high) {
  return made_of(
      {"The BETWEEN operator requires same data type for lower and upper bounds; lower "
       "bound operand: ",
       printed(low), ", upper bound operand: ", printed(high)});
}

Error between_order(value::ValueView low, value::ValueView high) {
  return made_of(
      {"The BETWEEN operator requires upper bound to be greater than or equal to lower "
       "bound; lower bound operand: ",
       printed(low), ", upper bound operand: ", printed(high)});
}

Error too_many_operators() {
  // The service stops counting here, so the figure is always the same.
  return validation_error("The expression contains too many operators; operator count: 301");
}

Error paths_overlap(std::string_view one, std::string_view two) {
  return made_of(
      {"Two document paths overlap with each other; must remove or rewrite one of these "
       "paths; path one: ",
       one, ", path two: ", two});
}

Error paths_conflict(std::string_view one, std::string_view two) {
  return made_of(
      {"Two document paths conflict with each other; must remove or rewrite one of "
       "these paths; path one: ",
       one, ", path two: ", two});
}

Error section_operand_type(std::string_view section, value::Type type) {
  return made_of({"Incorrect operand type for operator or function; operator: ", section,
                  ", operand type: ", long_type_name(type), ", typeSet: ALLOWED_FOR_", section,
                  "_OPERAND"});
}

Error must_not_be_empty(std::string_view parameter) {
  return made_of({parameter, " must not be empty"});
}

Error invalid_key(std::string_view parameter, std::string_view key) {
  return made_of({parameter, " contains invalid key: Syntax error; key: \"", key, "\""});
}

Error empty_placeholder(std::string_view parameter) {
  return made_of(
      {parameter, " contains invalid key: The expression attribute map contains an empty key;"});
}

Error placeholder_too_long(std::string_view parameter, std::size_t bytes) {
  // The service tells the size of a name, and not that of a value (DynamoDB Local).
  const bool told = parameter == "ExpressionAttributeNames";
  return made_of(
      {parameter,
       " contains invalid key: The expression attribute map contains a key that is too long;",
       told ? " size of key: " + std::to_string(bytes) : std::string()});
}

Error unused(std::string_view parameter, std::span<const std::string_view> keys) {
  return made_of(
      {"Value provided in ", parameter, " unused in expressions: keys: {", joined(keys), "}"});
}

Error both_kinds(std::string_view legacy, std::string_view expressions) {
  return made_of(
      {"Can not use both expression and non-expression parameters in the same request: "
       "Non-expression parameters: {",
       legacy, "} Expression parameters: {", expressions, "}"});
}

Error names_without_expressions() {
  return validation_error("ExpressionAttributeNames can only be specified when using expressions");
}

Error values_without_expressions() {
  return validation_error("ExpressionAttributeValues can only be specified when using expressions");
}

Error values_without_expressions(std::string_view expressions, bool several) {
  return made_of({"ExpressionAttributeValues can only be specified when using expressions: ",
                  expressions, several ? " are null" : " is null"});
}

Error missing_operand() {
  return validation_error(
      "The provided expression refers to an attribute that does not exist in the item");
}

Error wrong_operand_type() {
  return validation_error("An operand in the update expression has an incorrect data type");
}

Error invalid_update_path() {
  return validation_error(
      "The document path provided in the update expression is invalid for update");
}

Error type_mismatch_for_update() {
  return validation_error("Type mismatch for attribute to update");
}

Error too_deeply_nested() {
  return validation_error("Nesting Levels have exceeded supported limits");
}

Error cannot_update_key(std::string_view attribute) {
  return made_of({kInvalidParameters, "Cannot update attribute ", attribute,
                  ". This attribute is part of the key"});
}

Error key_operator(std::string_view name) {
  return made_of({"Invalid operator used in KeyConditionExpression: ", name});
}

Error key_nested_operation() {
  return validation_error("KeyConditionExpressions cannot contain nested operations");
}

Error key_nested_attribute() {
  return validation_error("KeyConditionExpressions cannot have conditions on nested attributes");
}

Error key_attribute_first(std::string_view operation) {
  return made_of({"Invalid condition in KeyConditionExpression: ", operation,
                  " operator must have the key attribute as its first operand"});
}

Error key_several_attributes() {
  return validation_error(
      "Invalid condition in KeyConditionExpression: Multiple attribute names used in one "
      "condition");
}

Error key_no_attribute() {
  return validation_error(
      "Invalid condition in KeyConditionExpression: No key attribute specified");
}

Error key_condition_twice() {
  return validation_error("KeyConditionExpressions must only contain one condition per key");
}

Error key_condition_twice_now() {
  return invalid_expression(Role::kKeyCondition, key_condition_twice());
}

Error more_conditions_than_keys(std::size_t conditions, std::size_t attributes) {
  return validation_error("The number of query conditions (" + std::to_string(conditions) +
                          ") exceeds the number of key attributes defined in the schema (" +
                          std::to_string(attributes) + ")");
}

Error key_condition_count() { return validation_error("Conditions can be of length 1 or 2 only"); }

Error missed_key_element(std::string_view attribute) {
  return made_of({"Query condition missed key schema element: ", attribute});
}

Error key_condition_not_supported() {
  return validation_error("Query key condition not supported");
}

Error partition_keys_need_equality(std::span<const std::string_view> attributes) {
  return made_of({"HASH key attributes ", joined(attributes),
                  " must have equality conditions specified in the query"});
}

Error sort_keys_need_equality(std::span<const std::string_view> attributes,
                              std::string_view conditioned) {
  return made_of({"RANGE key attributes ", joined(attributes),
                  " must have equality conditions specified in the query because a condition is "
                  "present on key attribute ",
                  conditioned});
}

Error not_indexable() {
  return validation_error("Attempted conditional constraint is not an indexable operation");
}

Error key_condition_type() {
  return made_of({kInvalidParameters, "Condition parameter type does not match schema type"});
}

// Observed: of BETWEEN, IN and functions when they were not there yet.
Error search_operator() {
  return made_of({kInvalidSearch, "Invalid operator used in SearchConditionExpression"});
}

// Observed: of <, <=, >, >=, <>.
Error search_comparator() {
  return made_of({kInvalidSearch, "Invalid comparator used in SearchConditionExpression"});
}

// These are what the service says of key conditions, in words for searches; that it names nested
// attributes and the SearchSchema is known.
Error search_nested_attribute() {
  return made_of(
      {kInvalidSearch, "SearchConditionExpression cannot have conditions on nested attributes"});
}

Error search_several_attributes() {
  return made_of({kInvalidSearch, "Multiple attribute names used in one condition"});
}

Error search_no_attribute() { return made_of({kInvalidSearch, "No attribute specified"}); }

// Observed, as the next: of a condition on other attributes alone.
Error search_hash_left_out() {
  return validation_error(
      "SearchConditionExpression must have all HASH attributes in configured SearchSchema");
}

Error search_attribute_unknown(std::string_view attribute) {
  return made_of(
      {"SearchConditionExpression must not contain any attributes that is not in SearchSchema. "
       "Invalid attribute: ",
       attribute});
}

Error search_hash_twice() {
  return made_of(
      {kInvalidSearch, "SearchConditionExpression must only contain one condition per key"});
}

// Observed, without anything in front.
Error search_hash_missing() {
  return validation_error(
      "SearchConditionExpression must be provided when SearchSchema has a HASH key");
}

Error partition_value_too_long() {
  return made_of(
      {kInvalidParameters, "Size of hashkey has exceeded the maximum size limit of2048 bytes"});
}

Error sort_value_too_long() {
  return made_of({kInvalidParameters,
                  "Aggregated size of all range keys has exceeded the size limit of 1024 bytes"});
}

Error argument_count(std::string_view op) {
  return made_of(
      {kInvalidParameters, "Invalid number of argument(s) for the ", op, " ComparisonOperator"});
}

Error argument_types_differ() {
  return made_of(
      {kInvalidParameters, "AttributeValues inside AttributeValueList must be of same type"});
}

Error argument_type(std::string_view op, value::Type type) {
  return made_of({kInvalidParameters, "ComparisonOperator ", op, " is not valid for ",
                  value::type_name(type), " AttributeValue type"});
}

Error between_range() {
  return validation_error(
      "The BETWEEN condition was provided a range where the lower bound is greater than the upper "
      "bound");
}

Error invalid_parameter(std::string_view what) { return made_of({kInvalidParameters, what}); }

Error add_not_supported(value::Type type) {
  return made_of(
      {kInvalidParameters, "ADD action is not supported for the type ", long_type_name(type)});
}

Error delete_not_supported(value::Type type) {
  return made_of({kInvalidParameters, "DELETE action with value is not supported for the type ",
                  long_type_name(type)});
}

}  // namespace messages
}  // namespace magneto::internal::expression
