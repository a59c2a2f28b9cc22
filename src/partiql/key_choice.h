// SPDX-License-Identifier: Apache-2.0
//
// Which keys a WHERE clause selects, once the schema of the table or index is known.
#pragma once

#include <optional>
#include <span>

#include "base/arena.h"
#include "base/result.h"
#include "keys/key_bytes.h"
#include "keys/key_schema.h"
#include "partiql/binding.h"

namespace magneto::internal::partiql {

/// The keys of one partition that may satisfy a clause.
struct KeyChoice {
  std::span<const value::ValueView> partition;  ///< In schema order.
  keys::SortCondition sort;
};

struct KeyChoices {
  std::span<const KeyChoice> choices;  ///< Some may select the same keys.
  /// They come from one IN on the partition key, or are one: then the items come in the order of
  /// the partition key, else in that of a Scan (DynamoDB Local for both).
  bool ordered = true;
};

/// Nothing when an item outside of chosen partitions may satisfy the clause: that takes a Scan. An
/// equality or an IN on each attribute of the partition key chooses, on both sides of an OR. The
/// clause has still to be evaluated on what is chosen. Errors (kValidation): a value that would
/// choose, were it of the key attribute's type. Where such a value chooses nothing, the caller has
/// to refuse it (expression::check_compared_types()).
Result<std::optional<KeyChoices>> key_choices(Arena& arena, const Node* where,
                                              Parameters parameters, const keys::KeySchema& schema);

/// The one key that a clause is about, and what else it demands.
struct SingleKey {
  value::ItemView key;
  Node::List rest;  ///< Connected by AND.
};

/// Nothing unless the clause has an equality on every key attribute, connected by AND with all
/// else. Errors (kValidation): two different values for one attribute; a value that is no key, or
/// not of the attribute's type.
Result<std::optional<SingleKey>> single_key(Arena& arena, const Node* where, Parameters parameters,
                                            const keys::KeySchema& schema);

}  // namespace magneto::internal::partiql
