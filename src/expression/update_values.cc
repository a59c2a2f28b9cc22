// SPDX-License-Identifier: Apache-2.0

#include "expression/update_values.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

#include "expression/messages.h"
#include "expression/path.h"
#include "value/decimal.h"
#include "value/item_builder.h"
#include "value/item_size.h"

namespace magneto::internal::expression {
namespace {

using value::Decimal;
using value::SetView;
using value::Type;
using value::ValueView;
using Found = std::optional<ValueView>;

/// Stored bytes of new values that no item can have: a value's stored form is at most twice its size,
/// but for empty ones, of which an expression cannot name enough.
constexpr std::size_t kTooManyBytes = 4 * value::kMaxItemBytes;

Outcome becomes(ValueView value) { return {Outcome::Kind::kValue, value}; }

Result<ValueView> combine(Arena& arena, Sign sign, ValueView left, ValueView right) {
  const Decimal a = Decimal::decode(left.scalar());
  const Decimal b = Decimal::decode(right.scalar());
  MAGNETO_ASSIGN_OR_RETURN(const Decimal result,
                           sign == Sign::kPlus ? Decimal::add(a, b) : Decimal::subtract(a, b));
  char bytes[Decimal::kMaxEncodedBytes];
  return value::make_number(arena, {bytes, result.encode(bytes)});
}

ValueView append_lists(Arena& arena, ValueView first, ValueView second) {
  const value::ListView a = first.list();
  const value::ListView b = second.list();
  const std::span<ValueView> elements =
      arena.make_span<ValueView>(std::size_t{a.size()} + b.size());
  auto to = elements.begin();
  for (ValueView element : a) *to++ = element;
  for (ValueView element : b) *to++ = element;
  return value::make_list(arena, elements);
}

/// The elements of two sets of one type, at most `most`, by `combine`, a function like
/// std::set_union.
template <class Combine>
std::span<std::string_view> combine_sets(Arena& arena, SetView a, SetView b, std::size_t most,
                                         Combine combine) {
  const auto elements = arena.make_span<std::string_view>(most);
  const auto end = combine(a.begin(), a.end(), b.begin(), b.end(), elements.begin());
  return elements.first(static_cast<std::size_t>(end - elements.begin()));
}

constexpr auto kUnion = [](auto... arguments) { return std::set_union(arguments...); };
constexpr auto kDifference = [](auto... arguments) { return std::set_difference(arguments...); };

/// Computes the outcomes of one update. An item that is too large in any case is not built: the same
/// large value, of the item or the request, could be in it some hundred times over.
class Values {
 public:
  Values(Arena& arena, const Update& update, value::ItemView old)
      : arena_(arena), update_(update), old_(old) {}

  /// The outcomes so far have this value.
  void count(ValueView value) {
    bytes_ += value.bytes().size();
    too_large_ = bytes_ > kTooManyBytes;
  }
  bool too_large() const { return too_large_; }

  /// Once too_large(), of the outcome only the errors count.
  Result<Outcome> outcome(const UpdateAction& action) const {
    if (!has_place_for(action.target)) return messages::invalid_update_path();
    switch (action.section) {
      case Section::kSet:
        return set(action);
      case Section::kRemove:
        return Outcome{Outcome::Kind::kRemoved, {}};
      case Section::kAdd:
        return add(action);
      case Section::kDelete:
        return subtract(action);
    }
    return Outcome{};
  }

 private:
  /// Whether the map or list that the target is an element of is there.
  bool has_place_for(Path target) const {
    if (target.size() == 1) return true;
    const Found around = find_path(old_, target.first(target.size() - 1));
    const Type wanted = target.back().is_index ? Type::kList : Type::kMap;
    return around.has_value() && around->type() == wanted;
  }

  Result<Outcome> set(const UpdateAction& action) const {
    MAGNETO_ASSIGN_OR_RETURN(const ValueView left, operand(*action.left));
    if (action.sign == Sign::kNone) return becomes(left);
    if (left.type() != Type::kNumber) return messages::wrong_operand_type();
    MAGNETO_ASSIGN_OR_RETURN(const ValueView right, operand(*action.right));
    if (right.type() != Type::kNumber) return messages::wrong_operand_type();
    MAGNETO_ASSIGN_OR_RETURN(const ValueView sum, combine(arena_, action.sign, left, right));
    return becomes(sum);
  }

