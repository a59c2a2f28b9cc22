// SPDX-License-Identifier: Apache-2.0

#include "expression/syntax.h"

#include <cstddef>
#include <iterator>

namespace magneto::internal::expression {
namespace {

constexpr std::string_view kFunctionNames[] = {
    "attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains", "size",
    "if_not_exists",    "list_append",
};

}  // namespace

std::string_view function_name(Function function) {
  return kFunctionNames[static_cast<std::size_t>(function)];
}

std::optional<Function> function_named(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kFunctionNames); ++i) {
    if (kFunctionNames[i] == name) return static_cast<Function>(i);
  }
  return std::nullopt;
}

std::string_view comparison_name(Comparison comparison) {
  constexpr std::string_view kNames[] = {
      "=",
      "<>",
      "<",
      "<=",
      ">",
      ">=",
      "BETWEEN",
      "IN",
      "attribute_exists",
      "attribute_not_exists",
      "attribute_type",
      "begins_with",
      "contains",
      "NOT_CONTAINS",
  };
  return kNames[static_cast<std::size_t>(comparison)];
}

std::string_view section_name(Section section) {
  constexpr std::string_view kNames[] = {"SET", "REMOVE", "ADD", "DELETE"};
  return kNames[static_cast<std::size_t>(section)];
}

}  // namespace magneto::internal::expression
