// SPDX-License-Identifier: Apache-2.0
#include "store/vector_search.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>
#include <tuple>
#include <vector>

#include "store/vector_record.h"
#include "value/vector_distance.h"

namespace magneto::internal::store {
namespace {

using catalog::DistanceFunction;

// From the vector searched for to others. What is nearer is smaller, also of dot products.
class Distance {
 public:
  Distance(DistanceFunction function, std::span<const float> vector)
      : function_(function), vector_(vector), squared_length_(value::squared_length(vector)) {}

  // `other` has four bytes a dimension.
  double to(std::string_view other) const {
    switch (function_) {
      case DistanceFunction::kCosine:
        return cosine(other);
      case DistanceFunction::kDotProduct:
        return -value::dot_product(vector_, other);
      case DistanceFunction::kEuclidean:
        return std::sqrt(value::squared_distance(vector_, other));
    }
    return 0;
  }

  double score(double distance) const {
    return function_ == DistanceFunction::kDotProduct ? 0 - distance : distance;
  }

 private:
  double cosine(std::string_view other) const {
    const auto [product, other_length] = value::product_and_length(vector_, other);
    const double lengths = std::sqrt(squared_length_ * other_length);
    // A vector without a direction is as far from all as one at a right angle. (No witness.)
    if (lengths == 0) return 1;
    return std::clamp(1 - product / lengths, 0.0, 2.0);
  }

  const DistanceFunction function_;
  const std::span<const float> vector_;
  const double squared_length_;
};

// The best so far, in a heap with the worst in front. A place that is taken over keeps its memory.
class Nearest {
 public:
  explicit Nearest(std::size_t most) : most_(most) { places_.reserve(most); }

  // Whether an entry that comes now may stay. Of equal ones the first does.
  bool takes(double distance) const {
    return places_.size() < most_ || distance < places_.front().distance;
  }

  // REQUIRES: takes(distance).
  void add(double distance, const VectorRecord& record) {
    if (places_.size() == most_) {
      std::pop_heap(places_.begin(), places_.end());
    } else {
      places_.emplace_back();
    }
    Place& place = places_.back();
    place.distance = distance;
    place.order = next_order_++;
    place.vector.assign(record.vector);
    place.item.assign(record.item.bytes());
    std::push_heap(places_.begin(), places_.end());
  }

  VectorHits hits(Arena& arena, const Distance& distance) {
    std::sort_heap(places_.begin(), places_.end());
    VectorHits result;
    const std::span<VectorHit> hits = arena.make_span<VectorHit>(places_.size());
    for (std::size_t i = 0; i < hits.size(); ++i) {
      const Place& place = places_[i];
      const std::span<float> floats = arena.make_span<float>(place.vector.size() / sizeof(float));
      std::memcpy(floats.data(), place.vector.data(), place.vector.size());
      hits[i] = {distance.score(place.distance), floats, value::ItemView(arena.copy(place.item))};
    }
    result.hits = hits;
    return result;
  }

 private:
  struct Place {
    double distance = 0;
    std::uint64_t order = 0;
    std::string vector;
    std::string item;
    bool operator<(const Place& other) const {
      return std::tie(distance, order) < std::tie(other.distance, other.order);
    }
  };

  const std::size_t most_;
  std::uint64_t next_order_ = 0;
  std::vector<Place> places_;
};

}  // namespace

Result<VectorHits> search_vectors(Arena& arena, storage::View& view, const VectorRequest& request,
                                  VectorFilter filter) {
  const std::size_t vector_bytes = request.vector.size_bytes();
  const Distance distance(request.index->distance, request.vector);
  Nearest nearest(request.top_k);
  std::uint64_t examined = 0;
  const auto cursor =
      view.range({storage::Family::kIndexes, request.range.begin, request.range.end});
  for (; cursor->valid(); cursor->next()) {
    MAGNETO_ASSIGN_OR_RETURN(const VectorRecord record,
                             decode_vector_record(cursor->value(), cursor->key()));
    if (record.vector.size() != vector_bytes)
      return Error(ErrorCode::kCorruption, "a vector of another size in " + request.index->name);
    if (!filter(record.item)) continue;
    ++examined;
    const double here = distance.to(record.vector);
    if (nearest.takes(here)) nearest.add(here, record);
  }
  MAGNETO_RETURN_IF_ERROR(cursor->status());
  VectorHits hits = nearest.hits(arena, distance);
  hits.examined = examined;
  return hits;
}

}  // namespace magneto::internal::store
