// SPDX-License-Identifier: Apache-2.0
//
// UpdateActions: the language of updates, all of it.
//
//   UpdateActions()
//       .set(attr("Plays"), attr("Plays").or_else(0) + 1)
//       .set(attr("Takes"), attr("Takes").append(List{3}))
//       .add(attr("Tags"), StringSet{"live"})
//       .remove_from_set(attr("Tags"), StringSet{"calm"})
//       .remove(attr("Label"))
//
// Paths on the right of an assignment mean the item as it was before the update. Table::update and
// transactions have the same words (UpdateClauses).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "magneto/expression.h"

namespace magneto {

class UpdateActions {
 public:
  /// SET: a value, an attribute, arithmetic, or_else(), append().
  UpdateActions& set(Path target, Operand value);
  /// REMOVE: an attribute, or an element of a list.
  UpdateActions& remove(Path target);
  /// ADD: a number to a number, elements to a set; makes the attribute where there is none.
  UpdateActions& add(Path target, Value amount);
  /// DELETE: elements from a set.
  UpdateActions& remove_from_set(Path target, Value elements);

  bool empty() const { return actions_.empty() && text_.empty(); }

  enum class Section { kSet, kRemove, kAdd, kDelete };
  struct Action {
    Section section;
    Path target;
    Operand operand;
  };
  const std::vector<Action>& actions() const { return actions_; }
  const Condition& text() const { return text_; }

 private:
  friend UpdateActions update_expression(std::string text, Item values, Names names);

  std::vector<Action> actions_;
  Condition text_;
};

/// In the service's own language: update_expression("SET Plays = :n", {{":n", 1}}). It stands
/// alone: other actions beside it are an error of the call.
UpdateActions update_expression(std::string text, Item values = {}, Names names = {});

/// The words of UpdateActions for a builder that has `UpdateActions& actions()`.
template <class Derived>
class UpdateClauses {
 public:
  Derived& set(Path target, Operand value) {
    derived().actions().set(std::move(target), std::move(value));
    return derived();
  }
  Derived& remove(Path target) {
    derived().actions().remove(std::move(target));
    return derived();
  }
  Derived& add(Path target, Value amount) {
    derived().actions().add(std::move(target), std::move(amount));
    return derived();
  }
  Derived& remove_from_set(Path target, Value elements) {
    derived().actions().remove_from_set(std::move(target), std::move(elements));
    return derived();
  }
  /// All of them at once, in place of those said before.
  Derived& apply(UpdateActions actions) {
    derived().actions() = std::move(actions);
    return derived();
  }

 private:
  Derived& derived() { return static_cast<Derived&>(*this); }
};

}  // namespace magneto
