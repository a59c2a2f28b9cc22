// SPDX-License-Identifier: Apache-2.0
#include "commands/key_values.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>
#include <vector>

#include "commands/binary_text.h"

namespace magneto::internal::commands {
namespace {

magneto::Error wrong(std::string text) { return {ErrorCode::kInvalidArgument, std::move(text)}; }

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string made(text);
  for (char& c : made) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return made;
}

/// 'text' without its quotes.
std::string unquoted(std::string_view text) {
  text = trimmed(text);
  if (text.size() < 2 || text.front() != '\'' || text.back() != '\'') return std::string(text);
  std::string made;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    made += text[i];
    if (text[i] == '\'' && text[i + 1] == '\'' && i + 2 < text.size()) ++i;
  }
  return made;
}

std::string names_of(std::span<const KeyAttribute> keys) {
  std::string names;
  for (const KeyAttribute& key : keys) names += (names.empty() ? "" : ", ") + key.name;
  return names;
}

magneto::Result<KeyCondition> between(const KeyAttribute& attribute, std::string_view values) {
  const auto word = lower(values).find(" and ");
  if (word == std::string::npos) return wrong("between takes two values: between 1 and 5");
  magneto::Result<Value> low = key_value(attribute, unquoted(values.substr(0, word)));
  if (!low) return low.error();
  magneto::Result<Value> high = key_value(attribute, unquoted(values.substr(word + 5)));
  if (!high) return high.error();
  return key(attribute.name).between(*low, *high);
}

magneto::Result<KeyCondition> sort_condition(const KeyAttribute& attribute, std::string_view text) {
  constexpr std::string_view kBetween = "between ";
  constexpr std::string_view kBeginsWith = "begins_with ";
  text = trimmed(text);
  const std::string words = lower(text);
  if (words.starts_with(kBetween)) return between(attribute, text.substr(kBetween.size()));
  if (words.starts_with(kBeginsWith)) {
    magneto::Result<Value> start = key_value(attribute, unquoted(text.substr(kBeginsWith.size())));
    if (!start) return start.error();
    return key(attribute.name).begins_with(*start);
  }
  const auto end = std::min(text.find_first_not_of("<>="), text.size());
  const std::string_view comparison = text.substr(0, end);
  magneto::Result<Value> value = key_value(attribute, unquoted(text.substr(end)));
  if (!value) return value.error();
  const Key sort = key(attribute.name);
  if (comparison.empty() || comparison == "=" || comparison == "==") return sort == *value;
  if (comparison == "<") return sort < *value;
  if (comparison == "<=") return sort <= *value;
  if (comparison == ">") return sort > *value;
  if (comparison == ">=") return sort >= *value;
  return wrong("--sort takes =, <, <=, >, >=, between ... and ..., begins_with, not " +
               std::string(comparison));
}

struct Keys {
  std::vector<KeyAttribute> partition;
  std::vector<KeyAttribute> sort;
};

magneto::Result<Keys> keys_of(const TableInfo& table, const std::string& index) {
  Keys keys;
  if (index.empty()) {
    keys.partition = {table.partition_key};
    if (table.sort_key) keys.sort = {*table.sort_key};
    return keys;
  }
  if (const IndexInfo* found = table.index(index)) {
    keys.partition = found->partition_keys;
    keys.sort = found->sort_keys;
    return keys;
  }
  return check_index(table, index).error();
}

}  // namespace

magneto::Result<void> check_index(const TableInfo& table, const std::string& index) {
  if (index.empty() || table.index(index) != nullptr) return {};
  std::string known;
  for (const IndexInfo& each : table.indexes) known += (known.empty() ? "" : ", ") + each.name;
  return magneto::Error(ErrorCode::kIndexNotFound,
                        "table " + table.name + " has no index " + index +
                            (known.empty() ? "; it has none" : "; it has " + known));
}

magneto::Result<Value> key_value(const KeyAttribute& key, const std::string& text) {
  switch (key.type) {
    case AttributeType::kN: {
      magneto::Result<Number> number = Number::parse(text);
      if (number) return Value(*number);
      return wrong("the key attribute " + key.name + " is a number (N), and \"" + text +
                   "\" is none");
    }
    case AttributeType::kB: {
      magneto::Result<Binary> bytes = binary_from_base64(text);
      if (bytes) return Value(std::move(*bytes));
      return wrong("the key attribute " + key.name + " is binary (B) and takes base64, which \"" +
                   text + "\" is not");
    }
    default:
      return Value(text);
  }
}

magneto::Result<Item> key_of(const TableInfo& table, std::span<const std::string> values) {
  std::vector<KeyAttribute> keys = {table.partition_key};
  if (table.sort_key) keys.push_back(*table.sort_key);
  if (values.size() != keys.size()) {
    return wrong("a key of table " + table.name + " has " + std::to_string(keys.size()) +
                 (keys.size() == 1 ? " value (" : " values (") + names_of(keys) + "), not " +
                 std::to_string(values.size()));
  }
  Item key;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    magneto::Result<Value> value = key_value(keys[i], values[i]);
    if (!value) return value.error();
    key.set(keys[i].name, std::move(*value));
  }
  return key;
}

magneto::Result<KeyCondition> key_condition_of(const TableInfo& table, const std::string& index,
                                               std::span<const std::string> values,
                                               const std::string& sort) {
  magneto::Result<Keys> keys = keys_of(table, index);
  if (!keys) return keys.error();
  std::vector<KeyAttribute> all = keys->partition;
  all.insert(all.end(), keys->sort.begin(), keys->sort.end());
  if (values.size() < keys->partition.size() || values.size() > all.size()) {
    return wrong("a query wants a value for each of: " + names_of(keys->partition) +
                 (keys->sort.empty() ? "" : "; then, if wanted: " + names_of(keys->sort)));
  }
  std::optional<KeyCondition> condition;
  const auto also = [&condition](const KeyCondition& more) {
    condition = condition ? *condition && more : more;
  };
  for (std::size_t i = 0; i < values.size(); ++i) {
    magneto::Result<Value> value = key_value(all[i], values[i]);
    if (!value) return value.error();
    also(key(all[i].name) == *value);
  }
  if (!sort.empty()) {
    if (values.size() == all.size()) return wrong("there is no sort key left for --sort");
    magneto::Result<KeyCondition> read = sort_condition(all[values.size()], sort);
    if (!read) return read.error();
    also(*read);
  }
  return *condition;
}

}  // namespace magneto::internal::commands
