// SPDX-License-Identifier: Apache-2.0
#include "magneto/attribute.h"

#include "magneto/item_view.h"
#include "value/encoded_item.h"

namespace magneto::detail {

namespace encoded = internal::value;

Error absent(std::string_view name) {
  return {ErrorCode::kAbsent, "attribute \"" + std::string(name) + "\" is not there"};
}

Error wrong_type(std::string_view wanted, ValueType found) {
  return {ErrorCode::kWrongType,
          "is of type " + std::string(type_name(found)) + ", not " + std::string(wanted)};
}

Error out_of_range(const Number& number) {
  return {ErrorCode::kInexact, number.to_string() + " does not fit the type that was asked for"};
}

std::optional<bool> read_bool(const Value& value) {
  const bool* held = value.get_if<bool>();
  return held != nullptr ? std::optional<bool>(*held) : std::nullopt;
}

std::optional<Number> read_number(const Value& value) {
  const Number* held = value.get_if<Number>();
  return held != nullptr ? std::optional<Number>(*held) : std::nullopt;
}

std::optional<std::string_view> read_text(const Value& value) {
  const std::string* held = value.get_if<std::string>();
  return held != nullptr ? std::optional<std::string_view>(*held) : std::nullopt;
}

std::optional<std::string_view> read_bytes(const Value& value) {
  const Binary* held = value.get_if<Binary>();
  return held != nullptr ? std::optional<std::string_view>(held->bytes()) : std::nullopt;
}

std::optional<bool> read_bool(const ValueView& value) {
  if (value.type() != ValueType::kBool) return std::nullopt;
  return encoded::ValueView::at(value.bytes()).boolean();
}

std::optional<Number> read_number(const ValueView& value) {
  if (value.type() != ValueType::kNumber) return std::nullopt;
  return Number::from_bytes(encoded::ValueView::at(value.bytes()).scalar());
}

std::optional<std::string_view> read_text(const ValueView& value) {
  if (value.type() != ValueType::kString) return std::nullopt;
  return encoded::ValueView::at(value.bytes()).scalar();
}

std::optional<std::string_view> read_bytes(const ValueView& value) {
  if (value.type() != ValueType::kBinary) return std::nullopt;
  return encoded::ValueView::at(value.bytes()).scalar();
}

Value owned(const ValueView& value) { return value.to_value(); }

const Value* child(const Value* value, std::string_view name) {
  const Map* map = value != nullptr ? value->get_if<Map>() : nullptr;
  return map != nullptr ? map->find(name) : nullptr;
}

const Value* child(const Value* value, std::size_t index) {
  const List* list = value != nullptr ? value->get_if<List>() : nullptr;
  return list != nullptr && index < list->size() ? &(*list)[index] : nullptr;
}

ValueView child(const ValueView& value, std::string_view name) {
  return is_there(value) ? value.map().find(name) : ValueView();
}

ValueView child(const ValueView& value, std::size_t index) {
  return is_there(value) ? value.list().at(index) : ValueView();
}

bool is_there(const ValueView& value) { return !value.empty(); }

std::string path(std::string_view parent, std::string_view name) {
  std::string joined(parent);
  if (!joined.empty()) joined.push_back('.');
  return joined.append(name);
}

std::string path(std::string_view parent, std::size_t index) {
  return std::string(parent) + "[" + std::to_string(index) + "]";
}

}  // namespace magneto::detail
