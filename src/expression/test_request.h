// SPDX-License-Identifier: Apache-2.0
//
// One request's arena, placeholders and cache, for tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "expression/expression.h"
#include "expression/parse_cache.h"
#include "expression/test_literals.h"

namespace magneto::internal::expression {

class TestRequest {
 public:
  /// `names` as "#a: name, #b: name"; `values` as an item: ":v: 1, :w: 'x'" (test_literals.h).
  explicit TestRequest(std::string_view names = "", std::string_view values = "")
      : names_(read_names(names)), placeholders_(arena_, names_, read_values(values)) {}

  Arena& arena() { return arena_; }
  Placeholders& placeholders() { return placeholders_; }
  value::ItemView item(std::string_view literal) { return item_of(arena_, literal); }

  Result<const Condition*> condition(std::string_view text, Role role = Role::kFilter) {
    return bind_condition(cache_, arena_, role, arena_.copy(text), placeholders_);
  }
  Result<const Projection*> projection(std::string_view text) {
    return bind_projection(cache_, arena_, arena_.copy(text), placeholders_);
  }
  Result<const Update*> update(std::string_view text) {
    return bind_update(cache_, arena_, arena_.copy(text), placeholders_);
  }

 private:
  std::vector<NameBinding> read_names(std::string_view text) {
    std::vector<NameBinding> names;
    while (!text.empty()) {
      const std::size_t colon = text.find(": ");
      const std::size_t end = text.find(", ", colon);
      names.push_back({arena_.copy(text.substr(0, colon)),
                       arena_.copy(text.substr(colon + 2, end - colon - 2))});
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
    }
    return names;
  }

  /// A value's placeholder begins with a colon, so the name ends at the second one.
  value::ItemView read_values(std::string_view text) {
    std::string without_colons;
    bool at_name = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (at_name && text[i] == ':') {
        at_name = false;
        continue;
      }
      if (text.substr(i, 3) == ", :") at_name = true;
      without_colons += text[i];
    }
    const value::ItemView plain = item_of(arena_, without_colons);
    std::vector<value::Attribute> attributes;
    for (const value::Attribute& attribute : plain) {
      attributes.push_back({arena_.copy(std::string(":").append(attribute.name)), attribute.value});
    }
    return value::make_item(arena_, attributes);
  }

  Arena arena_;
  ParseCache cache_;
  std::vector<NameBinding> names_;
  Placeholders placeholders_;
};

/// The text of an error; "OK" without one.
template <class T>
std::string text_of(const Result<T>& result) {
  return result.ok() ? "OK" : result.error().message();
}

}  // namespace magneto::internal::expression
