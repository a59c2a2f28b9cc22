// SPDX-License-Identifier: Apache-2.0
//
// Key conditions share the grammar of conditions; here they are held to what a key condition may
// say. The first fault from left to right is reported; a connective counts as standing before all
// that it connects.

#include <algorithm>
#include <optional>
#include <span>

#include "expression/bound.h"
#include "expression/key_condition.h"
#include "expression/messages.h"

namespace magneto::internal::expression {
namespace {

using keys::SortOperator;

/// Of the comparisons that a key condition may have.
std::optional<SortOperator> sort_operator(Comparison comparison) {
  switch (comparison) {
    case Comparison::kEqual:
      return SortOperator::kEqual;
    case Comparison::kLess:
      return SortOperator::kLess;
    case Comparison::kLessOrEqual:
      return SortOperator::kLessOrEqual;
    case Comparison::kGreater:
      return SortOperator::kGreater;
    case Comparison::kGreaterOrEqual:
      return SortOperator::kGreaterOrEqual;
    case Comparison::kBetween:
      return SortOperator::kBetween;
    case Comparison::kBeginsWith:
      return SortOperator::kBeginsWith;
    default:
      return std::nullopt;
  }
}

/// The only path among the operands; it must be a top-level attribute.
Result<const Operand*> key_operand(const Test& test) {
  const Operand* key = nullptr;
  for (const Operand& operand : test.operands) {
    if (operand.kind == Operand::Kind::kValue) continue;
    if (operand.kind != Operand::Kind::kPath) return messages::key_nested_operation();
    if (key != nullptr) return messages::key_several_attributes();
    if (operand.path.size() > 1) return messages::key_nested_attribute();
    key = &operand;
  }
  if (key == nullptr) return messages::key_no_attribute();
  return key;
}

Result<KeyTerm> key_term(Arena& arena, const Test& test) {
  if (test.outermost == Connective::kOr) return messages::key_operator("OR");
  if (test.outermost == Connective::kNot) return messages::key_operator("NOT");
  const std::optional<SortOperator> op = sort_operator(test.comparison);
  if (!op.has_value()) return messages::key_operator(comparison_name(test.comparison));

  const Operand* const first = test.operands.data();
  const bool must_be_first = *op == SortOperator::kBetween || *op == SortOperator::kBeginsWith;
  if (must_be_first && first->kind == Operand::Kind::kValue) {
    return messages::key_attribute_first(comparison_name(test.comparison));
  }
  MAGNETO_ASSIGN_OR_RETURN(const Operand* key, key_operand(test));
  const auto values = arena.make_span<value::ValueView>(test.operands.size() - 1);
  auto to = values.begin();
  for (const Operand& operand : test.operands) {
    if (&operand != key) *to++ = operand.value;
  }
  return KeyTerm{.attribute = key->path[0].name,
                 .op = key == first ? *op : mirrored(*op),
                 .indexable = true,
                 .values = values};
}

}  // namespace

Result<const KeyTerms*> key_terms(Arena& arena, const Condition& condition, TermCount count) {
  const std::span<KeyTerm> terms = arena.make_span<KeyTerm>(condition.tests.size());
  for (std::size_t i = 0; i < terms.size(); ++i) {
    MAGNETO_ASSIGN_OR_RETURN(terms[i], key_term(arena, condition.tests[i]));
    const auto before = terms.first(i);
    if (std::ranges::find(before, terms[i].attribute, &KeyTerm::attribute) != before.end()) {
      return count == TermCount::kSchema ? messages::key_condition_twice_now()
                                         : messages::key_condition_twice();
    }
  }
  if (terms.size() > 2 && count == TermCount::kTwo) return messages::key_condition_count();
  return arena.make<KeyTerms>(KeyTerms{terms, count == TermCount::kSchema});
}

Result<KeyCondition> bind_key_condition(ParseCache& cache, Arena& arena, std::string_view text,
                                        Placeholders& placeholders, const keys::KeySchema& schema) {
  MAGNETO_ASSIGN_OR_RETURN(const Condition* condition,
                           bind_condition(cache, arena, Role::kKeyCondition, text, placeholders));
  MAGNETO_ASSIGN_OR_RETURN(const KeyTerms* terms, key_terms(arena, *condition, TermCount::kAny));
  return match_key_condition(arena, *terms, schema);
}

}  // namespace magneto::internal::expression
