// SPDX-License-Identifier: Apache-2.0
//
// Reading what the catalog stores as JSON. What is absent has its default.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/enum.h"

namespace magneto::internal::catalog {

/// Reads members and remembers the first that is wrong, so that one check at the end is enough.
class StoredJsonReader {
 public:
  std::string text(simdjson::dom::object from, std::string_view name) {
    const std::optional<simdjson::dom::element> found = find(from, name);
    if (!found) return {};
    std::string_view text;
    if (found->get_string().get(text) != simdjson::SUCCESS) fail(name);
    return std::string(text);
  }

  std::int64_t integer(simdjson::dom::object from, std::string_view name) {
    const std::optional<simdjson::dom::element> found = find(from, name);
    if (!found) return 0;
    std::int64_t value = 0;
    if (found->get_int64().get(value) != simdjson::SUCCESS) fail(name);
    return value;
  }

  /// One of the words of an enum of the model.
  template <class E>
  E word(simdjson::dom::object from, std::string_view name) {
    const std::string word = text(from, name);
    const std::optional<E> value = model::Enum<E>(word).value();
    if (!value) fail(name);
    return value.value_or(E{});
  }

  bool flag(simdjson::dom::object from, std::string_view name) {
    const std::optional<simdjson::dom::element> found = find(from, name);
    if (!found) return false;
    bool value = false;
    if (found->get_bool().get(value) != simdjson::SUCCESS) fail(name);
    return value;
  }

  std::optional<simdjson::dom::object> member(simdjson::dom::object from, std::string_view name) {
    const std::optional<simdjson::dom::element> found = find(from, name);
    if (!found) return std::nullopt;
    simdjson::dom::object value;
    if (found->get_object().get(value) == simdjson::SUCCESS) return value;
    fail(name);
    return std::nullopt;
  }

  /// Calls `each` with every object of the list `name`.
  template <class Each>
  void objects(simdjson::dom::object from, std::string_view name, Each each) {
    elements(from, name, [&](simdjson::dom::element item) {
      simdjson::dom::object value;
      if (item.get_object().get(value) == simdjson::SUCCESS) {
        each(value);
      } else {
        fail(name);
      }
    });
  }

  template <class Each>
  void elements(simdjson::dom::object from, std::string_view name, Each each) {
    const std::optional<simdjson::dom::element> found = find(from, name);
    if (!found) return;
    simdjson::dom::array list;
    if (found->get_array().get(list) != simdjson::SUCCESS) return fail(name);
    for (const simdjson::dom::element item : list) each(item);
  }

  void fail(std::string_view name) {
    if (wrong_.empty()) wrong_ = name;
  }
  const std::string& wrong() const { return wrong_; }

 private:
  static std::optional<simdjson::dom::element> find(simdjson::dom::object from,
                                                    std::string_view name) {
    simdjson::dom::element found;
    if (from.at_key(name).get(found) != simdjson::SUCCESS) return std::nullopt;
    return found;
  }

  std::string wrong_;
};

}  // namespace magneto::internal::catalog
