// SPDX-License-Identifier: Apache-2.0
#include "wire/texts.h"

namespace magneto::wire::texts {
namespace {

constexpr std::string_view kPackage = "com.amazonaws.dynamodb.v20120810.";

/// "java.util.List<com.amazonaws.dynamodb.v20120810.WriteRequest>".
std::string type_name(const Shape& shape) {
  switch (shape.kind) {
    case Kind::kString:
      return "java.lang.String";
    case Kind::kBoolean:
      return "java.lang.Boolean";
    case Kind::kInteger:
      return "java.lang.Integer";
    case Kind::kLong:
      return "java.lang.Long";
    case Kind::kDouble:
      return "java.lang.Double";
    case Kind::kTimestamp:
      return "java.util.Date";
    case Kind::kStructure:
    case Kind::kAttributeValue:
      return std::string(kPackage).append(shape.name);
    case Kind::kList:
      return "java.util.List<" + type_name(*shape.element) + ">";
    case Kind::kMap:
      return "java.util.Map<java.lang.String, " + type_name(*shape.element) + ">";
    case Kind::kAttributeMap:
      return "java.util.Map<java.lang.String, " + std::string(kPackage) + "AttributeValue>";
  }
  return {};
}

std::string_view last_part(std::string_view type) { return type.substr(type.rfind('.') + 1); }

std::string with(std::string_view before, std::string_view between, std::string_view after) {
  return std::string(before).append(between).append(after);
}

}  // namespace

std::string cannot_be_converted(std::string_view found, const Shape& expected) {
  return with(found, " cannot be converted to ", last_part(type_name(expected)));
}

std::string unexpected_array(const Shape& expected) {
  const bool generic = expected.kind == Kind::kMap || expected.kind == Kind::kAttributeMap;
  return with("Unrecognized collection type ", generic ? "" : "class ", type_name(expected));
}

std::string out_of_range(std::string_view number, const Shape& expected) {
  const bool is_long = expected.kind == Kind::kLong;
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

std::string length_at_least(std::int64_t bound) {
  return "Member must have length greater than or equal to " + std::to_string(bound);
}
std::string length_at_most(std::int64_t bound) {
  return "Member must have length less than or equal to " + std::to_string(bound);
}
std::string value_at_least(std::int64_t bound) {
  return "Member must have value greater than or equal to " + std::to_string(bound);
}
std::string value_at_most(std::int64_t bound) {
  return "Member must have value less than or equal to " + std::to_string(bound);
}
std::string in_enum(const Shape& shape) {
  std::string text = "Member must satisfy enum value set: [";
  for (std::size_t i = 0; i < shape.values.size(); ++i) {
    if (i != 0) text += ", ";
    text += shape.values[i];
  }
  return text + "]";
}
std::string in_pattern(std::string_view pattern) {
  return with("Member must satisfy regular expression pattern: ", pattern, "");
}
std::string of_keys(std::string_view constraints) {
  return with("Map keys must satisfy constraint: [", constraints, "]");
}
std::string of_map_values(std::string_view constraints) {
  return with("Map value must satisfy constraint: [", constraints, "]");
}
std::string of_list_elements(std::string_view constraints) {
  return with("Member must satisfy constraint: [", constraints, "]");
}
std::string failed(std::string_view value, std::string_view path, std::string_view constraint) {
  return with("Value ", value, " at '")
      .append(path)
      .append("' failed to satisfy constraint: ")
      .append(constraint);
}
std::string detected(std::size_t count, std::string_view errors) {
  return with(std::to_string(count), count == 1 ? " validation error" : " validation errors",
              " detected: ")
      .append(errors);
}
std::string parameter_missing(std::string_view member) {
  return with("The parameter '", member, "' is required but was not present in the request");
}

}  // namespace magneto::wire::texts
