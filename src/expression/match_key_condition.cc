// SPDX-License-Identifier: Apache-2.0
//
// Key terms against a key schema. Order of checks: too many terms; a partition attribute without a
// term; operators that no index serves; types; partition attributes compared with anything but "=";
// sort attributes left out; then the same for sort attributes; empty and too long values at last.

#include <algorithm>
#include <span>
#include <vector>

#include "expression/expression.h"
#include "expression/key_condition.h"
#include "expression/messages.h"
#include "keys/messages.h"

namespace magneto::internal::expression {
namespace {

using keys::KeyAttribute;
using keys::SortOperator;

class Matcher {
 public:
  Matcher(Arena& arena, const KeyTerms& terms, const keys::KeySchema& schema,
          std::string_view index_name)
      : arena_(arena),
        terms_(terms.terms),
        counted_by_schema_(terms.counted_by_schema),
        schema_(schema),
        index_name_(index_name),
        multi_(schema.partition.size() > 1 || schema.sort.size() > 1) {}

  Result<KeyCondition> match() {
    MAGNETO_RETURN_IF_ERROR(check_count());
    MAGNETO_RETURN_IF_ERROR(multi_ ? check_partition_of_several() : check_partition());
    MAGNETO_RETURN_IF_ERROR(check_sort_present());
    MAGNETO_RETURN_IF_ERROR(check_sort());
    MAGNETO_RETURN_IF_ERROR(check_values());
    return matched();
  }

 private:
  const KeyTerm* term_of(const KeyAttribute& attribute) const {
    const auto found = std::ranges::find(terms_, attribute.name, &KeyTerm::attribute);
    return found == terms_.end() ? nullptr : &*found;
  }

  static bool is_equality(const KeyTerm* term) {
    return term != nullptr && term->indexable && term->op == SortOperator::kEqual;
  }

  Result<void> check_count() const {
    if (counted_by_schema_ && terms_.size() > schema_.size()) {
      return messages::more_conditions_than_keys(terms_.size(), schema_.size());
    }
    if (!multi_ && terms_.size() > 2) return messages::key_condition_count();
    if (terms_.size() > schema_.size()) return messages::key_condition_not_supported();
    return {};
  }

  static Result<void> check_term(const KeyTerm& term, const KeyAttribute& attribute) {
    if (!term.indexable) return messages::not_indexable();
    for (value::ValueView value : term.values) {
      if (value.type() != attribute.type) return messages::key_condition_type();
    }
    const bool has_prefixes = attribute.type != value::Type::kNumber;
    if (term.op == SortOperator::kBeginsWith && !has_prefixes)
      return messages::key_condition_type();
    return {};
  }

  Result<void> check_partition() const {
    const KeyAttribute& attribute = schema_.partition[0];
    const KeyTerm* term = term_of(attribute);
    if (term == nullptr) return messages::missed_key_element(attribute.name);
    MAGNETO_RETURN_IF_ERROR(check_term(*term, attribute));
    if (!is_equality(term)) return messages::key_condition_not_supported();
    return {};
  }

  Result<void> check_partition_of_several() const {
    std::vector<std::string_view> lacking;
    for (const KeyAttribute& attribute : schema_.partition) {
      if (!is_equality(term_of(attribute))) lacking.push_back(attribute.name);
    }
    if (!lacking.empty()) return messages::partition_keys_need_equality(lacking);
    for (const KeyAttribute& attribute : schema_.partition) {
      MAGNETO_RETURN_IF_ERROR(check_term(*term_of(attribute), attribute));
    }
    return {};
  }

  /// Every term is of the key: else some sort attribute was meant, and missed.
  Result<void> check_sort_present() const {
    for (const KeyTerm& term : terms_) {
      if (schema_.contains(term.attribute)) continue;
      for (const KeyAttribute& attribute : schema_.sort) {
        if (term_of(attribute) == nullptr) return messages::missed_key_element(attribute.name);
      }
      return messages::key_condition_not_supported();
    }
    return {};
  }

  /// Terms from the left without a gap, and a range operator only at the last.
  Result<void> check_sort() const {
    std::vector<std::string_view> lacking;
    for (const KeyAttribute& attribute : schema_.sort) {
      const KeyTerm* term = term_of(attribute);
      if (term != nullptr) {
        if (!lacking.empty()) return messages::sort_keys_need_equality(lacking, attribute.name);
        MAGNETO_RETURN_IF_ERROR(check_term(*term, attribute));
      }
      if (!is_equality(term)) lacking.push_back(attribute.name);
    }
    return {};
  }

  Result<void> check_values() const {
    for (const KeyAttribute& attribute : schema_.partition) {
      const std::string_view scalar = term_of(attribute)->values[0].scalar();
      if (scalar.empty()) return empty_value(attribute);
      if (scalar.size() > keys::kMaxPartitionKeyBytes) return messages::partition_value_too_long();
    }
    for (const KeyAttribute& attribute : schema_.sort) {
      const KeyTerm* term = term_of(attribute);
      if (term == nullptr) break;
      for (value::ValueView value : term->values) {
        if (value.scalar().empty()) return empty_value(attribute);
        if (value.scalar().size() > keys::kMaxSortKeyBytes) return messages::sort_value_too_long();
      }
    }
    return {};
  }

  Error empty_value(const KeyAttribute& attribute) const {
    return validation_error(index_name_.empty()
                                ? keys::empty_key_text(attribute)
                                : keys::empty_index_key_text(index_name_, attribute));
  }

  KeyCondition matched() const {
    KeyCondition condition;
    const auto partition = arena_.make_span<value::ValueView>(schema_.partition.size());
    for (std::size_t i = 0; i < partition.size(); ++i) {
      partition[i] = term_of(schema_.partition[i])->values[0];
    }
    condition.partition_values = partition;

    const auto equal = arena_.make_span<value::ValueView>(schema_.sort.size());
    std::size_t equal_count = 0;
    for (const KeyAttribute& attribute : schema_.sort) {
      const KeyTerm* term = term_of(attribute);
      if (term == nullptr) break;
      if (term->op == SortOperator::kEqual) {
        equal[equal_count++] = term->values[0];
        continue;
      }
      condition.sort.range = term->op;
      condition.sort.low = term->values[0];
      if (term->values.size() > 1) condition.sort.high = term->values[1];
    }
    condition.sort.equal = equal.first(equal_count);
    return condition;
  }

  Arena& arena_;
  std::span<const KeyTerm> terms_;
  bool counted_by_schema_;
  const keys::KeySchema& schema_;
  std::string_view index_name_;
  bool multi_;
};

}  // namespace

Result<KeyCondition> match_key_condition(Arena& arena, const KeyTerms& terms,
                                         const keys::KeySchema& schema,
                                         std::string_view index_name) {
  return Matcher(arena, terms, schema, index_name).match();
}

}  // namespace magneto::internal::expression
