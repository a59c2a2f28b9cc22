// SPDX-License-Identifier: Apache-2.0
#include "transfer/convert_key.h"

#include "base/base64.h"
#include "transfer/messages.h"

namespace magneto::internal::transfer {
namespace {

bool has_type(const Value& value, AttributeType type) {
  switch (type) {
    case AttributeType::kN:
      return value.type() == ValueType::kNumber;
    case AttributeType::kB:
      return value.type() == ValueType::kBinary;
    default:
      return value.type() == ValueType::kString;
  }
}

Result<Value> from_text(const KeyAttribute& attribute, const std::string& text) {
  if (attribute.type == AttributeType::kN) {
    Result<Number> number = Number::parse(text);
    if (!number) return messages::bad_key_text(attribute.name, "number");
    return Value(*number);
  }
  if (attribute.type != AttributeType::kB) return Value(text);
  std::string bytes(text.size() / 4 * 3, '\0');
  const Base64Result decoded = decode_base64(text, bytes.data());
  if (!decoded.error.empty()) return messages::bad_key_text(attribute.name, "base64");
  bytes.resize(decoded.size);
  return Value(Binary(std::move(bytes)));
}

Result<Value> converted(const KeyAttribute& attribute, const Value& given) {
  if (has_type(given, attribute.type)) return given;
  if (const auto* text = given.get_if<std::string>()) return from_text(attribute, *text);
  if (const auto* number = given.get_if<Number>()) {
    return from_text(attribute, number->to_string());
  }
  return messages::bad_key_text(attribute.name, "key");
}

}  // namespace

Result<Item> converted_key(const std::string& table, const std::vector<KeyAttribute>& attributes,
                           const Item& given) {
  Item key;
  for (const KeyAttribute& attribute : attributes) {
    const Value* found = given.find(attribute.name);
    if (found == nullptr) return messages::missing_key_attribute(table, attribute.name);
    Result<Value> value = converted(attribute, *found);
    if (!value) return std::move(value).error();
    key.set(attribute.name, std::move(*value));
  }
  return key;
}

}  // namespace magneto::internal::transfer
