// SPDX-License-Identifier: Apache-2.0
//
// Plain JSON. Read on demand, because numbers are wanted as they are written.
#include <simdjson.h>

#include "json/json_writer.h"
#include "magneto/json.h"

namespace magneto {
namespace {

using internal::json::JsonWriter;
using simdjson::ondemand::json_type;

/// simdjson reads 1,024 levels; this is what the stack is trusted with, and the service takes 32.
constexpr int kMaxLevels = 64;

void put(JsonWriter& w, const Value& value);

void put(JsonWriter& w, const Map& map) {
  w.begin_object();
  for (const auto& [name, value] : map) {
    w.key(name);
    put(w, value);
  }
  w.end_object();
}

void put(JsonWriter& w, const Number& number) {
  number.valid() ? w.raw(number.to_string()) : w.null();
}
void put(JsonWriter& w, const std::string& text) { w.string(text); }
void put(JsonWriter& w, const Binary& binary) { w.base64(binary.bytes()); }

template <class Elements>
void put_array(JsonWriter& w, const Elements& elements) {
  w.begin_array();
  for (const auto& element : elements) put(w, element);
  w.end_array();
}

void put(JsonWriter& w, const Value& value) {  // NOLINT(misc-no-recursion)
  if (const bool* flag = value.get_if<bool>()) return w.boolean(*flag);
  if (const Number* number = value.get_if<Number>()) return put(w, *number);
  if (const std::string* text = value.get_if<std::string>()) return put(w, *text);
  if (const Binary* binary = value.get_if<Binary>()) return put(w, *binary);
  if (const StringSet* set = value.get_if<StringSet>()) return put_array(w, *set);
  if (const NumberSet* set = value.get_if<NumberSet>()) return put_array(w, *set);
  if (const BinarySet* set = value.get_if<BinarySet>()) return put_array(w, *set);
  if (const List* list = value.get_if<List>()) return put_array(w, *list);
  if (const Map* map = value.get_if<Map>()) return put(w, *map);
  w.null();
}

Error broken() { return {ErrorCode::kSerialization, "the text is no JSON"}; }

Result<Value> read(simdjson::ondemand::value json, int levels);

Result<Map> read_object(simdjson::ondemand::object object, int levels) {
  Map map;
  for (auto field : object) {
    std::string_view name;
    simdjson::ondemand::value member;
    if (field.unescaped_key().get(name) != simdjson::SUCCESS) return broken();
    std::string owned(name);  // the next string of the text takes its place
    if (field.value().get(member) != simdjson::SUCCESS) return broken();
    Result<Value> value = read(member, levels);
    if (!value) return value.error();
    map.append(std::move(owned), std::move(*value));
  }
  return map;
}

Result<Value> read_array(simdjson::ondemand::array array, int levels) {
  List list;
  for (auto each : array) {
    simdjson::ondemand::value element;
    if (each.get(element) != simdjson::SUCCESS) return broken();
    Result<Value> value = read(element, levels);
    if (!value) return value.error();
    list.push_back(std::move(*value));
  }
  return Value(std::move(list));
}

Result<Value> read_number(std::string_view token) {
  while (!token.empty() && static_cast<unsigned char>(token.back()) <= ' ') token.remove_suffix(1);
  Result<Number> number = Number::parse(token);
  if (!number) return number.error();
  return Value(*number);
}

Result<Value> read(simdjson::ondemand::value json, int levels) {  // NOLINT(misc-no-recursion)
  if (levels > kMaxLevels) return Error(ErrorCode::kSerialization, "the JSON is nested too deeply");
  json_type type{};
  if (json.type().get(type) != simdjson::SUCCESS) return broken();
  switch (type) {
    case json_type::object: {
      simdjson::ondemand::object object;
      if (json.get(object) != simdjson::SUCCESS) return broken();
      Result<Map> map = read_object(object, levels + 1);
      if (!map) return map.error();
      return Value(std::move(*map));
    }
    case json_type::array: {
      simdjson::ondemand::array array;
      if (json.get(array) != simdjson::SUCCESS) return broken();
      return read_array(array, levels + 1);
    }
    case json_type::string: {
      std::string_view text;
      if (json.get(text) != simdjson::SUCCESS) return broken();
      return Value(text);
    }
    case json_type::number:
      return read_number(json.raw_json_token());
    case json_type::boolean: {
      bool flag = false;
      if (json.get(flag) != simdjson::SUCCESS) return broken();
      return Value(flag);
    }
    case json_type::null:
      // Whether it says "null" is looked at here: what type() has seen is the n.
      if (bool is_null = false; json.is_null().get(is_null) != simdjson::SUCCESS || !is_null) {
        return broken();
      }
      return Value();
  }
  return broken();
}

/// The text with the digits of its long numbers cut. simdjson's strict reader refuses integers of more
/// than 64 bits; whether a text is JSON does not depend on how many digits follow one another.
std::string with_short_numbers(std::string_view json) {
  constexpr std::size_t kDigits = 15;
  std::string text;
  text.reserve(json.size());
  std::size_t digits = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    digits = !quoted && c >= '0' && c <= '9' ? digits + 1 : 0;
    if (digits > kDigits) continue;
    text += c;
    if (c == '"') quoted = !quoted;
    if (quoted && c == '\\' && i + 1 < json.size()) text += json[++i];
  }
  return text;
}

/// The other reader passes over what it does not need.
bool is_json(std::string_view json) {
  simdjson::dom::parser strict;
  const auto error = strict.parse(simdjson::padded_string(json)).error();
  if (error != simdjson::NUMBER_ERROR) {
    return error == simdjson::SUCCESS;
  }
  simdjson::dom::parser again;
  return again.parse(simdjson::padded_string(with_short_numbers(json))).error() ==
         simdjson::SUCCESS;
}

}  // namespace

std::string to_plain_json(const Item& item) {
  JsonWriter writer;
  put(writer, item);
  return std::string(writer.text());
}

std::string to_plain_json(const Value& value) {
  JsonWriter writer;
  put(writer, value);
  return std::string(writer.text());
}

Result<Value> value_from_plain_json(std::string_view json) {
  if (!is_json(json)) return broken();
  // In an array: a scalar alone is a document of another kind, which has no ondemand::value.
  const simdjson::padded_string wrapped("[" + std::string(json) + "]");
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document document;
  simdjson::ondemand::value root;
  if (parser.iterate(wrapped).get(document) != simdjson::SUCCESS) return broken();
  if (document.get_value().get(root) != simdjson::SUCCESS) return broken();
  Result<Value> list = read(root, -1);
  if (!list) return list.error();
  List* values = list->get_if<List>();
  if (values == nullptr || values->size() != 1) return broken();
  return std::move((*values)[0]);
}

Result<Item> item_from_plain_json(std::string_view json) {
  Result<Value> value = value_from_plain_json(json);
  if (!value) return value.error();
  if (Map* map = value->get_if<Map>()) return std::move(*map);
  return Error(ErrorCode::kSerialization, "an item is a JSON object");
}

}  // namespace magneto
