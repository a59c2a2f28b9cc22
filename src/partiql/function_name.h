// SPDX-License-Identifier: Apache-2.0
//
// Names of functions: their case does not matter.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "partiql/syntax.h"

namespace magneto::internal::partiql {

/// In lower case.
inline std::string function_name(const Node& call) {
  std::string name(call.text);
  std::ranges::transform(name, name.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 'a' - 'A') : c;
  });
  return name;
}

inline bool is_update_function(std::string_view lower) {
  return lower == "if_not_exists" || lower == "list_append";
}

inline bool is_condition_function(std::string_view lower) {
  return lower == "attribute_exists" || lower == "attribute_not_exists" ||
         lower == "attribute_type" || lower == "begins_with" || lower == "contains" ||
         lower == "size";
}

}  // namespace magneto::internal::partiql
