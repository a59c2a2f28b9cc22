// SPDX-License-Identifier: Apache-2.0
#include "commands/table_schema.h"

#include <algorithm>
#include <utility>

namespace magneto::internal::commands {
namespace {

magneto::Error wrong(std::string text) { return {ErrorCode::kInvalidArgument, std::move(text)}; }

std::vector<std::string> parts_of(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (;;) {
    const auto end = text.find(separator, begin);
    parts.push_back(text.substr(begin, end - begin));
    if (end == std::string::npos) return parts;
    begin = end + 1;
  }
}

}  // namespace

magneto::Result<KeyWords> read_key_words(const std::string& text) {
  const auto colon = text.rfind(':');
  KeyWords key{text.substr(0, colon), colon == std::string::npos ? "S" : text.substr(colon + 1)};
  const bool known = key.type == "S" || key.type == "N" || key.type == "B";
  if (key.name.empty() || !known) {
    return wrong("a key is NAME, or NAME:S, NAME:N, NAME:B, not \"" + text + "\"");
  }
  return key;
}

magneto::Result<IndexWords> read_index_words(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    return wrong("an index is NAME=KEY[,KEY][;ALL|KEYS_ONLY|ATTRIBUTES], not \"" + text + "\"");
  }
  IndexWords index;
  index.name = text.substr(0, equals);
  const auto semicolon = text.find(';', equals);
  for (const std::string& part : parts_of(text.substr(equals + 1, semicolon - equals - 1), ',')) {
    magneto::Result<KeyWords> key = read_key_words(part);
    if (!key) return key.error();
    index.keys.push_back(std::move(*key));
  }
  const std::string held = semicolon == std::string::npos ? "ALL" : text.substr(semicolon + 1);
  if (held == "ALL" || held == "KEYS_ONLY") {
    index.projection = {{"ProjectionType", held}};
    return index;
  }
  List names;
  for (std::string& part : parts_of(held, ',')) names.emplace_back(std::move(part));
  index.projection = {{"ProjectionType", "INCLUDE"}, {"NonKeyAttributes", std::move(names)}};
  return index;
}

List key_schema(const std::vector<KeyWords>& keys) {
  List schema;
  for (const KeyWords& key : keys) {
    schema.push_back(
        Map{{"AttributeName", key.name}, {"KeyType", schema.empty() ? "HASH" : "RANGE"}});
  }
  return schema;
}

magneto::Result<void> define(List& definitions, const std::vector<KeyWords>& keys) {
  for (const KeyWords& key : keys) {
    const auto same = std::find_if(definitions.begin(), definitions.end(), [&key](const Value& v) {
      return v["AttributeName"].value_or("") == key.name;
    });
    if (same == definitions.end()) {
      definitions.push_back(Map{{"AttributeName", key.name}, {"AttributeType", key.type}});
    } else if ((*same)["AttributeType"].value_or("") != key.type) {
      return wrong("the attribute " + key.name + " is given two types");
    }
  }
  return {};
}

magneto::Result<List> read_tags(const std::vector<std::string>& tags) {
  List list;
  for (const std::string& tag : tags) {
    const auto equals = tag.find('=');
    if (equals == std::string::npos) return wrong("a tag is KEY=VALUE, not \"" + tag + "\"");
    list.push_back(Map{{"Key", tag.substr(0, equals)}, {"Value", tag.substr(equals + 1)}});
  }
  return list;
}

Map index_map(const IndexWords& index) {
  return {{"IndexName", index.name},
          {"KeySchema", key_schema(index.keys)},
          {"Projection", index.projection}};
}

}  // namespace magneto::internal::commands
