// SPDX-License-Identifier: Apache-2.0
#include "value/vector_distance.h"

#include <bit>
#include <cstddef>
#include <cstring>

namespace magneto::internal::value {
namespace {

static_assert(std::endian::native == std::endian::little, "vectors are stored little endian");

// Four at a time, in rows, so that one sum need not wait for the other. The compiler makes
// these the machine's own vectors.
constexpr std::size_t kLanes = 4;
constexpr std::size_t kRows = 2;
using Floats = float __attribute__((vector_size(kLanes * sizeof(float))));
using Doubles = double __attribute__((vector_size(kLanes * sizeof(double))));

// What is summed up: of each pair one term, or two.
template <class T>
struct Sums {
  T first = {};
  T second = {};
};

struct Product {
  template <class T>
  [[gnu::always_inline]] static inline void add(Sums<T>& sums, const T& a, const T& b) {
    sums.first += a * b;
  }
};

struct ProductAndSquare {
  template <class T>
  [[gnu::always_inline]] static inline void add(Sums<T>& sums, const T& a, const T& b) {
    sums.first += a * b;
    sums.second += b * b;
  }
};

struct SquaredDifference {
  template <class T>
  [[gnu::always_inline]] static inline void add(Sums<T>& sums, const T& a, const T& b) {
    sums.first += (a - b) * (a - b);
  }
};

[[gnu::always_inline]] inline void load(const char* from, Doubles& to) {
  Floats floats;
  std::memcpy(&floats, from, sizeof floats);
  to = __builtin_convertvector(floats, Doubles);
}

[[gnu::always_inline]] inline double across(const Doubles& lanes) {
  return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
}

template <class Term>
[[gnu::always_inline]] inline Sums<double> sum(const float* a, const char* b, std::size_t count) {
  Sums<Doubles> rows[kRows];
  std::size_t i = 0;
  for (; i + kRows * kLanes <= count; i += kRows * kLanes) {
    for (std::size_t row = 0; row < kRows; ++row) {
      const std::size_t at = i + row * kLanes;
      Doubles left, right;
      load(reinterpret_cast<const char*>(a + at), left);
      load(b + at * sizeof(float), right);
      Term::add(rows[row], left, right);
    }
  }
  Sums<double> total{across(rows[0].first + rows[1].first),
                     across(rows[0].second + rows[1].second)};
  for (; i < count; ++i) {
    float right;
    std::memcpy(&right, b + i * sizeof(float), sizeof right);
    Term::add(total, static_cast<double>(a[i]), static_cast<double>(right));
  }
  return total;
}

#if defined(__x86_64__)
template <class Term>
__attribute__((target("avx2,fma"))) Sums<double> wide_sum(const float* a, const char* b,
                                                          std::size_t count) {
  return sum<Term>(a, b, count);
}
#endif

template <class Term>
Sums<double> best_sum(std::span<const float> a, std::string_view b) {
#if defined(__x86_64__)
  static const bool wide = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (wide) return wide_sum<Term>(a.data(), b.data(), a.size());
#endif
  return sum<Term>(a.data(), b.data(), a.size());
}

}  // namespace

double dot_product(std::span<const float> a, std::string_view b) {
  return best_sum<Product>(a, b).first;
}

ProductAndLength product_and_length(std::span<const float> a, std::string_view b) {
  const Sums<double> sums = best_sum<ProductAndSquare>(a, b);
  return {sums.first, sums.second};
}

double squared_distance(std::span<const float> a, std::string_view b) {
  return best_sum<SquaredDifference>(a, b).first;
}

double squared_length(std::span<const float> a) { return dot_product(a, bytes_of(a)); }

}  // namespace magneto::internal::value
