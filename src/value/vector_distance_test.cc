// SPDX-License-Identifier: Apache-2.0
#include "value/vector_distance.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace magneto::internal::value {
namespace {

std::vector<float> random_vector(std::mt19937& random, std::size_t size) {
  std::uniform_real_distribution<float> any(-10, 10);
  std::vector<float> vector(size);
  for (float& each : vector) each = any(random);
  return vector;
}

// Every length, so that the part that does not fill a row is met too; at an odd address.
TEST(VectorDistance, AgreesWithOneTermAtATime) {
  std::mt19937 random(1);
  for (std::size_t size = 0; size < 70; ++size) {
    const std::vector<float> a = random_vector(random, size), b = random_vector(random, size);
    double product = 0, distance = 0, length = 0;
    for (std::size_t i = 0; i < size; ++i) {
      const double x = a[i], y = b[i];
      product += x * y;
      distance += (x - y) * (x - y);
      length += x * x;
    }
    const std::string shifted = "x" + std::string(bytes_of(b));
    const std::string_view stored = std::string_view(shifted).substr(1);
    EXPECT_NEAR(dot_product(a, stored), product, 1e-9) << size;
    const ProductAndLength both = product_and_length(b, bytes_of(a));
    EXPECT_NEAR(both.product, product, 1e-9) << size;
    EXPECT_NEAR(both.squared_length, length, 1e-9) << size;
    EXPECT_NEAR(squared_distance(a, stored), distance, 1e-9) << size;
    EXPECT_NEAR(squared_length(a), length, 1e-9) << size;
  }
}

TEST(VectorDistance, FloatsDoNotOverflow) {
  const std::vector<float> large(8, 3e38F);
  EXPECT_GT(squared_length(large), 1e77);
}

}  // namespace
}  // namespace magneto::internal::value
