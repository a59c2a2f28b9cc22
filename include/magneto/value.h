// SPDX-License-Identifier: Apache-2.0
//
// Value: what an attribute holds, of one of DynamoDB's ten types. Item: attributes by name.
//
//   Item song{{"Artist", "Nina"}, {"Year", 1965}, {"Tags", StringSet{"jazz", "calm"}},
//             {"Label", nullptr}, {"Credits", Map{{"Piano", "Nina"}}}, {"Takes", List{1, 2}}};
//   song["Year"] = 1966;
//   Result<int> year = song["Year"].as<int>();     // an error names the attribute
//   if (!song["Producer"].exists()) ...            // absent is not null, and null is not empty
//
// Two values are equal as DynamoDB has it: numbers by what they are worth, sets without regard to
// order, lists with. Value types that own what they hold; thread safe as std containers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "magneto/number.h"
#include "magneto/sets.h"

namespace magneto {

class Value;
class AttributeSlot;
template <class Source>
class Attribute;

/// In the order of Value's alternatives.
enum class ValueType : std::uint8_t {
  kNull,
  kBool,
  kNumber,
  kString,
  kBinary,
  kStringSet,
  kNumberSet,
  kBinarySet,
  kList,
  kMap,
};

/// DynamoDB's name of the type: "S", "BOOL", "SS".
std::string_view type_name(ValueType type);

using List = std::vector<Value>;

/// A name and a value, as they stand in the literal of an item.
struct NamedValue;
/// A name and a value, as they stand in an item.
struct Member;

/// Attributes by name, in the order of the names' bytes. An item, or a value of type M. Finding is
/// O(log n), adding O(n).
class Map {
 public:
  using const_iterator = std::vector<Member>::const_iterator;

  Map();
  /// Of two attributes with one name the later counts.
  Map(std::initializer_list<NamedValue> attributes);
  Map(const Map& other);
  Map(Map&& other) noexcept;
  Map& operator=(const Map& other);
  Map& operator=(Map&& other) noexcept;
  ~Map();

  std::size_t size() const;
  bool empty() const { return size() == 0; }
  const_iterator begin() const;
  const_iterator end() const;

  bool contains(std::string_view name) const { return find(name) != nullptr; }
  /// Null when there is none.
  const Value* find(std::string_view name) const;
  Value* find(std::string_view name);

  /// The attribute, or the place where it would be (attribute.h).
  Attribute<const Value*> operator[](std::string_view name) const;
  /// The same, and `item["a"] = 1` sets it.
  AttributeSlot operator[](std::string_view name);

  /// Sets it, whether it was there or not.
  Map& set(std::string name, Value value);
  /// False when there was none.
  bool erase(std::string_view name);
  /// Takes it out: null when there was none.
  Value take(std::string_view name);
  /// Adds an attribute whose name is behind all others: O(1). As set() where it is not.
  void append(std::string name, Value value);
  void reserve(std::size_t attributes);
  void clear();

  friend bool operator==(const Map& a, const Map& b);

 private:
  std::vector<Member>::iterator place_of(std::string_view name);

  std::vector<Member> members_;
};

class Value {
 public:
  Value() = default;                ///< Null.
  Value(std::nullptr_t) {}          // NOLINT: implicit
  template <std::same_as<bool> T>   // no pointer is taken for a truth
  Value(T value) : held_(value) {}  // NOLINT: implicit
  template <class T>
  requires(Integer<T> || std::floating_point<T>) Value(T number)
      : held_(Number(number)) {}                              // NOLINT: implicit
  Value(Number number) : held_(number) {}                     // NOLINT: implicit
  Value(std::string text) : held_(std::move(text)) {}         // NOLINT: implicit
  Value(std::string_view text) : held_(std::string(text)) {}  // NOLINT: implicit
  Value(const char* text) : held_(std::string(text)) {}       // NOLINT: implicit
  Value(Binary bytes) : held_(std::move(bytes)) {}            // NOLINT: implicit
  Value(StringSet set) : held_(std::move(set)) {}             // NOLINT: implicit
  Value(NumberSet set) : held_(std::move(set)) {}             // NOLINT: implicit
  Value(BinarySet set) : held_(std::move(set)) {}             // NOLINT: implicit
  Value(List list) : held_(std::move(list)) {}                // NOLINT: implicit
  Value(Map map) : held_(std::move(map)) {}                   // NOLINT: implicit
  Value(const Value&);
  Value(Value&&) noexcept;
  Value& operator=(const Value&);
  Value& operator=(Value&&) noexcept;
  ~Value();

  ValueType type() const { return static_cast<ValueType>(held_.index()); }
  bool is_null() const { return type() == ValueType::kNull; }

  /// Null when it holds another type. `T` is one of bool, Number, std::string, Binary, StringSet,
  /// NumberSet, BinarySet, List, Map.
  template <class T>
  const T* get_if() const {
    return std::get_if<T>(&held_);
  }
  template <class T>
  T* get_if() {
    return std::get_if<T>(&held_);
  }
  /// Converted (attribute.h). Errors: kWrongType, kInexact.
  template <class T>
  Result<T> as() const;
  /// An element of a map or a list (attribute.h).
  Attribute<const Value*> operator[](std::string_view name) const;
  Attribute<const Value*> operator[](const char* name) const;
  Attribute<const Value*> operator[](std::size_t index) const;
  Attribute<const Value*> operator[](int index) const;

  friend bool operator==(const Value& a, const Value& b);

 private:
  std::variant<std::nullptr_t, bool, Number, std::string, Binary, StringSet, NumberSet, BinarySet,
               List, Map>
      held_;
};

struct Member {
  std::string name;
  Value value;

  friend bool operator==(const Member&, const Member&) = default;
};

struct NamedValue {
  std::string_view name;
  mutable Value value;  // moved out of the literal
};

inline std::size_t Map::size() const { return members_.size(); }
inline Map::const_iterator Map::begin() const { return members_.begin(); }
inline Map::const_iterator Map::end() const { return members_.end(); }

}  // namespace magneto

#include "magneto/attribute.h"
