// SPDX-License-Identifier: Apache-2.0
//
// Conditions against items. Nothing is allocated: values are compared where they lie, and equal
// bytes are equal values.

#include <string.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

#include "expression/bound.h"
#include "expression/size_function.h"

namespace magneto::internal::expression {
namespace {

using value::ItemView;
using value::Type;
using value::ValueView;

/// What an operand is for one item: a value or nothing. Holds the number of a size().
class Evaluated {
 public:
  Evaluated(const Operand& operand, ItemView item) {
    if (!operand.has_path()) {
      value_ = operand.value;
      return;
    }
    value_ = find_path(item, operand.path);
    if (operand.kind != Operand::Kind::kSizeOfPath || !value_.has_value()) return;
    if (has_size(value_->type())) {
      value_ = size_.set(size_of_value(*value_));
    } else {
      value_.reset();
    }
  }
  Evaluated(const Evaluated&) = delete;
  Evaluated& operator=(const Evaluated&) = delete;

  const std::optional<ValueView>& value() const { return value_; }

 private:
  std::optional<ValueView> value_;
  SizeNumber size_;
};

using Found = std::optional<ValueView>;

bool is_ordered(Type type) {
  return type == Type::kString || type == Type::kNumber || type == Type::kBinary;
}

/// Whether both are there, of the same ordered type. Then their scalars compare as they do.
bool comparable(const Found& a, const Found& b) {
  return a.has_value() && b.has_value() && a->type() == b->type() && is_ordered(a->type());
}

bool equal(const Found& a, const Found& b) { return a.has_value() && b.has_value() && *a == *b; }

bool not_above(const Found& low, const Found& high) {
  return comparable(low, high) && low->scalar() <= high->scalar();
}

bool begins_with(const Found& whole, const Found& prefix) {
  if (!comparable(whole, prefix) || whole->type() == Type::kNumber) return false;
  return whole->scalar().starts_with(prefix->scalar());
}

/// In time that grows with the sum of both lengths. That of std::string_view::find() grows with
/// their product: some seconds for 400 KB, in which an event loop would answer nobody else.
bool has_part(std::string_view whole, std::string_view part) {
  if (part.empty()) return true;
  return ::memmem(whole.data(), whole.size(), part.data(), part.size()) != nullptr;
}

/// A substring, an element of a set, or an element of a list.
bool contains(const Found& whole, const Found& part) {
  if (!whole.has_value() || !part.has_value()) return false;
  const Type type = whole->type();
  if (type == Type::kString || type == Type::kBinary) {
    return part->type() == type && has_part(whole->scalar(), part->scalar());
  }
  if (type == Type::kList) {
    return std::ranges::any_of(whole->list(), [&](ValueView element) { return element == *part; });
  }
  if (!value::is_set(type) || part->type() != value::element_type(type)) return false;
  return whole->set().contains(part->scalar());
}

bool compare(Comparison comparison, const Found& left, const Found& right) {
  switch (comparison) {
    case Comparison::kEqual:
      return equal(left, right);
    case Comparison::kNotEqual:
      return !equal(left, right);  // True also when one is not there.
    case Comparison::kLess:
      return comparable(left, right) && left->scalar() < right->scalar();
    case Comparison::kLessOrEqual:
      return not_above(left, right);
    case Comparison::kGreater:
      return comparable(left, right) && left->scalar() > right->scalar();
    case Comparison::kGreaterOrEqual:
      return not_above(right, left);
    case Comparison::kBeginsWith:
      return begins_with(left, right);
    case Comparison::kContains:
      return contains(left, right);
    case Comparison::kNotContains:
      return left.has_value() && !contains(left, right);
    default:
      return false;
  }
}

bool holds(const Test& test, ItemView item) {
  const Evaluated first(test.operands[0], item);
  const Found& left = first.value();
  switch (test.comparison) {
    case Comparison::kAttributeExists:
      return left.has_value();
    case Comparison::kAttributeNotExists:
      return !left.has_value();
    case Comparison::kAttributeType:
      return left.has_value() && left->type() == test.type;
    case Comparison::kBetween:
      return not_above(Evaluated(test.operands[1], item).value(), left) &&
             not_above(left, Evaluated(test.operands[2], item).value());
    case Comparison::kIn:
      return left.has_value() &&
             std::ranges::any_of(test.operands.subspan(1), [&](const Operand& operand) {
               return equal(left, Evaluated(operand, item).value());
             });
    default:
      return compare(test.comparison, left, Evaluated(test.operands[1], item).value());
  }
}

}  // namespace

bool evaluate(const Condition& condition, value::ItemView item) {
  if (condition.tests.empty()) return true;
  std::uint16_t at = 0;
  while (at != kHolds && at != kFails) {
    const Test& test = condition.tests[at];
    at = holds(test, item) ? test.when_true : test.when_false;
  }
  return at == kHolds;
}

}  // namespace magneto::internal::expression
