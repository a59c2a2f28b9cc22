// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <string>
#include <vector>

#include "expression/expression.h"
#include "expression/lexer.h"
#include "expression/messages.h"
#include "value/java_order.h"

namespace magneto::internal::expression {
namespace {

constexpr std::string_view kNames = "ExpressionAttributeNames";
constexpr std::string_view kValues = "ExpressionAttributeValues";

/// Source: developer guide, "Constraints in Amazon DynamoDB" (expression parameters).
constexpr std::size_t kMaxKeyBytes = 255;

/// A key is one token of expressions. The lexer passes over blanks around it, as the service does;
/// a key with such blanks is good for nothing then, as no expression names it (DynamoDB Local).
Result<void> check_key_syntax(std::string_view parameter, std::string_view key,
                              Token::Kind wanted) {
  if (key.empty()) return messages::empty_placeholder(parameter);
  if (key.size() > kMaxKeyBytes) return messages::placeholder_too_long(parameter, key.size());
  const Lexer lexer(key);
  if (lexer.at(wanted) && lexer.next().kind == Token::Kind::kEnd) return {};
  return messages::invalid_key(parameter, key);
}

/// The service prints unused keys in the order of a hash set that once held all of them.
void sort_as_printed(std::vector<std::string_view>& keys, std::size_t defined) {
  std::ranges::stable_sort(keys, {}, [defined](std::string_view key) {
    return value::java_slot(value::java_hash(key), defined);
  });
}

template <class Definitions, class Key>
Result<void> check_used(std::string_view parameter, const Definitions& definitions,
                        std::span<const bool> used, Key key) {
  if (std::ranges::all_of(used, [](bool each) { return each; })) return {};
  std::vector<std::string_view> unused;
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!used[i]) unused.push_back(definitions[i].*key);
  }
  sort_as_printed(unused, used.size());
  return messages::unused(parameter, unused);
}

}  // namespace

Placeholders::Placeholders(Arena& arena, std::span<const NameBinding> names, value::ItemView values)
    : names_(arena.copy(names)),
      name_used_(arena.make_span<bool>(names.size())),
      value_used_(arena.make_span<bool>(values.size())) {
  std::ranges::sort(names_, {}, &NameBinding::placeholder);
  const std::span<value::Attribute> attributes = arena.make_span<value::Attribute>(values.size());
  std::ranges::copy(values, attributes.begin());
  values_ = attributes;
}

std::optional<std::string_view> Placeholders::name(std::string_view placeholder) {
  const auto found = std::ranges::lower_bound(names_, placeholder, {}, &NameBinding::placeholder);
  if (found == names_.end() || found->placeholder != placeholder) return std::nullopt;
  name_used_[static_cast<std::size_t>(found - names_.begin())] = true;
  return found->name;
}

std::optional<value::ValueView> Placeholders::value(std::string_view placeholder) {
  const auto found = std::ranges::lower_bound(values_, placeholder, {}, &value::Attribute::name);
  if (found == values_.end() || found->name != placeholder) return std::nullopt;
  value_used_[static_cast<std::size_t>(found - values_.begin())] = true;
  return found->value;
}

Result<void> Placeholders::check_all_used() const {
  MAGNETO_RETURN_IF_ERROR(check_used(kNames, names_, name_used_, &NameBinding::placeholder));
  return check_used(kValues, values_, value_used_, &value::Attribute::name);
}

Result<void> check_names(std::span<const NameBinding> names) {
  if (names.empty()) return messages::must_not_be_empty(kNames);
  for (const NameBinding& binding : names) {
    MAGNETO_RETURN_IF_ERROR(
        check_key_syntax(kNames, binding.placeholder, Token::Kind::kNamePlaceholder));
  }
  return {};
}

Result<void> check_value_keys(value::ItemView values) {
  if (values.empty()) return messages::must_not_be_empty(kValues);
  for (const value::Attribute& attribute : values) {
    MAGNETO_RETURN_IF_ERROR(
        check_key_syntax(kValues, attribute.name, Token::Kind::kValuePlaceholder));
  }
  return {};
}

}  // namespace magneto::internal::expression
