// SPDX-License-Identifier: Apache-2.0
//
// Every text of this room that a user can see, in one place. Wordings are the service's. Those that
// stand behind "Invalid FilterExpression: " are made without it: invalid_expression() puts it in
// front, where the role is known.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"
#include "value/encoded_item.h"
#include "value/type.h"

namespace magneto::internal::expression {

enum class Role : std::uint8_t;

namespace messages {

/// `error`, behind "Invalid <role>: ".
Error invalid_expression(Role role, const Error& error);

// Text to syntax tree.
Error empty_expression();
Error expression_too_long();
Error condition_too_long(std::size_t bytes);
Error syntax_error(std::string_view token, std::string_view near);
Error redundant_parentheses();
Error unknown_function(std::string_view function);
Error not_for_conditions(std::string_view function);
Error not_for_updates(std::string_view function);
Error misused_function(std::string_view function);
Error reserved_word(std::string_view word);
Error index_out_of_range(std::string_view digits);
Error section_used_twice(std::string_view section);

// Syntax tree to bound tree.
Error undefined_name(std::string_view placeholder);
Error undefined_value(std::string_view placeholder);
Error path_too_deep(std::size_t levels);
Error operand_count(std::string_view function, std::size_t count);
Error operand_type(std::string_view operation, std::string_view type);
Error path_required(std::string_view function);
Error operands_not_distinct(std::string_view operation, std::string_view path);
Error too_many_in_operands(std::size_t count);
Error unknown_attribute_type(std::string_view name);
Error attribute_type_of_path();
Error between_types(value::ValueView low, value::ValueView high);
Error between_order(value::ValueView low, value::ValueView high);
Error too_many_operators();
Error paths_overlap(std::string_view one, std::string_view two);
Error paths_conflict(std::string_view one, std::string_view two);
/// `section` is "ADD" or "DELETE".
Error section_operand_type(std::string_view section, value::Type type);

// ExpressionAttributeNames and ExpressionAttributeValues.
Error must_not_be_empty(std::string_view parameter);
Error invalid_key(std::string_view parameter, std::string_view key);
Error empty_placeholder(std::string_view parameter);
Error placeholder_too_long(std::string_view parameter, std::size_t bytes);
Error unused(std::string_view parameter, std::span<const std::string_view> keys);

Error both_kinds(std::string_view legacy, std::string_view expressions);
Error names_without_expressions();
Error values_without_expressions();
/// `expressions` are those that the request lacks.
Error values_without_expressions(std::string_view expressions, bool several);

// Applying an update.
Error missing_operand();
Error wrong_operand_type();
Error invalid_update_path();
Error type_mismatch_for_update();
Error too_deeply_nested();
Error cannot_update_key(std::string_view attribute);

// Key conditions.
Error key_operator(std::string_view name);
Error key_nested_operation();
Error key_nested_attribute();
Error key_attribute_first(std::string_view operation);
Error key_several_attributes();
Error key_no_attribute();
Error key_condition_twice();
/// The same today.
Error key_condition_twice_now();
Error more_conditions_than_keys(std::size_t conditions, std::size_t attributes);
Error key_condition_count();
Error missed_key_element(std::string_view attribute);
Error key_condition_not_supported();
/// Of a multi-attribute key; `attributes` are those that lack it.
Error partition_keys_need_equality(std::span<const std::string_view> attributes);
Error sort_keys_need_equality(std::span<const std::string_view> attributes,
                              std::string_view conditioned);
Error not_indexable();
Error key_condition_type();
Error partition_value_too_long();
Error sort_value_too_long();

// Conditions of searches.
Error search_operator();
Error search_comparator();
Error search_nested_attribute();
Error search_several_attributes();
Error search_no_attribute();
Error search_hash_left_out();
Error search_attribute_unknown(std::string_view attribute);
Error search_hash_twice();
Error search_hash_missing();

// Legacy parameters.
Error argument_count(std::string_view op);
Error argument_types_differ();
Error argument_type(std::string_view op, value::Type type);
Error between_range();
Error invalid_parameter(std::string_view what);
Error add_not_supported(value::Type type);
Error delete_not_supported(value::Type type);

}  // namespace messages
}  // namespace magneto::internal::expression
