// SPDX-License-Identifier: Apache-2.0
#include "value/float_vector.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "value/decimal.h"
#include "value/item_builder.h"

namespace magneto::internal::value {
namespace {

std::optional<float> float_of(std::string_view text) {
  return to_float(Decimal::parse(text).value().encoded());
}

std::string text_of(ValueView number) { return Decimal::decode(number.scalar()).to_string(); }

TEST(FloatVector, NumbersBecomeTheNearestFloat) {
  EXPECT_EQ(float_of("0"), 0.0F);
  EXPECT_EQ(float_of("0.1"), 0.1F);
  EXPECT_EQ(float_of("-12.5"), -12.5F);
  EXPECT_EQ(float_of("3.1415926535897932384626433832795028841"), 3.14159274F);
  EXPECT_EQ(float_of("3.4028234663852886E38"), std::numeric_limits<float>::max());
}

TEST(FloatVector, NumbersAboveEveryFloatHaveNone) {
  EXPECT_EQ(float_of("1E39"), std::nullopt);
  EXPECT_EQ(float_of("-9.9E125"), std::nullopt);
}

TEST(FloatVector, NumbersBelowEveryFloatAreZero) {
  EXPECT_EQ(float_of("1E-130"), 0.0F);
  EXPECT_EQ(float_of("-1E-60"), 0.0F);
}

TEST(FloatVector, FloatsBecomeTheShortestNumber) {
  Arena arena;
  EXPECT_EQ(text_of(number_of_float(arena, 0.1F)), "0.1");
  EXPECT_EQ(text_of(number_of_float(arena, 1.0F)), "1");
  EXPECT_EQ(text_of(number_of_float(arena, -0.0F)), "0");
  EXPECT_EQ(text_of(number_of_float(arena, 3.14159274F)), "3.1415927");
}

TEST(FloatVector, AnyFloatComesBackAsItWas) {
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const auto bits = static_cast<std::uint32_t>(random());
    const float value = std::bit_cast<float>(bits);
    if (!std::isfinite(value)) continue;
    Arena arena;
    EXPECT_EQ(to_float(number_of_float(arena, value).scalar()), value);
  }
}

TEST(FloatVector, ListsOfNumbersBecomeVectorsAndBack) {
  Arena arena;
  const std::vector<float> floats = {1.0F, -0.5F, 1e30F};
  const ValueView list = list_of_floats(arena, floats);
  const auto back = to_floats(arena, list);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(std::vector<float>(back->begin(), back->end()), floats);
}

TEST(FloatVector, ListsWithOtherElementsAreNoVectors) {
  Arena arena;
  const ValueView elements[] = {number_of_float(arena, 1), make_string(arena, "2")};
  EXPECT_FALSE(to_floats(arena, make_list(arena, elements)).has_value());
}

}  // namespace
}  // namespace magneto::internal::value
