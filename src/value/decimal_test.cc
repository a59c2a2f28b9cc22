// SPDX-License-Identifier: Apache-2.0
#include "value/decimal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "value/number_messages.h"
#include "value/number_refusal.h"

namespace magneto::internal::value {
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
  EXPECT_EQ(normal("0.000"), "0");
  EXPECT_EQ(normal("-0.0"), "0");
  EXPECT_EQ(normal("0e125"), "0");
  EXPECT_EQ(normal("0.0e126"), "0");
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
  const std::string no_number = "The parameter cannot be converted to a numeric value";
  EXPECT_EQ(normal(""), no_number);
  for (std::string text :
       {" 5",  "5 ",       "1\n",   "1+2",   "+e2",   "e5",    ".e5", "1e",  "1e+",
        "1e-", "--1",      "+-1",   ".",     "-",     "+",     "-.",  "0x1", "1f",
        "NaN", "Infinity", "1_000", "1.2.3", "1e5.0", "1e5e5", "1,5"})
    EXPECT_EQ(normal(text), no_number + ": " + text);
}

TEST(Decimal, RefusesExponentsOfMoreThan32BitsAsNoNumbers) {
  for (std::string text : {"1e2147483648", "1e-2147483649", "1e9999999999999999999999",
                           "1e-99999999999999999999999", "0e999999999999", "1.5e-2147483648"})
    EXPECT_EQ(normal(text), "The parameter cannot be converted to a numeric value: " + text);
  EXPECT_EQ(normal("1e2147483646").substr(0, 15), "Number overflow");
  EXPECT_EQ(normal("1e-2147483647").substr(0, 16), "Number underflow");
  EXPECT_EQ(normal("1e-2147483647").substr(0, 16), "Number underflow");
  EXPECT_EQ(normal("1e0000000000000000000005"), "100000");
}

TEST(Decimal, CountsThePlacesOfANumberIn32Bits) {
  for (std::string text : {"1e2147483647", "-1e2147483647", "12e2147483647", "0e2147483647"})
    EXPECT_EQ(normal(text).substr(0, 16), "Number underflow") << text;
}

TEST(Decimal, TheCurrentLayerReadsExponentsAs64Bits) {
  const auto refusal = [](std::string text) {
    return std::string(current_number_refusal(text, not_a_number(text)).message());
  };
  for (std::string text : {"1e2147483647", "1e2147483648", "-1e99999999999", "0.5E+99999999999"})
    EXPECT_EQ(refusal(text).substr(0, 15), "Number overflow") << text;
  for (std::string text : {"1e-2147483648", "-1e-99999999999", ".5e-99999999999"})
    EXPECT_EQ(refusal(text).substr(0, 16), "Number underflow") << text;
  const std::string no_number = "The parameter cannot be converted to a numeric value: ";
  for (std::string text : {"", "x", "1e", "1ex", "e5", "1e99999999999999999999", "1e5e99999999999"})
    EXPECT_EQ(refusal(text), no_number + text);
}

