// SPDX-License-Identifier: Apache-2.0
//
// Attribute: a place in an item, filled or not, and what its value is in the program's types.
//
//   Result<int> plays = song["Plays"].as<int>();            // kAbsent, kWrongType or kInexact,
//                                                           //   with the attribute's name
//   int plays = song["Plays"].value_or(0);                  // 0 when absent or null only by as<>
//   Result<std::string> who = song["Credits"]["Piano"].as<std::string>();
//   if (song["Label"].is_null()) ...
//
// Works on Item and on ItemView. An Attribute borrows: it is valid as long as the item is, and is
// not changed. Types of a program's own get `as` by a specialisation of Conversion.
#pragma once

#include <concepts>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "magneto/result.h"
#include "magneto/value.h"

namespace magneto {

class ValueView;

/// How a value becomes a T: `template <class V> static Result<T> from(const V& value)`, where V is
/// Value or ValueView, which read alike (`as<...>()`, `type()`, `operator[]`).
template <class T>
struct Conversion;

namespace detail {

Error absent(std::string_view name);
Error wrong_type(std::string_view wanted, ValueType found);
Error out_of_range(const Number& number);

// One way to read both kinds of value. Pointers are null where the type is another.
std::optional<bool> read_bool(const Value& value);
std::optional<Number> read_number(const Value& value);
std::optional<std::string_view> read_text(const Value& value);
std::optional<std::string_view> read_bytes(const Value& value);
std::optional<bool> read_bool(const ValueView& value);
std::optional<Number> read_number(const ValueView& value);
std::optional<std::string_view> read_text(const ValueView& value);
std::optional<std::string_view> read_bytes(const ValueView& value);
Value owned(const ValueView& value);
inline const Value& owned(const Value& value) { return value; }

/// What `name` or `index` of the value is; empty where there is none.
const Value* child(const Value* value, std::string_view name);
const Value* child(const Value* value, std::size_t index);
ValueView child(const ValueView& value, std::string_view name);
ValueView child(const ValueView& value, std::size_t index);
inline bool is_there(const Value* value) { return value != nullptr; }
bool is_there(const ValueView& value);
inline const Value& reach(const Value* value) { return *value; }
inline const ValueView& reach(const ValueView& value) { return value; }

std::string path(std::string_view parent, std::string_view name);
std::string path(std::string_view parent, std::size_t index);

}  // namespace detail

/// `Source` is `const Value*` or ValueView.
template <class Source>
class Attribute {
 public:
  Attribute(Source source, std::string path) : source_(source), path_(std::move(path)) {}

  bool exists() const { return detail::is_there(source_); }
  explicit operator bool() const { return exists(); }
  bool is_null() const { return exists() && detail::reach(source_).type() == ValueType::kNull; }
  /// As errors name it: "Credits.Piano", "Takes[1]".
  const std::string& path() const { return path_; }

  /// The value itself: null pointer, or empty view, where there is none.
  const Source& source() const { return source_; }

  /// Converted. `std::optional<T>` takes an absent attribute and a null for nothing; without it
  /// they are errors. Errors: kAbsent, kWrongType, kInexact; the message names the attribute.
  template <class T>
  Result<T> as() const {
    if (!exists()) {
      if constexpr (requires { Conversion<T>::absent(); }) {
        return Conversion<T>::absent();
      } else {
        return detail::absent(path_);
      }
    }
    Result<T> converted = Conversion<T>::from(detail::reach(source_));
    if (!converted) return converted.error().in("attribute \"" + path_ + "\"");
    return converted;
  }
  /// `other` where the attribute is absent, null or of another type.
  template <class T>
  T value_or(T other) const {
    if (!exists()) return other;
    return Conversion<T>::from(detail::reach(source_)).value_or(std::move(other));
  }
  std::string value_or(const char* other) const { return value_or(std::string(other)); }

  Attribute operator[](std::string_view name) const {
    return {detail::child(source_, name), detail::path(path_, name)};
  }
  Attribute operator[](const char* name) const { return (*this)[std::string_view(name)]; }
  template <std::integral I>
  Attribute operator[](I index) const {
    const auto at = static_cast<std::size_t>(index);
    return {detail::child(source_, at), detail::path(path_, at)};
  }

 private:
  Source source_;
  std::string path_;
};

/// What `item["name"]` is for an item that may be changed.
class AttributeSlot : public Attribute<const Value*> {
 public:
  AttributeSlot(Map& map, std::string_view name)
      : Attribute(std::as_const(map).find(name), std::string(name)), map_(map) {}
  /// Sets the attribute.
  AttributeSlot& operator=(Value value) {
    map_.set(path(), std::move(value));
    static_cast<Attribute&>(*this) = Attribute(std::as_const(map_).find(path()), path());
    return *this;
  }

