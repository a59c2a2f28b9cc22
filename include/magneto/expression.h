// SPDX-License-Identifier: Apache-2.0
//
// Operands and conditions of expressions, as values that the compiler checks.
//
//   attr("Year") < 1970 && attr("Tags").contains("jazz")
//   attr("Credits")["Piano"] == attr("Artist") || !attr("Takes")[0].exists()
//   attr("Title").size().between(1, 10) && attr("Label").in({"Philips", "RCA"})
//
// Names and values always travel as placeholders, each once: reserved words, dots and blanks in
// names never matter. What is wrong with an expression (too long, too many operators) is an error
// of the call that it is given to, before anything is sent. Immutable handles: copies cost a
// pointer; safe to read from any thread.
#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "magneto/value.h"

namespace magneto {

namespace internal::table {
struct Node;
}

class Condition;
class Path;

/// What can be compared: a value, a path, and what functions and arithmetic make of them.
class Operand {
 public:
  template <class T>
  requires(std::is_convertible_v<T&&, Value> && !std::derived_from<std::remove_cvref_t<T>, Operand>)
      Operand(T&& value)  // NOLINT
      : Operand(of_value(Value(std::forward<T>(value)))) {}

  Condition between(const Operand& low, const Operand& high) const;  ///< Both ends included.
  /// Of more than the 100 candidates that the service takes, several IN with OR between them.
  /// REQUIRES (checked when it is sent): one candidate or more.
  Condition in(std::vector<Operand> candidates) const;

  friend Condition operator==(const Operand& a, const Operand& b);
  friend Condition operator!=(const Operand& a, const Operand& b);
  friend Condition operator<(const Operand& a, const Operand& b);
  friend Condition operator<=(const Operand& a, const Operand& b);
  friend Condition operator>(const Operand& a, const Operand& b);
  friend Condition operator>=(const Operand& a, const Operand& b);
  /// In updates only.
  friend Operand operator+(const Operand& a, const Operand& b);
  friend Operand operator-(const Operand& a, const Operand& b);

  using NodePointer = std::shared_ptr<const internal::table::Node>;
  explicit Operand(NodePointer node) : node_(std::move(node)) {}
  const NodePointer& node() const { return node_; }

 private:
  static Operand of_value(Value value);

  NodePointer node_;
};

/// The place of an attribute: `attr("a")["b"][0]`. A name is taken as it is: `attr("a.b")` is the
/// attribute called "a.b", `attr("a")["b"]` an element of the map `a`.
class Path : public Operand {
 public:
  explicit Path(std::string name);
  explicit Path(NodePointer node) : Operand(std::move(node)) {}
  /// From "a.b[0]". Errors: kInvalidArgument.
  static Result<Path> parse(std::string_view text);

  Path operator[](std::string_view name) const { return element(name); }
  Path operator[](const char* name) const { return element(name); }
  template <std::integral I>
  Path operator[](I index) const {
    return element(static_cast<std::size_t>(index));
  }

  Condition exists() const;
  Condition not_exists() const;
  /// Whether the attribute is of that type: attribute_type().
  Condition type(ValueType type) const;
  Condition begins_with(const Operand& beginning) const;  ///< Of strings and binaries.
  /// A part of a string or binary, an element of a set or a list.
  Condition contains(const Operand& part) const;

  /// size(): characters, bytes or elements.
  Operand size() const;

  // In updates only.

  /// if_not_exists(): the attribute's value, or `other` where there is none.
  Operand or_else(const Operand& other) const;
  Operand if_not_exists(const Operand& other) const { return or_else(other); }
  /// list_append(): the list with `elements` behind it.
  Operand append(const Operand& elements) const;
  Operand prepend(const Operand& elements) const;

  /// "a.b[0]": for people.
  std::string to_string() const;
  /// The name of the attribute that it starts with.
  const std::string& name() const;

 private:
  Path element(std::string_view name) const;
  Path element(std::size_t index) const;
};

inline Path attr(std::string name) { return Path(std::move(name)); }

/// The two lists, one behind the other. In updates only.
Operand list_append(const Operand& first, const Operand& second);

/// True or false of an item. A default-constructed one is no condition at all: `none && c` is `c`,
/// so conditions can be gathered in a loop.
class Condition {
 public:
  Condition() = default;

  bool empty() const { return node_ == nullptr; }

  friend Condition operator&&(const Condition& a, const Condition& b);
  friend Condition operator||(const Condition& a, const Condition& b);
  friend Condition operator!(const Condition& a);

  using NodePointer = Operand::NodePointer;
  explicit Condition(NodePointer node) : node_(std::move(node)) {}
  const NodePointer& node() const { return node_; }

 private:
  NodePointer node_;
};

using Names = std::map<std::string, std::string>;

/// Leaves out items whose time to live is over: Amazon removes them some time later, which may be
/// days. `ttl` is the attribute that Table::enable_ttl names; items without it, or with no number
/// in it, do not expire.
///
///   songs.scan().filter(not_expired(attr("ExpiresAt")))
Condition not_expired(const Path& ttl,
                      std::chrono::system_clock::time_point now = std::chrono::system_clock::now());

/// A condition in the service's own language, with its placeholders:
///
///   condition("#y < :y AND size(Tags) > :n", {{":y", 1970}, {":n", 2}}, {{"#y", "Year"}})
///
/// It may stand beside others: `condition(...) && attr("Plays") > 3`. Plain names in it become
/// placeholders, so reserved words can be written. A placeholder that is not given, or not used, is
/// an error of the call.
Condition condition(std::string text, Item values = {}, Names names = {});

}  // namespace magneto
