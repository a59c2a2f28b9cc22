// SPDX-License-Identifier: Apache-2.0
#include "json/json_types.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "json/messages.h"

namespace magneto::internal::json {

using simdjson::dom::element_type;

std::string wrong_scalar(simdjson::dom::element json, const model::Shape& shape) {
  switch (json.type()) {
    case element_type::ARRAY:
      return messages::unexpected_array(shape);
    case element_type::OBJECT:
      return std::string(messages::kUnexpectedObject);
    case element_type::STRING:
      return messages::cannot_be_converted("STRING_VALUE", shape);
    case element_type::DOUBLE:
      return messages::cannot_be_converted("DECIMAL_VALUE", shape);
    case element_type::INT64:
    case element_type::UINT64:
      return messages::cannot_be_converted("NUMBER_VALUE", shape);
    case element_type::BOOL:
      return messages::cannot_be_converted(
          json.get_bool().value_unsafe() ? "TRUE_VALUE" : "FALSE_VALUE", shape);
    case element_type::NULL_VALUE:
      break;
  }
  return messages::cannot_be_converted("NULL_VALUE", shape);
}

std::string wrong_collection(simdjson::dom::element json, const model::Shape& shape, Place place) {
  if (json.is_array()) return messages::unexpected_array(shape);
  if (json.is_object()) return std::string(messages::kUnexpectedObject);
  if (place == Place::kMember) return std::string(messages::kUnexpectedMember);
  const bool structure =
      shape.kind == model::Kind::kStructure || shape.kind == model::Kind::kAttributeValue;
  return std::string(structure ? messages::kUnexpectedElement : messages::kUnexpectedCollection);
}

bool read_bool(simdjson::dom::element json, bool& to, std::string& error) {
  if (json.get(to) == simdjson::SUCCESS) return true;
  std::string_view text;
  if (json.get(text) != simdjson::SUCCESS) {
    constexpr model::Shape kFlag = {.name = "Boolean", .kind = model::Kind::kBoolean};
    error = wrong_scalar(json, kFlag);
    return false;
  }
  const auto is = [text](std::string_view word) {
    return std::equal(text.begin(), text.end(), word.begin(), word.end(), [](char a, char b) {
      return std::toupper(static_cast<unsigned char>(a)) == b;
    });
  };
  to = is("TRUE") || is("1") || is("YES");
  if (to || is("FALSE") || is("0") || is("NO")) return true;
  error = messages::kNoBoolean;
  return false;
}

}  // namespace magneto::internal::json
