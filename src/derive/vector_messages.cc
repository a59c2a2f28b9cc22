// SPDX-License-Identifier: Apache-2.0
#include "derive/vector_messages.h"

namespace magneto::internal::derive {
namespace {

constexpr std::string_view kFloat = "32-bit floating point number";

std::string invalid(std::string_view what, std::string_view parameter, std::string_view expected,
                    std::string_view actual, std::string_view index_name) {
  std::string text = "One or more parameter values were invalid. Invalid ";
  text.append(what).append(" for parameter ").append(parameter);
  text.append(", Expected: ").append(expected);
  text.append(", Actual: ").append(actual);
  // The service has no full stop behind a size.
  text.append(what == "size" ? " IndexName: " : ". IndexName: ").append(index_name);
  return text;
}

std::string element(std::string_view attribute, std::size_t position) {
  return std::string(attribute) + "[" + std::to_string(position) + "]";
}

}  // namespace

std::string vector_size_text(std::string_view index_name, std::string_view attribute,
                             std::int64_t expected, std::int64_t actual) {
  return invalid("size", attribute, std::to_string(expected), std::to_string(actual), index_name);
}

std::string vector_type_text(std::string_view index_name, std::string_view attribute,
                             value::Type actual) {
  return invalid("type", attribute, "L", value::type_name(actual), index_name);
}

std::string vector_element_type_text(std::string_view index_name, std::string_view attribute,
                                     std::size_t position, value::Type actual) {
  return invalid("type", element(attribute, position), kFloat, value::type_name(actual),
                 index_name);
}

std::string vector_element_range_text(std::string_view index_name, std::string_view attribute,
                                      std::size_t position) {
  return invalid("type", element(attribute, position), kFloat,
                 value::type_name(value::Type::kNumber), index_name);
}

}  // namespace magneto::internal::derive
