// SPDX-License-Identifier: Apache-2.0
//
// AttributeValues: JSON to bytes to JSON, and what is noted about wrong content.
#include "json/item_decoder.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "checks/test_request.h"
#include "value/decimal.h"

namespace magneto::internal::checks {
namespace {

std::string put_item(std::string_view attributes) {
  return R"({"Item":)" + std::string(attributes) + "}";
}

/// The item that `attributes` stands for, written as JSON again.
std::string rewritten(std::string_view attributes) {
  TestRequest request;
  const std::string text = request.round_trip<model::PutItemInput>(put_item(attributes));
  constexpr std::string_view kBefore = R"({"Item":)";
  return text.starts_with(kBefore) ? text.substr(kBefore.size(), text.size() - kBefore.size() - 1)
                                   : text;
}

struct Problem {
  std::string text;
  std::string name;
};

Problem problem_of(std::string_view attributes) {
  TestRequest request;
  Result<model::PutItemInput> input = request.decode<model::PutItemInput>(put_item(attributes));
  if (!input.ok()) return {"not decoded: " + input.error().message(), ""};
  const model::AttributeMap& item = *input->item;
  EXPECT_TRUE(value::check_item(item.bytes()).ok()) << attributes;
  return {std::string(item.problem), std::string(item.problem_name)};
}

std::string problem_of_value(std::string_view value) {
  return problem_of(R"({"a":)" + std::string(value) + "}").text;
}

/// A value inside `levels` maps (or lists).
std::string nested(int levels, const std::string& value, bool in_maps = true) {
  std::string json;
  for (int i = 0; i < levels; ++i) json += in_maps ? R"({"M":{"a":)" : R"({"L":[)";
  json += value;
  for (int i = 0; i < levels; ++i) json += in_maps ? "}}" : "]}";
  return json;
}

TEST(ItemDecoder, KeepsEveryType) {
  for (const std::string_view item : {
           R"({})",
           R"({"a":{"S":"text"}})",
           R"({"a":{"S":""}})",
           R"({"a":{"N":"12.5"}})",
           R"({"a":{"N":"-1"}})",
           R"({"a":{"B":"AAEC"}})",
           R"({"a":{"B":""}})",
           R"({"a":{"BOOL":true},"b":{"BOOL":false},"c":{"NULL":true}})",
           R"({"a":{"L":[]}})",
           R"({"a":{"L":[{"S":"x"},{"N":"1"},{"L":[{"NULL":true}]}]}})",
           R"({"a":{"M":{}}})",
           R"({"a":{"M":{"b":{"M":{"c":{"S":"d"}}}}}})",
           R"({"a":{"SS":["","a","b"]}})",
           R"({"a":{"NS":["-1","0","2","10"]}})",
           R"({"a":{"BS":["","AA==","AAE="]}})",
       }) {
    EXPECT_EQ(rewritten(item), item);
    EXPECT_EQ(problem_of(item).text, "") << item;
  }
}

TEST(ItemDecoder, SortsAttributesAndElements) {
  EXPECT_EQ(rewritten(R"({"b":{"S":"1"},"a":{"S":"2"},"aa":{"M":{"y":{"S":""},"x":{"S":""}}}})"),
            R"({"a":{"S":"2"},"aa":{"M":{"x":{"S":""},"y":{"S":""}}},"b":{"S":"1"}})");
  EXPECT_EQ(rewritten(R"({"a":{"NS":["10","9","-3"]}})"), R"({"a":{"NS":["-3","9","10"]}})");
}

TEST(ItemDecoder, SortsManyAttributes) {
  std::string item = "{";
  std::string sorted = "{";
  for (int i = 0; i < 200; ++i) {
    const int scattered = 1000 + i * 77 % 200;
    item += (i == 0 ? "\"" : ",\"") + std::to_string(scattered) + R"(":{"N":"1"})";
    sorted += (i == 0 ? "\"" : ",\"") + std::to_string(1000 + i) + R"(":{"N":"1"})";
  }
  EXPECT_EQ(rewritten(item + "}"), sorted + "}");
}

TEST(ItemDecoder, PutsLongLengthsInFront) {
  for (const int size : {100, 126, 127, 128, 129, 16'000, 16'400, 100'000}) {
    const std::string text(static_cast<std::size_t>(size), 'x');
    const std::string item =
        R"({"a":{"L":[{"M":{"b":{"S":")" + text + R"("},"c":{"S":"y"}}},{"S":"z"}]}})";
    EXPECT_EQ(rewritten(item), item) << size;
    EXPECT_EQ(problem_of(item).text, "") << size;
  }
}

TEST(ItemDecoder, ReadsEscapesAndUnicode) {
  EXPECT_EQ(rewritten(R"({"\u0061\"":{"S":"\u00e9\n\ud83d\ude00"}})"),
            "{\"a\\\"\":{\"S\":\"\xC3\xA9\\n\xF0\x9F\x98\x80\"}}");
}

TEST(ItemDecoder, TakesTheLastOfRepeatedNames) {
  EXPECT_EQ(rewritten(R"({"a":{"S":"1"},"b":{"S":"2"},"a":{"S":"3"}})"),
            R"({"a":{"S":"3"},"b":{"S":"2"}})");
  EXPECT_EQ(rewritten(R"({"a":{"S":"1","S":"2"}})"), R"({"a":{"S":"2"}})");
  EXPECT_EQ(problem_of_value(R"({"SS":[],"SS":["a"]})"), "");
}

