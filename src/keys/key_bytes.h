// SPDX-License-Identifier: Apache-2.0
//
// Key bytes: where an item or an index entry lies in the engine. Stored by every engine: version 1,
// pinned by golden tests.
//
//   item key   := space hash partition sort?
//   index key  := space hash partition sort? tie item-partition item-sort?
//   space      := table or index id, 4 bytes big endian
//   hash       := partition_hash() of the partition attributes, 8 bytes
//   partition  := for each partition attribute: length (2 bytes big endian), scalar
//   sort       := for each sort attribute: ordered scalar
//   ordered    := S, B: bytes with 00 written as 00 FF, then 00 01;  N: bytes, then 00
//   tie        := first 4 bytes of partition_hash() of the item's own key, sort attributes too:
//                 entries with equal index keys are in this order
//   item-*     := partition and sort of the item's own key: makes entries unique
//
// A scalar is what ValueView::scalar() gives: order-preserving for numbers already. So memcmp order
// of keys of one partition is DynamoDB's sort order, and Scan walks the hash. Types are not in the
// bytes: the schema fixes them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "keys/key_schema.h"
#include "value/encoded_item.h"

namespace magneto::internal::keys {

using SpaceId = std::uint32_t;

/// FFFFFFFF is no space: so there is a key behind every space.
inline constexpr SpaceId kMaxSpaceId = 0xFFFF'FFFE;

/// The key of `item` in the table `space`. REQUIRES: !find_key_problem(schema, item).
std::string_view item_key(Arena& arena, SpaceId space, const KeySchema& schema,
                          value::ItemView item);

/// The key of the entry of `item` in an index. REQUIRES: no key problem under either schema.
std::string_view index_key(Arena& arena, SpaceId space, const KeySchema& index_schema,
                           const KeySchema& table_schema, value::ItemView item);

/// A range of engine keys: [begin, end).
struct KeyRange {
  std::string_view begin;
  std::string_view end;

  bool empty() const { return begin >= end; }
  bool contains(std::string_view key) const { return begin <= key && key < end; }
};

/// The same key in another space: where a copy of the item lies. REQUIRES: a key of some space.
std::string in_space(std::string_view key, SpaceId space);

/// All of a table or index.
KeyRange whole_space(Arena& arena, SpaceId space);

/// Segment `segment` of `total` of a parallel scan: an even part of the hash values.
/// REQUIRES: segment < total.
KeyRange segment_range(Arena& arena, SpaceId space, std::uint32_t segment, std::uint32_t total);

// clang-format off
enum class SortOperator : std::uint8_t {
  kEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual, kBetween, kBeginsWith,
};
// clang-format on

/// Of `value op key` as of `key mirrored(op) value`.
constexpr SortOperator mirrored(SortOperator op) {
  switch (op) {
    case SortOperator::kLess:
      return SortOperator::kGreater;
    case SortOperator::kLessOrEqual:
      return SortOperator::kGreaterOrEqual;
    case SortOperator::kGreater:
      return SortOperator::kLess;
    case SortOperator::kGreaterOrEqual:
      return SortOperator::kLessOrEqual;
    default:
      return op;
  }
}

/// Values for the sort attributes from the left: `equal` ones first, then at most one range
/// operator.
struct SortCondition {
  std::span<const value::ValueView> equal;
  std::optional<SortOperator> range;  ///< kEqual is the same as one more in `equal`.
  value::ValueView low;               ///< The operand, or BETWEEN's first.
  value::ValueView high;              ///< BETWEEN's second.
};

/// The range of one item collection that a key condition selects. `partition_values` are in schema
/// order, one for each partition attribute, of the schema's types; operands are not empty (but
/// BEGINS_WITH takes an empty one, and no number). A range without keys (BETWEEN high and low
/// exchanged) has begin >= end.
KeyRange query_range(Arena& arena, SpaceId space,
                     std::span<const value::ValueView> partition_values, const SortCondition& sort);

/// The first key behind `key`, for going on after an ExclusiveStartKey forwards (as `begin`).
/// Backwards the key itself is the exclusive `end`. See resume().
std::string_view after(Arena& arena, std::string_view key);

/// What is left of `range` behind `key` in the direction of the walk. The key need not exist, nor
/// lie in the range (one before it changes nothing, one behind it leaves nothing). An
/// ExclusiveStartKey, also one made by hand, is an item of key attributes: its key is item_key(),
/// or index_key() for an index.
///
///     const std::string_view start = item_key(arena, space, schema, exclusive_start_key);
///     if (!range.contains(start)) return ...;  // the service refuses it
///     range = resume(arena, range, start, backward);
KeyRange resume(Arena& arena, KeyRange range, std::string_view key, bool backward);

}  // namespace magneto::internal::keys
