// SPDX-License-Identifier: Apache-2.0
//
// What a query asks of keys. Only what the service allows compiles: no OR, no NOT, no !=.
//
//   key("Artist") == "Nina" && key("Title").begins_with("Sin")
//
// Immutable handles, as conditions (expression.h).
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "magneto/expression.h"

namespace magneto {

class KeyCondition {
 public:
  explicit KeyCondition(Condition condition) : condition_(std::move(condition)) {}

  friend KeyCondition operator&&(const KeyCondition& a, const KeyCondition& b) {
    return KeyCondition(a.condition_ && b.condition_);
  }
  const Condition& condition() const { return condition_; }

 private:
  Condition condition_;
};

/// An attribute of the key of a table or index.
class Key {
 public:
  explicit Key(std::string name) : path_(std::move(name)) {}

  friend KeyCondition operator==(const Key& key, const Value& value) {
    return KeyCondition(key.path_ == value);
  }
  friend KeyCondition operator<(const Key& key, const Value& value) {
    return KeyCondition(key.path_ < value);
  }
  friend KeyCondition operator<=(const Key& key, const Value& value) {
    return KeyCondition(key.path_ <= value);
  }
  friend KeyCondition operator>(const Key& key, const Value& value) {
    return KeyCondition(key.path_ > value);
  }
  friend KeyCondition operator>=(const Key& key, const Value& value) {
    return KeyCondition(key.path_ >= value);
  }
  KeyCondition between(const Value& low, const Value& high) const {
    return KeyCondition(path_.between(low, high));
  }
  KeyCondition begins_with(const Value& beginning) const {
    return KeyCondition(path_.begins_with(beginning));
  }

 private:
  Path path_;
};

inline Key key(std::string name) { return Key(std::move(name)); }

/// In the service's own language: key_condition("Artist = :a", {{":a", "Nina"}}).
inline KeyCondition key_condition(std::string text, Item values = {}, Names names = {}) {
  return KeyCondition(condition(std::move(text), std::move(values), std::move(names)));
}

}  // namespace magneto
