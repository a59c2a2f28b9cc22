// SPDX-License-Identifier: Apache-2.0
#include "magneto/number.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace magneto {
namespace {

TEST(Number, IntegersOfAllWidthsComeBackExactly) {
  for (const std::int64_t value :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1965},
        std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
    EXPECT_EQ(Number(value).to_int64().value(), value);
  }
  const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(Number(most).to_uint64().value(), most);
  EXPECT_EQ(Number(most).to_string(), "18446744073709551615");
  EXPECT_EQ(Number(most).to_int64().error().code(), ErrorCode::kInexact);
  EXPECT_EQ(Number(-1).to_uint64().error().code(), ErrorCode::kInexact);
}

TEST(Number, ThirtyEightDigitsAreKept) {
  const std::string text = "12345678901234567890.123456789012345678";
  EXPECT_EQ(Number::parse(text).value().to_string(), text);
}

TEST(Number, AThirtyNinthDigitIsAnErrorUnlessRoundingIsAskedFor) {
  const std::string nines(39, '9');
  EXPECT_EQ(Number::parse(nines).error().code(), ErrorCode::kInexact);
  EXPECT_EQ(Number::parse_rounded(nines).value(), Number::parse("1E39").value());
  EXPECT_EQ(Number::parse_rounded("0." + nines).value(), Number(1));
  const std::string even(37, '1');
  EXPECT_EQ(Number::parse_rounded(even + "25").value().to_string(), even + "20");
  EXPECT_EQ(Number::parse_rounded(even + "35").value().to_string(), even + "40");
  EXPECT_EQ(Number::parse_rounded(even + "251").value().to_string(), even + "300");
}

TEST(Number, ADoubleIsTheShortestDecimalThatReadsBack) {
  EXPECT_EQ(Number(0.1).to_string(), "0.1");
  EXPECT_EQ(Number(1e22).to_string(), "10000000000000000000000");
  for (const double value : {0.1, 1.0 / 3.0, -1e-100, 6.02214076e23}) {
    EXPECT_EQ(Number(value).to_double().value(), value);
  }
}

TEST(Number, ADoubleThatNoNumberCanHoldIsNotValid) {
  for (const double value :
       {std::nan(""), std::numeric_limits<double>::infinity(), 1e200, 1e-200}) {
    EXPECT_FALSE(Number(value).valid()) << value;
    EXPECT_EQ(Number::from(value).error().code(), ErrorCode::kInvalidArgument) << value;
  }
}

TEST(Number, ToDoubleLosesNoDigitsUnlessRoundingIsAskedFor) {
  const Number exact = Number::parse("0.12345678901234567890").value();
  EXPECT_EQ(exact.to_double().error().code(), ErrorCode::kInexact);
  EXPECT_DOUBLE_EQ(exact.to_double_rounded(), 0.1234567890123456789);
}

TEST(Number, FractionsAreNoIntegers) {
  EXPECT_EQ(Number(1.5).to_int64().error().code(), ErrorCode::kInexact);
  EXPECT_TRUE(Number::parse("1.0").value().is_integer());
  EXPECT_FALSE(Number(1.5).is_integer());
}

TEST(Number, OrderAndEqualityAreNumeric) {
  EXPECT_EQ(Number::parse("1.00").value(), Number(1));
  EXPECT_LT(Number(-2), Number(-1.5));
  EXPECT_LT(Number(9), Number(10));
  EXPECT_LT(Number(-1), Number(0));
  EXPECT_EQ(std::hash<Number>()(Number::parse("1e2").value()), std::hash<Number>()(Number(100)));
}

TEST(Number, ArithmeticIsExact) {
  EXPECT_EQ(Number::add(Number(0.1), Number(0.2)).value(), Number(0.3));
  EXPECT_EQ(Number::subtract(Number(1), Number(0.9)).value(), Number(0.1));
  EXPECT_EQ(Number::add(Number::parse("1e38").value(), Number(0.1)).error().code(),
            ErrorCode::kInexact);
  EXPECT_EQ(Number(5).negated(), Number(-5));
}

TEST(Number, TextThatIsNoNumberIsAnError) {
  for (const char* text : {"", "abc", "1e", "0x10", "1e999", "1e-999"}) {
    EXPECT_EQ(Number::parse(text).error().code(), ErrorCode::kInvalidArgument) << text;
    EXPECT_EQ(Number::parse_rounded(text).error().code(), ErrorCode::kInvalidArgument) << text;
  }
}

}  // namespace
}  // namespace magneto
