// SPDX-License-Identifier: Apache-2.0
//
// Entries of vector indexes as stored (Family::kIndexes, beside those of other indexes):
//
//   record := format (1 byte: 2) dimensions (2 bytes little endian) float* item
//   float  := 4 bytes, IEEE 754, little endian
//   item   := the attributes beside the vector, as in value/encoded_item.h
//
// The floats lie together at one place, so a search goes over them without looking at the item.
#pragma once

#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "value/encoded_item.h"

namespace magneto::internal::store {

inline constexpr char kVectorRecordFormat = 2;

/// In the arena. REQUIRES: at most 65,535 dimensions.
std::string_view encode_vector_record(Arena& arena, std::span<const float> vector,
                                      value::ItemView item);

struct VectorRecord {
  std::string_view vector;  ///< Four bytes a dimension.
  value::ItemView item;
};

/// Borrows `record`. `key` names it in the error. Errors: kCorruption (also: written by a newer
/// release).
Result<VectorRecord> decode_vector_record(std::string_view record, std::string_view key);

}  // namespace magneto::internal::store
