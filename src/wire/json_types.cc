// SPDX-License-Identifier: Apache-2.0
#include "wire/json_types.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "wire/texts.h"

namespace magneto::wire {

using simdjson::dom::element_type;

std::string wrong_scalar(simdjson::dom::element json, const Shape& shape) {
  switch (json.type()) {
    case element_type::ARRAY:
      return texts::unexpected_array(shape);
    case element_type::OBJECT:
      return std::string(texts::kUnexpectedObject);
    case element_type::STRING:
      return texts::cannot_be_converted("STRING_VALUE", shape);
    case element_type::DOUBLE:
      return texts::cannot_be_converted("DECIMAL_VALUE", shape);
    case element_type::INT64:
    case element_type::UINT64:
      return texts::cannot_be_converted("NUMBER_VALUE", shape);
    case element_type::BOOL:
      return texts::cannot_be_converted(
          json.get_bool().value_unsafe() ? "TRUE_VALUE" : "FALSE_VALUE", shape);
    case element_type::NULL_VALUE:
      break;
  }
  return texts::cannot_be_converted("NULL_VALUE", shape);
}

std::string wrong_collection(simdjson::dom::element json, const Shape& shape, Place place) {
  if (json.is_array()) return texts::unexpected_array(shape);
  if (json.is_object()) return std::string(texts::kUnexpectedObject);
  if (place == Place::kMember) return std::string(texts::kUnexpectedMember);
  const bool structure = shape.kind == Kind::kStructure || shape.kind == Kind::kAttributeValue;
  return std::string(structure ? texts::kUnexpectedElement : texts::kUnexpectedCollection);
}

bool read_bool(simdjson::dom::element json, bool& to, std::string& error) {
  if (json.get(to) == simdjson::SUCCESS) return true;
  std::string_view text;
  if (json.get(text) != simdjson::SUCCESS) {
    constexpr Shape kFlag = {.name = "Boolean", .kind = Kind::kBoolean};
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
  error = texts::kNoBoolean;
  return false;
}

}  // namespace magneto::wire
