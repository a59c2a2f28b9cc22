// SPDX-License-Identifier: Apache-2.0
#include "value/item_size.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "value/decimal.h"
#include "value/item_builder.h"

namespace magneto::internal::value {
namespace {

using namespace std::string_view_literals;

ValueView number(Arena& arena, std::string_view text) {
  return make_number(arena, arena.copy(Decimal::parse(text)->encoded()));
}

// Published measurements of the service, to the byte, and what DynamoDB Local charges: they agree.
TEST(ItemSize, OfNumbersCountsPairsFromTheDecimalPoint) {
  Arena arena;
  const std::pair<std::string_view, std::size_t> table[] = {
      {"0", 1},
      {"-0", 1},
      {"1", 2},
      {"9", 2},
      {"10", 2},
      {"12", 2},
      {"99", 2},
      {"100", 2},
      {"101", 3},
      {"120", 3},
      {"123", 3},
      {"1000", 2},
      {"1001", 3},
      {"1010", 3},
      {"1200", 2},
      {"1230", 3},
      {"1234", 3},
      {"12340", 4},
      {"12345", 4},
      {"123450", 4},
      {"123456", 4},
      {"1234567", 5},
      {"12345678", 5},
      {"123456789", 6},
      {"1234567891", 6},
      {"0042", 2},
      {"1000000", 2},
      {"12345678912", 7},
      {"1.2", 3},
      {"1.200", 3},
      {"1.5", 3},
      {"1.23", 3},
      {"12.3", 3},
      {"12.34", 3},
      {"1.234", 4},
      {"123.4", 4},
      {"10.01", 3},
      {"100.1", 4},
      {"100.5", 4},
      {"3.14159", 5},
      {"0.1", 2},
      {"0.01", 2},
      {"0.12", 2},
      {"0.15", 2},
      {"0.012", 3},
      {"0.123", 3},
      {"0.0123", 3},
      {"0.00123", 3},
      {"0.001", 2},
      {"0.0001", 2},
      {"0.0000001", 2},
      {"1e125", 2},
      {"1e124", 2},
      {"1E-100", 2},
      {"1e-130", 2},
      {"1e-129", 2},
      {"1.1e-129", 2},
      {"1.1e-128", 3},
      {"-1", 3},
      {"-12", 3},
      {"-42", 3},
      {"-123", 4},
      {"-12345", 5},
      {"-1.2", 4},
      {"-0.5", 3},
      {"-0.05", 3},
      {"-0.15", 3},
      {"-1E125", 3},
      {"1234567890123456789", 11},
      {"12345678901234567890123456789012345678", 20},
      {"1234567890123456789012345678901234567.8", 21},
      {"123456789012345678901234567890123456780", 21},
      {"9.9999999999999999999999999999999999999e125", 20},
      {"-12345678901234567890123456789012345678", 21},
      {"-1234567890123456789012345678901234567.8", 21},  // Never more than 21.
      {"-123456789012345678901234567890123456780", 21},
  };
  for (const auto& [text, size] : table) EXPECT_EQ(value_size(number(arena, text)), size) << text;
}

TEST(ItemSize, OfScalarsIsTheirContent) {
  Arena arena;
  EXPECT_EQ(value_size(make_string(arena, "")), 0u);
  EXPECT_EQ(value_size(make_string(arena, "abc")), 3u);
  EXPECT_EQ(value_size(make_string(arena, "\xc3\xa9")), 2u);
  EXPECT_EQ(value_size(make_binary(arena, "\0\1\2"sv)), 3u);
  EXPECT_EQ(value_size(make_bool(true)), 1u);
  EXPECT_EQ(value_size(make_bool(false)), 1u);
  EXPECT_EQ(value_size(make_null()), 1u);
}

TEST(ItemSize, OfDocumentsAddsThreeAndOneAnElement) {
  Arena arena;
  const auto list = [&](std::vector<ValueView> elements) { return make_list(arena, elements); };
  const auto map = [&](std::vector<Attribute> attributes) { return make_map(arena, attributes); };
  EXPECT_EQ(value_size(list({})), 3u);
  EXPECT_EQ(value_size(map({})), 3u);
  EXPECT_EQ(value_size(list({make_null()})), 5u);
  EXPECT_EQ(value_size(list({make_string(arena, "ab"), number(arena, "1")})), 9u);
  EXPECT_EQ(value_size(list({list({})})), 7u);
  EXPECT_EQ(value_size(map({{"a", make_string(arena, "b")}})), 6u);
  EXPECT_EQ(value_size(map({{"ab", map({})}})), 9u);
  EXPECT_EQ(value_size(list({map({{"k", list({number(arena, "12")})}})})), 15u);
}

TEST(ItemSize, OfSetsIsTheSumOfTheElements) {
  Arena arena;
  std::array strings{"a"sv, "bc"sv};
  std::array binaries{"a"sv, ""sv};
  std::array numbers{arena.copy(Decimal::parse("1")->encoded()),
                     arena.copy(Decimal::parse("-1")->encoded()),
                     arena.copy(Decimal::parse("123.4")->encoded())};
  EXPECT_EQ(value_size(make_set(arena, Type::kStringSet, strings)), 3u);
  EXPECT_EQ(value_size(make_set(arena, Type::kBinarySet, binaries)), 1u);
  EXPECT_EQ(value_size(make_set(arena, Type::kNumberSet, numbers)), 9u);
}

TEST(ItemSize, OfAnItemCountsNamesAndValuesAndNothingElse) {
  Arena arena;
  std::array<Attribute, 2> attributes{Attribute{"pk", make_string(arena, "abc")},
                                      Attribute{"\xc3\xa9", number(arena, "123")}};
  EXPECT_EQ(item_size(make_item(arena, attributes)), 2u + 3 + 2 + 3);
  EXPECT_EQ(item_size(ItemView()), 0u);
}

}  // namespace
}  // namespace magneto::internal::value
