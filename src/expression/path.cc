// SPDX-License-Identifier: Apache-2.0

#include "expression/path.h"

#include <algorithm>

namespace magneto::internal::expression {

bool same_path(Path a, Path b) { return std::ranges::equal(a, b); }

std::string printed_path(Path path) {
  std::string text = "[";
  for (const PathElement& element : path) {
    if (text.size() > 1) text += ", ";
    if (element.is_index) {
      text += '[' + std::to_string(element.index) + ']';
    } else {
      text += element.name;
    }
  }
  text += ']';
  return text;
}

std::optional<value::ValueView> find_path(value::ItemView item, Path path) {
  std::optional<value::ValueView> found = item.find(path[0].name);
  for (const PathElement& element : path.subspan(1)) {
    if (!found.has_value()) return std::nullopt;
    if (found->type() != (element.is_index ? value::Type::kList : value::Type::kMap)) {
      return std::nullopt;
    }
    found = element.is_index ? found->list().at(element.index) : found->map().find(element.name);
  }
  return found;
}

}  // namespace magneto::internal::expression