TEST(ItemDecoder, PassesOverUnknownAndNullMembers) {
  EXPECT_EQ(rewritten(R"({"a":{"X":7,"S":"1","N":null,"ABCD":[],"XY":{}}})"), R"({"a":{"S":"1"}})");
}

TEST(ItemDecoder, TakesWordsForBooleans) {
  EXPECT_EQ(rewritten(R"({"a":{"BOOL":"TRUE"},"b":{"BOOL":"no"},"c":{"NULL":"yes"}})"),
            R"({"a":{"BOOL":true},"b":{"BOOL":false},"c":{"NULL":true}})");
}

TEST(ItemDecoder, NotesWrongContent) {
  const std::string empty =
      "Supplied AttributeValue is empty, must contain exactly one of the supported "
      "datatypes";
  const std::string several =
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of "
      "the "
      "supported datatypes";
  const std::string wrong = "One or more parameter values were invalid: ";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"{}", empty},
      {"null", empty},
      {R"({"S":null})", empty},
      {R"({"X":"a"})", empty},
      {R"({"L":[{}]})", empty},
      {R"({"L":[null]})", empty},
      {R"({"M":{"b":{}}})", empty},
      {R"({"S":"a","N":"1"})", several},
      {R"({"S":"a","S":"b","N":"1"})", several},
      {R"({"NULL":false})", wrong + "Null attribute value types must have the value of true"},
      {R"({"SS":[]})", wrong + "An string set  may not be empty"},
      {R"({"NS":[]})", wrong + "An number set  may not be empty"},
      {R"({"BS":[]})", wrong + "Binary sets should not be empty"},
      {R"({"SS":["a","b","a"]})", wrong + "Input collection [a, b, a] contains duplicates."},
      {R"({"NS":["1","1.0"]})", "Input collection contains duplicates"},
      {R"({"BS":["YQ==","YQ=="]})",
       wrong + "Input collection [YQ==, YQ==]of type BS contains duplicates."},
      {R"({"SS":["a",null]})", wrong + "An string set may not have a null string as a member"},
      {R"({"M":{"":{"S":"a"}}})", wrong + "Empty attribute name"},
      {R"({"S":"a","SS":[]})", wrong + "An string set  may not be empty"},
  };
  for (const auto& [value, problem] : cases) EXPECT_EQ(problem_of_value(value), problem) << value;
  EXPECT_EQ(problem_of(R"({"":{"S":"a"}})").text, wrong + "Empty attribute name");
}

TEST(ItemDecoder, NotesWhatDecimalsSayAboutNumbers) {
  for (const std::string number :
       {"abc", "", "1e126", "1e-131", "123456789012345678901234567890123456789"}) {
    Result<value::Decimal> decimal = value::Decimal::parse(number);
    ASSERT_FALSE(decimal.ok()) << number;
    EXPECT_EQ(problem_of_value(R"({"N":")" + number + "\"}"), decimal.error().message());
    EXPECT_EQ(problem_of_value(R"({"NS":["1",")" + number + "\"]}"), decimal.error().message());
  }
}

TEST(ItemDecoder, NotesTheFirstWrongAttributeOfTheRequest) {
  const Problem problem = problem_of(R"({"c":{"S":""},"b":{"SS":[]},"a":{"NULL":false}})");
  EXPECT_EQ(problem.name, "b");
  EXPECT_EQ(problem.text,
            "One or more parameter values were invalid: An string set  may not be empty");
  EXPECT_EQ(problem_of(R"({"b":{"S":""}})").name, "");
}

TEST(ItemDecoder, AllowsThirtyOneLevelsAndNoMore) {
  for (const bool in_maps : {true, false}) {
    EXPECT_EQ(problem_of_value(nested(31, R"({"S":"x"})", in_maps)), "");
    for (const int levels : {32, 33, 400}) {
      EXPECT_EQ(problem_of_value(nested(levels, R"({"S":"x"})", in_maps)),
                "Nesting Levels have exceeded supported limits: Attributes in the item have nested "
                "levels beyond supported limit");
    }
  }
  const std::string deepest = R"({"a":)" + nested(31, R"({"S":"x"})") + "}";
  EXPECT_EQ(rewritten(deepest), deepest);
}

TEST(ItemDecoder, AnswersNestingBeyondTheParserWithoutFalling) {
  EXPECT_EQ(problem_of_value(nested(100'000, R"({"S":"x"})")), "not decoded: ");
}

TEST(ItemDecoder, LeavesNamesOfExpressionValuesToExpressions) {
  TestRequest request;
  Result<model::PutItemInput> input =
      request.decode<model::PutItemInput>(R"({"ExpressionAttributeValues":{"":{"S":"a"}}})");
  ASSERT_TRUE(input.ok());
  EXPECT_EQ(input->expression_attribute_values->problem, "");
}

TEST(ItemDecoder, KeepsSingleValuesToo) {
  TestRequest request;
  constexpr std::string_view kInput =
      R"({"AttributeUpdates":{"b":{"Value":{"L":[{"S":"x"}]},"Action":"PUT"},"a":{"Value":{}}}})";
  Result<model::UpdateItemInput> input = request.decode<model::UpdateItemInput>(kInput);
  ASSERT_TRUE(input.ok());
  ASSERT_EQ(input->attribute_updates->size(), 2u);
  EXPECT_EQ((*input->attribute_updates)[0].value.value->problem, "");
  EXPECT_EQ((*input->attribute_updates)[0].value.value->type(), value::Type::kList);
  EXPECT_NE((*input->attribute_updates)[1].value.value->problem, "");
}

}  // namespace
}  // namespace magneto::internal::checks
