// SPDX-License-Identifier: Apache-2.0
#include "magneto/value.h"

#include <gtest/gtest.h>

#include "magneto/item_view.h"
#include "magneto/json.h"

namespace magneto {
namespace {

Item song() {
  return {{"Artist", "Nina"},
          {"Year", 1965},
          {"Price", 0.99},
          {"Tags", StringSet{"jazz", "calm"}},
          {"Years", NumberSet{1965, 1966}},
          {"Cover", Binary("\x01\x02")},
          {"Covers", BinarySet{Binary("a"), Binary("b")}},
          {"Label", nullptr},
          {"Empty", ""},
          {"Live", true},
          {"Takes", List{1, "two", List{}}},
          {"Credits", Map{{"Piano", "Nina"}, {"Bass", nullptr}}}};
}

TEST(Value, AttributesConvertToTheProgramsTypes) {
  const Item item = song();
  EXPECT_EQ(item["Year"].as<int>().value(), 1965);
  EXPECT_EQ(item["Price"].as<double>().value(), 0.99);
  EXPECT_EQ(item["Artist"].as<std::string>().value(), "Nina");
  EXPECT_EQ(item["Artist"].as<std::string_view>().value(), "Nina");
  EXPECT_TRUE(item["Live"].as<bool>().value());
  EXPECT_EQ(item["Cover"].as<Binary>().value(), Binary("\x01\x02"));
  EXPECT_EQ(item["Tags"].as<StringSet>().value(), (StringSet{"calm", "jazz"}));
  EXPECT_EQ(item["Credits"]["Piano"].as<std::string>().value(), "Nina");
  EXPECT_EQ(item["Takes"][0].as<short>().value(), 1);
  EXPECT_EQ((Item{{"L", List{1, 2}}}["L"].as<std::vector<int>>().value()),
            (std::vector<int>{1, 2}));
  EXPECT_EQ((Item{{"M", Map{{"a", 1}}}}["M"].as<std::map<std::string, int>>().value()),
            (std::map<std::string, int>{{"a", 1}}));
}

TEST(Value, ErrorsNameTheAttributeAndTheType) {
  const Item item = song();
  EXPECT_EQ(item["Plays"].as<int>().error().code(), ErrorCode::kAbsent);
  EXPECT_EQ(item["Plays"].as<int>().error().message(), "attribute \"Plays\" is not there");
  EXPECT_EQ(item["Artist"].as<int>().error().message(),
            "attribute \"Artist\": is of type S, not N");
  EXPECT_EQ(item["Credits"]["Bass"].as<int>().error().message(),
            "attribute \"Credits.Bass\": is of type NULL, not N");
  EXPECT_EQ(item["Takes"][1].as<int>().error().code(), ErrorCode::kWrongType);
  EXPECT_EQ(item["Year"].as<std::int8_t>().error().code(), ErrorCode::kInexact);
  EXPECT_EQ(item["Price"].as<int>().error().code(), ErrorCode::kInexact);
}

TEST(Value, AbsentNullAndEmptyAreThreeThings) {
  const Item item = song();
  EXPECT_FALSE(item["Producer"].exists());
  EXPECT_TRUE(item["Label"].exists());
  EXPECT_TRUE(item["Label"].is_null());
  EXPECT_FALSE(item["Empty"].is_null());
  EXPECT_EQ(item["Empty"].as<std::string>().value(), "");
  EXPECT_EQ(item["Producer"].as<std::optional<int>>().value(), std::nullopt);
  EXPECT_EQ(item["Label"].as<std::optional<int>>().value(), std::nullopt);
  EXPECT_EQ(item["Year"].as<std::optional<int>>().value(), 1965);
  EXPECT_EQ(item["Empty"].as<std::optional<int>>().error().code(), ErrorCode::kWrongType);
  EXPECT_EQ(item["Producer"].value_or("nobody"), "nobody");
}

TEST(Value, AttributesCanBeSetAndTaken) {
  Item item = song();
  item["Year"] = 1966;
  item["New"] = Map{{"a", 1}};
  EXPECT_EQ(item["Year"].as<int>().value(), 1966);
  EXPECT_EQ(item["New"]["a"].as<int>().value(), 1);
  EXPECT_EQ(item.take("Year"), Value(1966));
  EXPECT_FALSE(item.contains("Year"));
  EXPECT_FALSE(item.erase("Year"));
}

TEST(Value, ALiteralOfOneOrTwoPairsOfTextsIsAnItem) {
  const Item one{{"Artist", "Nina"}};
  const Item two{{"Artist", "Nina"}, {"Title", "Sinnerman"}};
  EXPECT_EQ(one.size(), 1u);
  EXPECT_EQ(two.size(), 2u);
  EXPECT_EQ(two["Title"].as<std::string>().value(), "Sinnerman");
}

TEST(Value, AnEmptySetKeepsItsType) {
  EXPECT_EQ(Value(StringSet()).type(), ValueType::kStringSet);
  EXPECT_EQ(Value(NumberSet()).type(), ValueType::kNumberSet);
  EXPECT_EQ(to_json(Value(StringSet())), R"({"SS":[]})");
  EXPECT_EQ(to_json(Value(BinarySet())), R"({"BS":[]})");
}

TEST(Value, EqualityIsDynamoDBs) {
  EXPECT_EQ(Value(1), Value(1.0));
  EXPECT_EQ(Value(StringSet{"a", "b"}), Value(StringSet{"b", "a", "a"}));
  EXPECT_FALSE(Value(List{1, 2}) == Value(List{2, 1}));
  EXPECT_FALSE(Value("1") == Value(1));
  EXPECT_FALSE(Value(nullptr) == Value(""));
  EXPECT_EQ((Item{{"a", 1}, {"b", 2}}), (Item{{"b", 2}, {"a", 1}}));
}

TEST(Json, AllTenTypesComeBackFromDynamoDBsJson) {
  const Item item = song();
  EXPECT_EQ(item_from_json(to_json(item)).value(), item);
}

TEST(Json, DynamoDBsFormIsTheServices) {
  EXPECT_EQ(to_json(Item{{"Tags", StringSet{"b", "a"}}, {"Year", 1965}, {"x", nullptr}}),
            R"({"Tags":{"SS":["a","b"]},"Year":{"N":"1965"},"x":{"NULL":true}})");
}

TEST(Json, WhatIsWrongIsNamed) {
  EXPECT_EQ(item_from_json(R"({"a":{"M":{"b":{"L":[{"N":"x"}]}}}})").error().code(),
            ErrorCode::kValidation);
  EXPECT_EQ(item_from_json("{").error().code(), ErrorCode::kSerialization);
  EXPECT_FALSE(item_from_json(R"({"a":{"SS":[]}})"));
  EXPECT_FALSE(item_from_json(R"({"a":{"SS":["x","x"]}})"));
  EXPECT_FALSE(item_from_json(R"({"a":{"Q":"x"}})"));
  EXPECT_FALSE(item_from_json(R"({"a":{"S":"x","N":"1"}})"));
}

TEST(Json, PlainNumbersKeepAllTheirDigits) {
  const std::string text =
      R"({"a":12345678901234567890.123456789012345678,"b":[1,-0.5e3,true,null]})";
  const Item item = item_from_plain_json(text).value();
  EXPECT_EQ(item["a"].as<Number>().value().to_string(), "12345678901234567890.123456789012345678");
  EXPECT_EQ(*item.find("b"), Value(List{1, -500, true, nullptr}));
  EXPECT_EQ(to_plain_json(item),
            R"({"a":12345678901234567890.123456789012345678,"b":[1,-500,true,null]})");
}

TEST(Json, PlainIntegersMayHaveThirtyEightDigits) {
  const std::string text =
      R"({"a":12345678901234567890123456789012345678,"b\\\"1":["x",-98765432109876543210]})";
  EXPECT_EQ(to_plain_json(item_from_plain_json(text).value()), text);
  EXPECT_EQ(value_from_plain_json("[12345678901234567890123 4]").error().code(),
            ErrorCode::kSerialization);
  EXPECT_EQ(value_from_plain_json("123456789012345678901234567890123456789").error().code(),
            ErrorCode::kInexact);
}

TEST(Json, BrokenPlainJsonIsAnError) {
  for (const char* text : {"", "{", "[1,]", "{\"a\":1}x", "nul", "[1] 2", "1e999", "{\"a\" 1}"}) {
    EXPECT_FALSE(value_from_plain_json(text)) << text;
  }
}

}  // namespace
}  // namespace magneto