  Result<Outcome> add(const UpdateAction& action) const {
    const Found present = find_path(old_, action.target);
    if (!present.has_value()) return becomes(action.value);
    const Type type = action.value.type();
    if (present->type() != type) return type_mismatch();
    if (type == Type::kNumber) {
      MAGNETO_ASSIGN_OR_RETURN(const ValueView sum,
                               combine(arena_, Sign::kPlus, *present, action.value));
      return becomes(sum);
    }
    if (type == Type::kList) return becomes(append(*present, action.value));
    if (too_large_) return becomes(*present);
    const SetView a = present->set();
    const SetView b = action.value.set();
    const auto elements = combine_sets(arena_, a, b, std::size_t{a.size()} + b.size(), kUnion);
    return becomes(value::make_set(arena_, type, elements));
  }

  Result<Outcome> subtract(const UpdateAction& action) const {
    const Found present = find_path(old_, action.target);
    if (!present.has_value()) return Outcome{};
    const Type type = action.value.type();
    if (present->type() != type) return type_mismatch();
    const SetView a = present->set();
    const auto elements = combine_sets(arena_, a, action.value.set(), a.size(), kDifference);
    if (elements.empty()) return Outcome{Outcome::Kind::kRemoved, {}};  // There are no empty sets.
    return becomes(value::make_set(arena_, type, elements));
  }

  Error type_mismatch() const {
    return update_.legacy ? messages::type_mismatch_for_update() : messages::wrong_operand_type();
  }

  Result<ValueView> operand(const UpdateOperand& operand) const {
    using Kind = UpdateOperand::Kind;
    const Kind kind = operand.kind;
    if (kind != Kind::kListAppend && !is_arithmetic(kind)) return simple(operand);
    const Type wanted = kind == Kind::kListAppend ? Type::kList : Type::kNumber;
    MAGNETO_ASSIGN_OR_RETURN(const ValueView first, part(*operand.first));
    if (first.type() != wanted) return messages::wrong_operand_type();
    MAGNETO_ASSIGN_OR_RETURN(const ValueView second, part(*operand.second));
    if (second.type() != wanted) return messages::wrong_operand_type();
    if (kind == Kind::kListAppend) return append(first, second);
    return combine(arena_, kind == Kind::kSum ? Sign::kPlus : Sign::kMinus, first, second);
  }

  ValueView append(ValueView first, ValueView second) const {
    return too_large_ ? first : append_lists(arena_, first, second);
  }

  static bool is_arithmetic(UpdateOperand::Kind kind) {
    return kind == UpdateOperand::Kind::kSum || kind == UpdateOperand::Kind::kDifference;
  }

  /// As deep as a statement nests, which its parser limits.
  Result<ValueView> part(const UpdateOperand& of) const {
    return of.kind == UpdateOperand::Kind::kIfNotExists ? simple(of) : operand(of);
  }

  /// if_not_exists() may stand in itself many times over; in expressions a list_append() stands in
  /// nothing, in PartiQL anything may stand at the end. What
  /// stands last has to be there even when it is not needed (DynamoDB Local has it so).
  Result<ValueView> simple(const UpdateOperand& operand) const {
    const UpdateOperand* last = &operand;
    Found found;
    for (; last->kind == UpdateOperand::Kind::kIfNotExists; last = last->second) {
      if (!found.has_value()) found = find_path(old_, last->path);
    }
    if (last->kind == UpdateOperand::Kind::kValue) return found.value_or(last->value);
    if (last->kind != UpdateOperand::Kind::kPath) {
      if (found.has_value()) return *found;
      return this->operand(*last);
    }
    const Found fallback = find_path(old_, last->path);
    if (!fallback.has_value()) return messages::missing_operand();
    return found.value_or(*fallback);
  }

  Arena& arena_;
  const Update& update_;
  value::ItemView old_;
  std::size_t bytes_ = 0;
  bool too_large_ = false;
};

/// Of the faults of an update that has one, the one that is told.
Error told_fault(const Values& values, const Update& update, Error found) {
  for (const std::uint32_t number : update.tree.numbers_as_met()) {
    Result<Outcome> outcome = values.outcome(update.actions[number]);
    if (!outcome.ok()) return std::move(outcome).error();
  }
  return found;
}

}  // namespace

Result<std::span<const Outcome>> update_values(Arena& arena, const Update& update,
                                               value::ItemView old) {
  Values values(arena, update, old);
  const std::span<Outcome> outcomes = arena.make_span<Outcome>(update.actions.size());
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    Result<Outcome> outcome = values.outcome(update.actions[i]);
    if (!outcome.ok()) return told_fault(values, update, std::move(outcome).error());
    // What is built is too large without this value too.
    if (values.too_large() && outcome->kind == Outcome::Kind::kValue) continue;
    if (outcome->kind == Outcome::Kind::kValue) values.count(outcome->value);
    outcomes[i] = *outcome;
  }
  return std::span<const Outcome>(outcomes);
}

}  // namespace magneto::internal::expression
