// SPDX-License-Identifier: Apache-2.0
#include "json/messages.h"

namespace magneto::internal::json::messages {
namespace {

constexpr std::string_view kPackage = "com.amazonaws.dynamodb.v20120810.";

/// "java.util.List<com.amazonaws.dynamodb.v20120810.WriteRequest>".
std::string type_name(const model::Shape& shape) {
  switch (shape.kind) {
    case model::Kind::kString:
      return "java.lang.String";
    case model::Kind::kBoolean:
      return "java.lang.Boolean";
    case model::Kind::kInteger:
      return "java.lang.Integer";
    case model::Kind::kLong:
      return "java.lang.Long";
    case model::Kind::kDouble:
      return "java.lang.Double";
    case model::Kind::kTimestamp:
      return "java.util.Date";
    case model::Kind::kStructure:
    case model::Kind::kAttributeValue:
      return std::string(kPackage).append(shape.name);
    case model::Kind::kList:
      return "java.util.List<" + type_name(*shape.element) + ">";
    case model::Kind::kMap:
      return "java.util.Map<java.lang.String, " + type_name(*shape.element) + ">";
    case model::Kind::kAttributeMap:
      return "java.util.Map<java.lang.String, " + std::string(kPackage) + "AttributeValue>";
  }
  return {};
}

/// What the layer of SearchVectors calls a type.
std::string_view plain_name(model::Kind kind) {
  switch (kind) {
    case model::Kind::kString:
      return "a string";
    case model::Kind::kBoolean:
      return "a boolean";
    case model::Kind::kInteger:
      return "i32";
    case model::Kind::kLong:
      return "i64";
    case model::Kind::kDouble:
    case model::Kind::kTimestamp:
      return "f64";
    case model::Kind::kList:
      return "a sequence";
    case model::Kind::kStructure:
    case model::Kind::kMap:
    case model::Kind::kAttributeValue:
    case model::Kind::kAttributeMap:
      return "a map";
  }
  return {};
}

std::string_view last_part(std::string_view type) { return type.substr(type.rfind('.') + 1); }

std::string with(std::string_view before, std::string_view between, std::string_view after) {
  return std::string(before).append(between).append(after);
}

}  // namespace

std::string cannot_be_converted(std::string_view found, const model::Shape& expected) {
  return with(found, " cannot be converted to ", last_part(type_name(expected)));
}

std::string unexpected_array(const model::Shape& expected) {
  const bool generic =
      expected.kind == model::Kind::kMap || expected.kind == model::Kind::kAttributeMap;
  return with("Unrecognized collection type ", generic ? "" : "class ", type_name(expected));
}

std::string unexpected_null(const model::Shape& expected, std::size_t line, std::size_t column) {
  return with("invalid type: null, expected ", plain_name(expected.kind), " at line ") +
         std::to_string(line) + " column " + std::to_string(column);
}

std::string out_of_range(std::string_view number, const model::Shape& expected) {
  const bool is_long = expected.kind == model::Kind::kLong;
  return with("Numeric value (", number,
              is_long ? ") out of range of long (-9223372036854775808 - 9223372036854775807)"
                      : ") out of range of int (-2147483648 - 2147483647)");
}

std::string duplicate_strings(std::string_view elements) {
  return with("One or more parameter values were invalid: Input collection ", elements,
              " contains duplicates.");
}
std::string duplicate_binaries(std::string_view elements) {
  return with("One or more parameter values were invalid: Input collection ", elements,
              "of type BS contains duplicates.");
}

}  // namespace magneto::internal::json::messages
