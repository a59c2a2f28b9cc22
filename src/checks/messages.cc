// SPDX-License-Identifier: Apache-2.0
#include "checks/messages.h"

namespace magneto::internal::checks::messages {
namespace {

std::string with(std::string_view before, std::string_view between, std::string_view after) {
  return std::string(before).append(between).append(after);
}

}  // namespace

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
std::string in_enum(const model::Shape& shape) {
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
std::string failed_bound(std::string_view path, std::string_view constraint) {
  return with("Value at '", path, "' failed to satisfy constraint: ").append(constraint);
}
std::string detected(std::size_t count, std::string_view errors) {
  return with(std::to_string(count), count == 1 ? " validation error" : " validation errors",
              " detected: ")
      .append(errors);
}
std::string missing_field(std::string_view member) {
  return "missing field `" + std::string(member) + "`";
}

std::string parameter_missing(std::string_view member) {
  return with("The parameter '", member, "' is required but was not present in the request");
}

}  // namespace magneto::internal::checks::messages