 private:
  Map& map_;
};

inline Attribute<const Value*> Map::operator[](std::string_view name) const {
  return {find(name), std::string(name)};
}
inline AttributeSlot Map::operator[](std::string_view name) { return {*this, name}; }
inline Attribute<const Value*> Value::operator[](std::string_view name) const {
  return {detail::child(this, name), std::string(name)};
}
inline Attribute<const Value*> Value::operator[](const char* name) const {
  return (*this)[std::string_view(name)];
}
inline Attribute<const Value*> Value::operator[](std::size_t index) const {
  return {detail::child(this, index), detail::path({}, index)};
}
inline Attribute<const Value*> Value::operator[](int index) const {
  return (*this)[static_cast<std::size_t>(index)];
}

template <class T>
Result<T> Value::as() const {
  return Conversion<T>::from(*this);
}

template <>
struct Conversion<bool> {
  template <class V>
  static Result<bool> from(const V& value) {
    if (const auto held = detail::read_bool(value)) return *held;
    return detail::wrong_type("BOOL", value.type());
  }
};

template <>
struct Conversion<Number> {
  template <class V>
  static Result<Number> from(const V& value) {
    if (const auto held = detail::read_number(value)) return *held;
    return detail::wrong_type("N", value.type());
  }
};

/// Only without loss: a fraction, or a number that does not fit, is kInexact.
template <Integer T>
struct Conversion<T> {
  template <class V>
  static Result<T> from(const V& value) {
    const Result<Number> number = Conversion<Number>::from(value);
    if (!number) return number.error();
    if constexpr (std::is_signed_v<T>) {
      return narrow(*number, number->to_int64());
    } else {
      return narrow(*number, number->to_uint64());
    }
  }

 private:
  template <class Wide>
  static Result<T> narrow(const Number& number, const Result<Wide>& wide) {
    if (!wide) return wide.error();
    if (*wide < std::numeric_limits<T>::min() || *wide > std::numeric_limits<T>::max()) {
      return detail::out_of_range(number);
    }
    return static_cast<T>(*wide);
  }
};

/// Only where the floating-point number reads back as the same Number; Number::to_double_rounded
/// rounds.
template <std::floating_point T>
struct Conversion<T> {
  template <class V>
  static Result<T> from(const V& value) {
    const Result<Number> number = Conversion<Number>::from(value);
    if (!number) return number.error();
    const Result<double> wide = number->to_double();
    if (!wide) return wide.error();
    const T narrow = static_cast<T>(*wide);
    if (static_cast<double>(narrow) != *wide) return detail::out_of_range(*number);
    return narrow;
  }
};

template <>
struct Conversion<std::string_view> {
  template <class V>
  static Result<std::string_view> from(const V& value) {
    if (const auto held = detail::read_text(value)) return *held;
    return detail::wrong_type("S", value.type());
  }
};

template <>
struct Conversion<std::string> {
  template <class V>
  static Result<std::string> from(const V& value) {
    if (const auto held = detail::read_text(value)) return std::string(*held);
    return detail::wrong_type("S", value.type());
  }
};

template <>
struct Conversion<Binary> {
  template <class V>
  static Result<Binary> from(const V& value) {
    if (const auto held = detail::read_bytes(value)) return Binary(*held);
    return detail::wrong_type("B", value.type());
  }
};

template <>
struct Conversion<Value> {
  template <class V>
  static Result<Value> from(const V& value) {
    return detail::owned(value);
  }
};

namespace detail {

/// Conversions of types that a Value holds as they are.
template <class T, ValueType kType>
struct Held {
  template <class V>
  static Result<T> from(const V& value) {
    const Value& whole = owned(value);
    if (const T* held = whole.template get_if<T>()) return *held;
    return wrong_type(type_name(kType), value.type());
  }
};

}  // namespace detail

template <>
struct Conversion<StringSet> : detail::Held<StringSet, ValueType::kStringSet> {};
template <>
struct Conversion<NumberSet> : detail::Held<NumberSet, ValueType::kNumberSet> {};
template <>
struct Conversion<BinarySet> : detail::Held<BinarySet, ValueType::kBinarySet> {};
template <>
struct Conversion<List> : detail::Held<List, ValueType::kList> {};
template <>
struct Conversion<Map> : detail::Held<Map, ValueType::kMap> {};

/// Nothing for an absent attribute and for a null.
template <class T>
struct Conversion<std::optional<T>> {
  static Result<std::optional<T>> absent() { return std::optional<T>(); }
  template <class V>
  static Result<std::optional<T>> from(const V& value) {
    if (value.type() == ValueType::kNull) return std::optional<T>();
    Result<T> converted = Conversion<T>::from(value);
    if (!converted) return converted.error();
    return std::optional<T>(std::move(*converted));
  }
};

/// A list whose elements all convert.
template <class T>
struct Conversion<std::vector<T>> {
  template <class V>
  static Result<std::vector<T>> from(const V& value) {
    const Value& whole = detail::owned(value);
    const List* list = whole.template get_if<List>();
    if (list == nullptr) return detail::wrong_type("L", value.type());
    std::vector<T> converted;
    converted.reserve(list->size());
    for (std::size_t i = 0; i < list->size(); ++i) {
      Result<T> element = Conversion<T>::from((*list)[i]);
      if (!element) return element.error().in(detail::path({}, i));
      converted.push_back(std::move(*element));
    }
    return converted;
  }
};

/// A map whose values all convert.
template <class T>
struct Conversion<std::map<std::string, T>> {
  template <class V>
  static Result<std::map<std::string, T>> from(const V& value) {
    const Value& whole = detail::owned(value);
    const Map* map = whole.template get_if<Map>();
    if (map == nullptr) return detail::wrong_type("M", value.type());
    std::map<std::string, T> converted;
    for (const auto& [name, element] : *map) {
      Result<T> one = Conversion<T>::from(element);
      if (!one) return one.error().in(name);
      converted.emplace(name, std::move(*one));
    }
    return converted;
  }
};

}  // namespace magneto
