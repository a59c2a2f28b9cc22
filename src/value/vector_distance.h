// SPDX-License-Identifier: Apache-2.0
//
// Distances of vectors, for searches that look at very many: products and differences of floats,
// summed up as doubles, so that rankings are exact. On x86-64 with AVX2 where the machine has it.
//
// The stored side is bytes, because a vector lies in the middle of a record at any address: floats,
// one after the other, as this machine has them in memory (little endian).
#pragma once

#include <span>
#include <string_view>

namespace magneto::internal::value {

/// Sum of products. REQUIRES: b.size() is four times a.size(), as below.
double dot_product(std::span<const float> a, std::string_view b);

/// The same, and the sum of b's squares, in one pass.
struct ProductAndLength {
  double product;
  double squared_length;
};
ProductAndLength product_and_length(std::span<const float> a, std::string_view b);

/// Sum of the squares of differences.
double squared_distance(std::span<const float> a, std::string_view b);

/// Sum of the squares.
double squared_length(std::span<const float> a);

/// A vector's bytes, and the other way round.
inline std::string_view bytes_of(std::span<const float> floats) {
  return {reinterpret_cast<const char*>(floats.data()), floats.size_bytes()};
}

}  // namespace magneto::internal::value
