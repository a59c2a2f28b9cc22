// SPDX-License-Identifier: Apache-2.0
#include "client/unsendable.h"

#include "magneto/attribute.h"

namespace magneto::internal::client {
namespace {

template <class Set>
bool is_empty(const Value& value) {
  const Set* const set = value.get_if<Set>();
  return set != nullptr && set->empty();
}

bool has_bad_number(const Value& value) {
  if (const Number* const number = value.get_if<Number>()) return !number->valid();
  const NumberSet* const set = value.get_if<NumberSet>();
  if (set == nullptr) return false;
  for (const Number& number : *set) {
    if (!number.valid()) return true;
  }
  return false;
}

/// Empty where the value itself, its elements aside, can be sent.
std::string reason(const Value& value) {
  if (is_empty<StringSet>(value) || is_empty<NumberSet>(value) || is_empty<BinarySet>(value)) {
    return " is an empty set";
  }
  if (has_bad_number(value)) return " has a number that is NaN, infinite or out of range";
  return {};
}

std::string part(const std::string& path, const Value& value) {  // NOLINT(misc-no-recursion)
  if (const std::string why = reason(value); !why.empty()) {
    return (path.empty() ? "the value" : "attribute \"" + path + "\"") + why;
  }
  if (const Map* const map = value.get_if<Map>()) {
    for (const auto& [name, element] : *map) {
      std::string found = part(magneto::detail::path(path, name), element);
      if (!found.empty()) return found;
    }
  }
  if (const List* const list = value.get_if<List>()) {
    for (std::size_t i = 0; i < list->size(); ++i) {
      std::string found = part(magneto::detail::path(path, i), (*list)[i]);
      if (!found.empty()) return found;
    }
  }
  return {};
}

}  // namespace

std::string unsendable_part(const Item& item) {
  for (const auto& [name, value] : item) {
    std::string found = part(name, value);
    if (!found.empty()) return found;
  }
  return {};
}

std::string unsendable_part(const Value& value) { return part({}, value); }

}  // namespace magneto::internal::client
