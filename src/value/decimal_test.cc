// SPDX-License-Identifier: Apache-2.0
#include "value/decimal.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace magneto::value {
namespace {

std::string hex(std::string_view bytes) {
  std::string out;
  for (unsigned char c : bytes) {
    char two[3];
    std::snprintf(two, sizeof two, "%02X", c);
    out += two;
  }
  return out;
}

std::string normal(std::string_view text) {
  auto number = Decimal::parse(text);
  return number.ok() ? number->to_string() : number.error().message();
}

/// Up to `digits` digits at any exponent the service accepts.
Decimal random_decimal(std::mt19937& random, int digits, int min_exponent, int max_exponent) {
  std::string text = random() % 2 ? "-" : "";
  const int count = 1 + static_cast<int>(random() % static_cast<unsigned>(digits));
  text += static_cast<char>('1' + random() % 9);
  text += '.';
  for (int i = 1; i < count; ++i) text += static_cast<char>('0' + random() % 10);
  const int span = max_exponent - min_exponent + 1;
  text +=
      "e" + std::to_string(min_exponent + static_cast<int>(random() % static_cast<unsigned>(span)));
  return *Decimal::parse(text);
}

TEST(Decimal, HasOneNormalFormForEveryWayToWriteANumber) {
  EXPECT_EQ(normal("0"), "0");
  EXPECT_EQ(normal("-0"), "0");
  EXPECT_EQ(normal("0e999999999999999999999"), "0");
  EXPECT_EQ(normal("+5"), "5");
  EXPECT_EQ(normal(".5"), "0.5");
  EXPECT_EQ(normal("5."), "5");
  EXPECT_EQ(normal("1.e5"), "100000");
  EXPECT_EQ(normal("1E+3"), "1000");
  EXPECT_EQ(normal("00012.500"), "12.5");
  EXPECT_EQ(normal("123e-2"), "1.23");
  EXPECT_EQ(normal("-.05"), "-0.05");
  EXPECT_EQ(normal("1e125"), "1" + std::string(125, '0'));
  EXPECT_EQ(normal("1e-130"), "0." + std::string(129, '0') + "1");
  EXPECT_EQ(normal("0.1e126"), "1" + std::string(125, '0'));
  EXPECT_EQ(normal("99999999999999999999999999999999999999"), std::string(38, '9'));
}

TEST(Decimal, RefusesWhatIsNoNumber) {
  for (std::string text : {"", " 5", "5 ", "1+2", "+e2", "1e", "1e+", "--1", "+-1", ".", "-", "0x1",
                           "NaN", "Infinity", "1_000", "1.2.3", "1e5.0", "\xD9\xA3"})
    EXPECT_EQ(normal(text), "The parameter cannot be converted to a numeric value: " + text);
}

TEST(Decimal, RefusesWhatIsTooPreciseTooLargeOrTooSmall) {
  const std::string precise = "Attempting to store more than 38 significant digits in a Number";
  const std::string large =
      "Number overflow. Attempting to store a number with magnitude larger than supported range";
  const std::string small =
      "Number underflow. Attempting to store a number with magnitude smaller than supported range";
  EXPECT_EQ(normal(std::string(39, '1')), precise);
  EXPECT_EQ(normal("1" + std::string(37, '0') + ".1"), precise);
  EXPECT_EQ(normal(std::string(38, '1') + "00000"), std::string(38, '1') + "00000");
  EXPECT_EQ(normal("1e126"), large);
  EXPECT_EQ(normal("11e125"), large);
  EXPECT_EQ(normal("1e9999999999999999999999"), large);
  EXPECT_EQ(normal("1e-131"), small);
  EXPECT_EQ(normal("0.9e-130"), small);
  EXPECT_EQ(normal("1e-9999999999999999999999"), small);
  EXPECT_EQ(normal(std::string(1'000'000, '0') + "7"), "7");
}

TEST(Decimal, StoredBytesAreFixed) {
  const auto bytes = [](std::string_view text) { return hex(Decimal::parse(text)->encoded()); };
  EXPECT_EQ(bytes("0"), "80");
  EXPECT_EQ(bytes("1"), "C102");
  EXPECT_EQ(bytes("10"), "C10B");
  EXPECT_EQ(bytes("100"), "C202");
  EXPECT_EQ(bytes("123"), "C20218");
  EXPECT_EQ(bytes("12.3"), "C10D1F");
  EXPECT_EQ(bytes("0.5"), "C033");
  EXPECT_EQ(bytes("-1"), "3E6466");
  EXPECT_EQ(bytes("-12.3"), "3E594766");
  EXPECT_EQ(bytes("1e-130"), "8002");
  EXPECT_EQ(bytes("1e125"), "FF0B");
  EXPECT_EQ(bytes("-9.9e125"), "000266");
}

TEST(Decimal, StoredBytesOrderAsTheNumbersDo) {
  std::mt19937 random(7);
  std::vector<Decimal> numbers{Decimal()};
  for (int i = 0; i < 400; ++i) numbers.push_back(random_decimal(random, 38, -130, 125));
  for (int i = 0; i < 400; ++i) numbers.push_back(random_decimal(random, 4, -3, 3));
  for (const Decimal& a : numbers)
    for (const Decimal& b : numbers)
      ASSERT_EQ(a < b, a.encoded() < b.encoded()) << a.to_string() << " " << b.to_string();
}

TEST(Decimal, TextAndBytesComeBackAsTheyWere) {
  std::mt19937 random(11);
  for (int i = 0; i < 20'000; ++i) {
    const Decimal number = random_decimal(random, 38, -130, 125);
    ASSERT_EQ(*Decimal::parse(number.to_string()), number);
    const std::string bytes = number.encoded();
    ASSERT_TRUE(Decimal::is_encoded(bytes));
    ASSERT_EQ(Decimal::decode(bytes), number);
    ASSERT_EQ(Decimal::decode(bytes).encoded(), bytes);
    char straight[Decimal::kMaxEncodedBytes];
    const auto length = number_from_chars(number.to_string(), straight);
    ASSERT_EQ(std::string_view(straight, *length), bytes);
  }
}

TEST(Decimal, ShortIntegersTakeTheFastWayToTheSameBytes) {
  std::mt19937_64 random(13);
  for (int i = 0; i < 20'000; ++i) {
    const auto value = static_cast<std::int64_t>(random()) >> (random() % 64);
    const std::string text = std::to_string(value);
    char straight[Decimal::kMaxEncodedBytes];
    const auto length = number_from_chars(text, straight);
    ASSERT_EQ(std::string_view(straight, *length), Decimal::parse(text)->encoded()) << text;
    ASSERT_EQ(Decimal::from_int(value).to_string(), text);
    ASSERT_EQ(Decimal::from_int(value).to_int64(), value);
  }
  EXPECT_EQ(Decimal::parse("9223372036854775808")->to_int64(), std::nullopt);
  EXPECT_EQ(Decimal::parse("0.5")->to_int64(), std::nullopt);
}

TEST(Decimal, RefusesBytesThatItNeverWrites) {
  for (std::string bytes :
       {std::string(), std::string("\x81"), std::string("\xC1\x00", 2), std::string("\xC1\x01"),
        std::string("\xC1\x66"), std::string("\xC1\x02\x01"), std::string("\x3E\x64"),
        std::string("\x3E\x66"), std::string("\xC1") + std::string(21, '\x02')})
    EXPECT_FALSE(Decimal::is_encoded(bytes)) << hex(bytes);
}

TEST(Decimal, AddsAsWholeNumbersDo) {
  std::mt19937_64 random(17);
  for (int i = 0; i < 20'000; ++i) {
    const auto a = static_cast<std::int64_t>(random()) >> (2 + random() % 60);
    const auto b = static_cast<std::int64_t>(random()) >> (2 + random() % 60);
    ASSERT_EQ(*Decimal::add(Decimal::from_int(a), Decimal::from_int(b)), Decimal::from_int(a + b));
    ASSERT_EQ(*Decimal::subtract(Decimal::from_int(a), Decimal::from_int(b)),
              Decimal::from_int(a - b));
  }
}

TEST(Decimal, SubtractingWhatWasAddedGivesTheNumberBack) {
  std::mt19937 random(19);
  for (int i = 0; i < 20'000; ++i) {
    const Decimal a = random_decimal(random, 18, -100, -90),
                  b = random_decimal(random, 18, -100, -90);
    ASSERT_EQ(*Decimal::subtract(*Decimal::add(a, b), b), a);
  }
}

TEST(Decimal, ArithmeticEndsWhereTheServiceEndsIt) {
  const auto sum = [](std::string_view a, std::string_view b) {
    auto result = Decimal::add(*Decimal::parse(a), *Decimal::parse(b));
    return result.ok() ? result->to_string() : result.error().message().substr(0, 15);
  };
  EXPECT_EQ(sum("1e37", "1"), "1" + std::string(36, '0') + "1");
  EXPECT_EQ(sum("1e50", "1"), "Number overflow");  // 51 digits; the service says overflow.
  EXPECT_EQ(sum("9.9e125", "1e124"), "Number overflow");
  EXPECT_EQ(sum("1.1e-130", "-1e-130"), "Number underflo");
  EXPECT_EQ(sum("1e-130", "-1e-130"), "0");
  EXPECT_EQ(sum("1e125", "0"), "1" + std::string(125, '0'));
  EXPECT_EQ(sum("99999999999999999999999999999999999999", "1"), "1" + std::string(38, '0'));
}

}  // namespace
}  // namespace magneto::value