TEST(Decimal, RefusesWhatIsTooPreciseTooLargeOrTooSmall) {
  const std::string precise = "Attempting to store more than 38 significant digits in a Number";
  const std::string large =
      "Number overflow. Attempting to store a number with magnitude larger than supported range";
  const std::string small =
      "Number underflow. Attempting to store a number with magnitude smaller than supported range";
  EXPECT_EQ(normal(std::string(39, '1')), precise);
  EXPECT_EQ(normal("1" + std::string(37, '0') + ".1"), precise);
  EXPECT_EQ(normal("1" + std::string(37, '0') + ".1e-60"), precise);
  EXPECT_EQ(normal(std::string(38, '1') + "00000"), std::string(38, '1') + "00000");
  EXPECT_EQ(normal("1." + std::string(50, '0')), "1");
  EXPECT_EQ(normal("1e126"), large);
  EXPECT_EQ(normal("11e125"), large);
  EXPECT_EQ(normal("-1e126"), large);
  EXPECT_EQ(normal("1.0e100000000"), large);
  EXPECT_EQ(normal("0e126"), large);  // A zero has an exponent too.
  EXPECT_EQ(normal("1" + std::string(100'000, '0')), large);
  EXPECT_EQ(normal(std::string(39, '1') + "e200"), precise);  // The first of two faults.
  EXPECT_EQ(normal("1e-131"), small);
  EXPECT_EQ(normal("0.9e-130"), small);
  EXPECT_EQ(normal("0e-131"), small);
  EXPECT_EQ(normal("." + std::string(100'000, '0') + "1"), small);
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

TEST(Decimal, TheLongestTextFitsItsRoom) {
  const std::string text = "-0." + std::string(129, '0') + std::string(38, '9');
  char room[Decimal::kMaxTextBytes + 1];
  room[Decimal::kMaxTextBytes] = '!';
  EXPECT_EQ(std::string_view(room, Decimal::parse(text)->to_chars(room)), text);
  EXPECT_EQ(room[Decimal::kMaxTextBytes], '!');
}

TEST(Decimal, ShortDecimalsTakeTheFastWayToTheSameBytes) {
  std::mt19937_64 random(31);
  for (int i = 0; i < 50'000; ++i) {
    std::string text = std::to_string(random() >> (random() % 64));
    text.insert(0, random() % 5, '0');
    text.insert(random() % (text.size() + 1), ".");
    if (random() % 2) text.insert(0, "-");
    char straight[Decimal::kMaxEncodedBytes];
    const auto length = number_from_chars(text, straight);
    ASSERT_EQ(std::string_view(straight, *length), Decimal::parse(text)->encoded()) << text;
  }
  char room[Decimal::kMaxEncodedBytes];
  for (std::string_view text : {"", "-", ".", "-.", "1.2.3", "+", "1-", "12345678901234567890x"})
    EXPECT_FALSE(number_from_chars(text, room).ok()) << text;
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

TEST(Decimal, BytesItAcceptsAreTheOnesItWrites) {
  std::mt19937 random(29);
  int accepted = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string bytes = random_decimal(random, 38, -130, 125).encoded();
    bytes[random() % bytes.size()] = static_cast<char>(random());
    if (random() % 4 == 0) bytes.resize(random() % 24, static_cast<char>(random()));
    if (!Decimal::is_encoded(bytes)) continue;
    ++accepted;
    ASSERT_EQ(Decimal::decode(bytes).encoded(), bytes) << hex(bytes);
    ASSERT_EQ(Decimal::parse(Decimal::decode(bytes).to_string())->encoded(), bytes) << hex(bytes);
  }
  EXPECT_GT(accepted, 10'000);
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

/// A sum by schoolbook on all places a number can have, as text: "digits e exponent", or an error's
/// first words. The other way to do what Decimal::add does.
std::string reference_sum(const Decimal& a, const Decimal& b) {
  constexpr int kPlaces = 300, kUnit = -170;  // places[0] stands at 10^kUnit.
  const auto lay = [&](const Decimal& number) {
    std::vector<int> places(kPlaces);
    const std::string text = number.to_string();
    const std::size_t point = std::min(text.find('.'), text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] < '0' || text[i] > '9') continue;
      const int exponent = static_cast<int>(point) - static_cast<int>(i) - (i < point ? 1 : 0);
      places[static_cast<std::size_t>(exponent - kUnit)] =
          (number.is_negative() ? -1 : 1) * (text[i] - '0');
    }
    return places;
  };
  std::vector<int> sum = lay(a);
  const std::vector<int> other = lay(b);
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += other[i];
  // Make every place as positive as the whole, which the highest place that is not zero tells.
  const auto top = std::find_if(sum.rbegin(), sum.rend(), [](int d) { return d != 0; });
  if (top == sum.rend()) return "0";
  const int sign = *top < 0 ? -1 : 1;
  for (int& place : sum) place *= sign;
  for (std::size_t i = 0; i + 1 < sum.size(); ++i) {
    const int carry = sum[i] < 0 ? -1 : sum[i] / 10;
    sum[i] -= 10 * carry;
    sum[i + 1] += carry;
  }
  std::string digits;
  for (int place : sum) digits.insert(digits.begin(), static_cast<char>('0' + place));
  const int exponent = kUnit + kPlaces - 1 - static_cast<int>(digits.find_first_not_of('0'));
  digits.erase(0, digits.find_first_not_of('0'));
  digits.erase(digits.find_last_not_of('0') + 1);
  if (exponent > 125 || digits.size() > 38) return "Number overflow";
  if (exponent < -130) return "Number underflow";
  return (sign < 0 ? "-" : "") + digits + "e" +
         std::to_string(exponent - static_cast<int>(digits.size()) + 1);
}

TEST(Decimal, AddsAsSchoolbookDoes) {
  std::mt19937 random(23);
  int refused = 0;
  const auto agree = [&](const Decimal& a, const Decimal& b) {
    const std::string expected = reference_sum(a, b);
    const auto sum = Decimal::add(a, b);
    if (expected.starts_with("Number")) {
      ++refused;
      ASSERT_FALSE(sum.ok()) << a.to_string() << " + " << b.to_string();
      ASSERT_TRUE(sum.error().message().starts_with(expected)) << expected;
    } else {
      ASSERT_TRUE(sum.ok()) << a.to_string() << " + " << b.to_string();
      ASSERT_EQ(*sum, *Decimal::parse(expected)) << a.to_string() << " + " << b.to_string();
    }
  };
  for (int i = 0; i < 3000; ++i) {
    agree(random_decimal(random, 38, -130, 125), random_decimal(random, 38, -130, 125));
    agree(random_decimal(random, 38, -3, 3), random_decimal(random, 38, -3, 3));
    agree(random_decimal(random, 20, -40, 0), random_decimal(random, 20, -40, 0));
    agree(random_decimal(random, 3, 120, 125), random_decimal(random, 3, 120, 125));
    agree(random_decimal(random, 3, -130, -128), random_decimal(random, 3, -130, -128));
    // Neighbours: most digits cancel.
    const Decimal a = random_decimal(random, 38, -130, 125);
    std::string bytes = a.encoded();
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    if (Decimal::is_encoded(bytes)) agree(a, Decimal::decode(bytes).negated());
  }
  EXPECT_GT(refused, 1000);
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
}  // namespace magneto::internal::value
