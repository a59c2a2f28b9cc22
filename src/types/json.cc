// SPDX-License-Identifier: Apache-2.0
#include "magneto/json.h"

#include "types/value_json.h"

namespace magneto {
namespace {

using internal::json::JsonWriter;

template <class T, class Read>
Result<T> read(std::string_view json, Read read) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS) {
    return Error(ErrorCode::kSerialization, "the text is no JSON");
  }
  T value;
  std::string error;
  if (!read(root, value, error)) return Error(ErrorCode::kValidation, std::move(error));
  return value;
}

}  // namespace

std::string to_json(const Item& item) {
  JsonWriter writer;
  static_cast<void>(internal::types::write_item(writer, item));
  return std::string(writer.text());
}

std::string to_json(const Value& value) {
  JsonWriter writer;
  static_cast<void>(internal::types::write_value(writer, value));
  return std::string(writer.text());
}

std::string to_json(const ItemView& item) {
  JsonWriter writer;
  internal::json::write_item(writer, internal::value::ItemView(item.bytes()));
  return std::string(writer.text());
}

Result<Item> item_from_json(std::string_view json) {
  return read<Item>(json, internal::types::read_item);
}

Result<Value> value_from_json(std::string_view json) {
  return read<Value>(json, internal::types::read_value);
}

}  // namespace magneto
