// SPDX-License-Identifier: Apache-2.0
#include "magneto/value.h"

#include <algorithm>

namespace magneto {

std::string_view type_name(ValueType type) {
  static constexpr std::string_view kNames[] = {"NULL", "BOOL", "N",  "S", "B",
                                                "SS",   "NS",   "BS", "L", "M"};
  return kNames[static_cast<std::size_t>(type)];
}

// Here, so that including the header does not instantiate them for each program.
Value::Value(const Value&) = default;
Value::Value(Value&&) noexcept = default;
Value& Value::operator=(const Value&) = default;
Value& Value::operator=(Value&&) noexcept = default;
Value::~Value() = default;
bool operator==(const Value& a, const Value& b) { return a.held_ == b.held_; }

Map::Map() = default;
Map::Map(const Map& other) = default;
Map::Map(Map&& other) noexcept = default;
Map& Map::operator=(const Map& other) = default;
Map& Map::operator=(Map&& other) noexcept = default;
Map::~Map() = default;
bool operator==(const Map& a, const Map& b) { return a.members_ == b.members_; }

Map::Map(std::initializer_list<NamedValue> attributes) {
  members_.reserve(attributes.size());
  for (const NamedValue& attribute : attributes) {
    append(std::string(attribute.name), std::move(attribute.value));
  }
}

std::vector<Member>::iterator Map::place_of(std::string_view name) {
  return std::lower_bound(members_.begin(), members_.end(), name,
                          [](const Member& member, std::string_view n) { return member.name < n; });
}

const Value* Map::find(std::string_view name) const { return const_cast<Map*>(this)->find(name); }

Value* Map::find(std::string_view name) {
  const auto at = place_of(name);
  return at != members_.end() && at->name == name ? &at->value : nullptr;
}

Map& Map::set(std::string name, Value value) {
  const auto at = place_of(name);
  if (at != members_.end() && at->name == name) {
    at->value = std::move(value);
  } else {
    members_.insert(at, Member{std::move(name), std::move(value)});
  }
  return *this;
}

void Map::append(std::string name, Value value) {
  if (members_.empty() || members_.back().name < name) {
    Member& added = members_.emplace_back();
    added.name = std::move(name);
    added.value = std::move(value);
  } else {
    set(std::move(name), std::move(value));
  }
}

bool Map::erase(std::string_view name) {
  const auto at = place_of(name);
  if (at == members_.end() || at->name != name) return false;
  members_.erase(at);
  return true;
}

Value Map::take(std::string_view name) {
  const auto at = place_of(name);
  if (at == members_.end() || at->name != name) return {};
  Value value = std::move(at->value);
  members_.erase(at);
  return value;
}

void Map::reserve(std::size_t attributes) { members_.reserve(attributes); }
void Map::clear() { members_.clear(); }

}  // namespace magneto
