// SPDX-License-Identifier: Apache-2.0
#include "value/vector_distance.h"

#include <bit>
#include <cstddef>
#include <cstring>

namespace magneto::value {
namespace {

static_assert(std::endian::native == std::endian::little, "vectors are stored little endian");

// Four at a time, in two rows, so that one sum need not wait for the other. The compiler makes
// these the machine's own vectors.
constexpr std::size_t kLanes = 4;
constexpr std::size_t kRows = 2;
using Floats = float __attribute__((vector_size(kLanes * sizeof(float))));
using Doubles = double __attribute__((vector_size(kLanes * sizeof(double))));

struct Product {
  template <class T>
  [[gnu::always_inline]] static inline void add(T& sum, const T& a, const T& b) {
    sum += a * b;
  }
};

struct SquaredDifference {
  template <class T>
  [[gnu::always_inline]] static inline void add(T& sum, const T& a, const T& b) {
    sum += (a - b) * (a - b);
  }
};

[[gnu::always_inline]] inline void load(const char* from, Doubles& to) {
  Floats floats;
  std::memcpy(&floats, from, sizeof floats);
  to = __builtin_convertvector(floats, Doubles);
}

template <class Term>
[[gnu::always_inline]] inline double sum(const float* a, const char* b, std::size_t count) {
  Doubles sums[kRows] = {};
  std::size_t i = 0;
  for (; i + kRows * kLanes <= count; i += kRows * kLanes) {
    for (std::size_t row = 0; row < kRows; ++row) {
      const std::size_t at = i + row * kLanes;
      Doubles left, right;
      load(reinterpret_cast<const char*>(a + at), left);
      load(b + at * sizeof(float), right);
      Term::add(sums[row], left, right);
    }
  }
  const Doubles all = sums[0] + sums[1];
  double total = (all[0] + all[1]) + (all[2] + all[3]);
  for (; i < count; ++i) {
    float right;
    std::memcpy(&right, b + i * sizeof(float), sizeof right);
    Term::add(total, static_cast<double>(a[i]), static_cast<double>(right));
  }
  return total;
}

#if defined(__x86_64__)
template <class Term>
__attribute__((target("avx2,fma"))) double wide_sum(const float* a, const char* b,
                                                    std::size_t count) {
  return sum<Term>(a, b, count);
}
#endif

template <class Term>
double plain_sum(const float* a, const char* b, std::size_t count) {
  return sum<Term>(a, b, count);
}

template <class Term>
double best_sum(std::span<const float> a, std::string_view b) {
#if defined(__x86_64__)
  static const bool wide = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (wide) return wide_sum<Term>(a.data(), b.data(), a.size());
#endif
  return plain_sum<Term>(a.data(), b.data(), a.size());
}

}  // namespace

double dot_product(std::span<const float> a, std::string_view b) { return best_sum<Product>(a, b); }

double squared_distance(std::span<const float> a, std::string_view b) {
  return best_sum<SquaredDifference>(a, b);
}

double squared_length(std::span<const float> a) { return dot_product(a, bytes_of(a)); }

}  // namespace magneto::value
