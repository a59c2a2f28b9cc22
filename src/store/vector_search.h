// SPDX-License-Identifier: Apache-2.0
//
// Searching a vector index: of the entries in a range of its keys, those whose vectors are nearest
// to one. Every entry of the range is looked at and every distance is exact, which is a right
// answer where the service may give an approximate one.
//
// Cost: one pass over the range. Only what the answer has is copied, whatever the size of the
// range.
#pragma once

#include <cstdint>
#include <span>

#include "base/arena.h"
#include "base/function_ref.h"
#include "base/result.h"
#include "catalog/table.h"
#include "keys/key_bytes.h"
#include "storage/engine.h"
#include "value/encoded_item.h"

namespace magneto::internal::store {

struct VectorRequest {
  const catalog::VectorIndex* index = nullptr;
  keys::KeyRange range;           ///< Of the index, or of one HASH value.
  std::span<const float> vector;  ///< As long as the index's.
  std::size_t top_k = 0;          ///< At least 1.
};

struct VectorHit {
  /// Cosine distance (0 to 2) or Euclidean distance, the nearest has the smallest; or the dot
  /// product, the nearest has the largest.
  double score = 0;
  std::span<const float> vector;
  value::ItemView item;
};

struct VectorHits {
  std::span<const VectorHit> hits;  ///< The nearest first, equal ones in key order. In the arena.
  std::uint64_t examined = 0;       ///< How many entries the filter let through.
};

/// Which entries count. Sees the attributes beside the vector, in place.
using VectorFilter = FunctionRef<bool(value::ItemView entry)>;

/// Errors: kWouldBlock, kIo, kCorruption.
Result<VectorHits> search_vectors(Arena& arena, storage::View& view, const VectorRequest& request,
                                  VectorFilter filter);

}  // namespace magneto::internal::store
