// SPDX-License-Identifier: Apache-2.0
#include "expression/search_condition.h"

#include <algorithm>
#include <vector>

#include "expression/bound.h"
#include "expression/messages.h"
#include "keys/key_schema.h"
#include "keys/messages.h"

namespace magneto::internal::expression {
namespace {

bool is_comparator(Comparison comparison) { return comparison <= Comparison::kGreaterOrEqual; }

// size() makes an operand of an attribute.
bool has_function(const Operand& operand) {
  return operand.kind == Operand::Kind::kSizeOfPath || operand.kind == Operand::Kind::kSizeOfValue;
}

Result<void> check_operators(const Test& test) {
  if (std::ranges::any_of(test.operands, has_function)) return messages::search_operator();
  if (test.comparison == Comparison::kEqual) return {};
  return is_comparator(test.comparison) ? messages::search_comparator()
                                        : messages::search_operator();
}

Result<void> check_form(const Test& test) {
  std::size_t attributes = 0;
  for (const Operand& operand : test.operands) {
    if (!operand.has_path()) continue;
    if (operand.path.size() > 1) return messages::search_nested_attribute();
    ++attributes;
  }
  if (attributes == 0) return messages::search_no_attribute();
  if (attributes > 1) return messages::search_several_attributes();
  return {};
}

// REQUIRES: check_form().
std::string_view attribute_of(const Test& test) {
  const auto found = std::ranges::find_if(test.operands, &Operand::has_path);
  return found->path.front().name;
}

Result<void> check_types(const Test& test, value::Type type) {
  for (const Operand& operand : test.operands) {
    if (operand.has_path() || operand.value.type() == type) continue;
    return messages::key_condition_type();
  }
  return {};
}

// Whether the condition can hold where `test` fails: then it says nothing about all that holds.
bool holds_without(const Condition& condition, std::size_t test) {
  std::vector<bool> reached(condition.tests.size());
  reached[0] = true;
  bool holds = false;
  const auto reach = [&](std::uint16_t next) {
    if (next == kHolds) {
      holds = true;
    } else if (next != kFails) {
      reached[next] = true;
    }
  };
  for (std::size_t i = 0; i < reached.size(); ++i) {  // Tests lead forward only.
    if (!reached[i]) continue;
    if (i != test) reach(condition.tests[i].when_true);
    reach(condition.tests[i].when_false);
  }
  return holds;
}

Result<value::ValueView> hash_value(const Test& test, std::string_view index_name) {
  const Operand* const value = test.operands[0].has_path() ? &test.operands[1] : &test.operands[0];
  const std::string_view bytes = value->value.scalar();
  if (bytes.empty()) {
    return validation_error(keys::empty_index_key_text(
        index_name, {std::string(attribute_of(test)), value->value.type()}));
  }
  if (bytes.size() > keys::kMaxPartitionKeyBytes) return messages::partition_value_too_long();
  return value->value;
}

}  // namespace

Result<void> check_search_condition(const Condition& condition) {
  for (const Test& test : condition.tests) MAGNETO_RETURN_IF_ERROR(check_operators(test));
  for (const Test& test : condition.tests) MAGNETO_RETURN_IF_ERROR(check_form(test));
  return {};
}

Result<std::optional<value::ValueView>> match_search_condition(
    const Condition* condition, std::span<const SearchElement> schema,
    std::string_view index_name) {
  const bool needs_hash = std::ranges::any_of(schema, &SearchElement::hash);
  std::optional<std::size_t> hash_test;
  const std::span<const Test> tests = condition ? condition->tests : std::span<const Test>();
  for (std::size_t i = 0; i < tests.size(); ++i) {
    const std::string_view attribute = attribute_of(tests[i]);
    const auto element = std::ranges::find(schema, attribute, &SearchElement::name);
    if (element == schema.end()) return messages::search_attribute_unknown(attribute);
    if (element->hash) {
      if (hash_test) return messages::search_hash_twice();
      hash_test = i;
    }
    MAGNETO_RETURN_IF_ERROR(check_types(tests[i], element->type));
  }
  if (!needs_hash) return std::optional<value::ValueView>();
  if (!hash_test) {
    return condition ? messages::search_hash_left_out() : messages::search_hash_missing();
  }
  if (holds_without(*condition, *hash_test)) return messages::search_operator();
  MAGNETO_ASSIGN_OR_RETURN(const value::ValueView value, hash_value(tests[*hash_test], index_name));
  return std::optional(value);
}

}  // namespace magneto::internal::expression
