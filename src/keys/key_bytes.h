// SPDX-License-Identifier: Apache-2.0
//
// Key bytes: where an item or an index entry lies in the engine. Stored by every engine: version 1,
// pinned by golden tests.
//
//   item key   := space hash partition sort?
//   index key  := space hash partition sort? item-partition item-sort?
//   space      := table or index id, 4 bytes big endian
//   hash       := XXH3_64bits(partition), 8 bytes big endian
//   partition  := for each partition attribute: length (2 bytes big endian), scalar
//   sort       := for each sort attribute: ordered scalar
//   ordered    := S, B: bytes with 00 written as 00 FF, then 00 01;  N: bytes, then 00
//   item-*     := partition and sort of the item's own key (index entries: unique, and ties in this order)
//
// A scalar is what ValueView::scalar() gives: order-preserving for numbers already. So memcmp order
// of keys of one partition is DynamoDB's sort order, and Scan walks the hash. Types are not in the
// bytes: the schema fixes them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "keys/key_schema.h"
#include "value/encoded_item.h"

namespace magneto::keys {

using SpaceId = std::uint32_t;

/// The key of `item` in the table `space`. REQUIRES: !find_key_problem(schema, item).
std::string_view item_key(Arena& arena, SpaceId space, const KeySchema& schema, value::ItemView item);

/// The key of the entry of `item` in an index. REQUIRES: no key problem under either schema.
std::string_view index_key(Arena& arena, SpaceId space, const KeySchema& index_schema,
                           const KeySchema& table_schema, value::ItemView item);

/// A range of engine keys: [begin, end).
struct KeyRange {
  std::string_view begin;
  std::string_view end;
};

/// All of a table or index.
KeyRange whole_space(Arena& arena, SpaceId space);

/// Segment `segment` of `total` of a parallel scan: an even part of the hash values.
/// REQUIRES: segment < total.
KeyRange segment_range(Arena& arena, SpaceId space, std::uint32_t segment, std::uint32_t total);

enum class SortOperator : std::uint8_t {
  kEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual, kBetween, kBeginsWith,
};

/// Values for the sort attributes from the left: `equal` ones first, then at most one range operator.
struct SortCondition {
  std::span<const value::ValueView> equal;
  std::optional<SortOperator> range;  ///< Never kEqual.
  value::ValueView low;               ///< The operand, or BETWEEN's first.
  value::ValueView high;              ///< BETWEEN's second.
};

/// The range of one item collection that a key condition selects. `partition_values` are in schema
/// order, one for each partition attribute, of the schema's types. An empty range (BETWEEN high and
/// low exchanged) has begin >= end.
KeyRange query_range(Arena& arena, SpaceId space, std::span<const value::ValueView> partition_values,
                     const SortCondition& sort);

/// The first key behind `key`, for going on after an ExclusiveStartKey forwards (as `begin`). Backwards
/// the key itself is the exclusive `end`.
std::string_view after(Arena& arena, std::string_view key);

}  // namespace magneto::keys
