// SPDX-License-Identifier: Apache-2.0
//
// Key conditions on the way from a bound condition, or from KeyConditions, to a matched
// KeyCondition.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "keys/key_bytes.h"
#include "value/encoded_item.h"

namespace magneto::internal::expression {

/// What one attribute is compared with.
struct KeyTerm {
  std::string_view attribute;
  keys::SortOperator op = keys::SortOperator::kEqual;
  bool indexable =
      true;  ///< No for NE, IN, CONTAINS and the like of KeyConditions; `op` is void then.
  std::span<const value::ValueView> values;  ///< One; BETWEEN has two.
};

/// The terms of one key condition, each of another attribute.
struct KeyTerms {
  std::span<const KeyTerm> terms;
  bool counted_by_schema = false;  ///< TermCount::kSchema.
};

}  // namespace magneto::internal::expression
