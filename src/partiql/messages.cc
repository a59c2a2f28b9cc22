// SPDX-License-Identifier: Apache-2.0
#include "partiql/messages.h"

#include <initializer_list>

namespace magneto::internal::partiql::messages {
namespace {

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (std::string_view part : parts) text += part;
  return text;
}

}  // namespace

Error malformed(std::string_view detail) {
  return validation_error(joined({"Statement wasn't well formed, can't be processed: ", detail}));
}

Error at(std::string message, const Position& position) {
  return validation_error(std::move(message) + position.text());
}

std::string delete_returning(std::string_view mapping) {
  return joined({"Invalid returning clause: RETURNING ", mapping,
                 ". Only RETURNING ALL OLD * is allowed in DELETE statements."});
}

std::string is_type(std::string_view type) {
  return joined(
      {"Unsupported data type for IS operator: ", type,
       ". Supported data types are [MISSING, NULL, BOOLEAN, BLOB, STRING, NUMERIC, STRUCT, TUPLE, "
       "LIST]"});
}

std::string index_outside(std::string_view index) {
  return joined({"List index is not within the allowable range; index: [", index, "]"});
}

std::string duplicate_name(std::string_view name) {
  return joined({"Duplicate identifiers in select clause: ", name});
}

std::string set_arguments(std::string_view operation) {
  return joined({"SET_", operation, " must have exactly two arguments"});
}

std::string set_first_argument(std::string_view operation) {
  return joined({"The first argument to SET_", operation, " must equal the assignment value"});
}

std::string set_second_argument(std::string_view operation) {
  return joined({"The second argument to SET_", operation, " must be a value with type SET"});
}

std::string unsupported_clause(std::string_view clause) {
  return joined({"Unsupported clause: ", clause});
}

std::string unsupported_operation(std::string_view operation) {
  return joined({"Unsupported operation: ", operation});
}

std::string unrecognized_function(std::string_view function) {
  return joined({"Unrecognized function: ", function});
}

std::string unsupported_token(std::string_view token) {
  return joined({"Unsupported token in expression: ", token});
}

std::string condition_operator(std::string_view op) {
  return joined({"Unsupported operator in Condition Expression. Operator: ", op});
}

std::string update_operator(std::string_view op) {
  return joined({"Unsupported operator in Update Expression. Operator: ", op});
}

std::string several_conditions(std::string_view key) {
  return joined({"Multiple conditions on same key ", key,
                 ". Only single item Update/Insert/Delete are supported"});
}

std::string schema_mismatch(std::string_view key) {
  return joined(
      {"Key attribute's data type should match its data type in table's schema: Key ", key});
}

std::string key_not_scalar(std::string_view key, std::string_view type) {
  return joined({"Key value must be of type S, N, or B. Key name: ", key, ", Key type: ", type});
}

std::string under(std::string_view problem, std::string_view place) {
  return joined({problem, " under ", place});
}

std::string negative_zero(std::string_view key) {
  return joined({"Negative zero decimal is not supported under key ", key});
}

std::string duplicate_key(std::string_view key, std::string_view under) {
  return joined({"Duplicate keys in tuple. Key: ", key, " under ", under});
}

std::string key_type(std::string_view type, std::string_view under) {
  return joined({"Tuple keys must be of type String. Actual type: ", type, " under ", under});
}

std::string data_type(std::string_view type, std::string_view key) {
  return joined({"Unsupported data type: ", type, " under key ", key});
}

std::string ion_literal(std::string_view type, std::string_view key) {
  return joined({"Ion Literals are not supported: ", type, " under key ", key});
}

}  // namespace magneto::internal::partiql::messages
