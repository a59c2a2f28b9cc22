// SPDX-License-Identifier: Apache-2.0
//
// Decoding of structs: broken JSON, wrong JSON types by place, and what is let pass.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "checks/test_request.h"

namespace magneto::internal::checks {
namespace {

constexpr std::string_view kCast =
    "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class "
    "java.lang.Class (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and "
    "java.lang.Class are in module java.base of loader 'bootstrap')";

struct Case {
  std::string json;
  std::string error;
};

/// Each `json` takes the place of @ in `request`.
template <class T>
void expect_errors(std::string_view request, const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    std::string body(request);
    body.replace(body.find('@'), 1, c.json);
    TestRequest test;
    Result<T> input = test.decode<T>(body);
    ASSERT_FALSE(input.ok()) << body;
    EXPECT_EQ(input.error().code(), ErrorCode::kSerialization);
    EXPECT_EQ(input.error().message(), c.error) << body;
  }
}

const std::vector<Case> kNoString = {
    {"true", "TRUE_VALUE cannot be converted to String"},
    {"false", "FALSE_VALUE cannot be converted to String"},
    {"23", "NUMBER_VALUE cannot be converted to String"},
    {"-2147483648", "NUMBER_VALUE cannot be converted to String"},
    {"18446744073709551615", "NUMBER_VALUE cannot be converted to String"},
    {"34.56", "DECIMAL_VALUE cannot be converted to String"},
    {"[]", "Unrecognized collection type class java.lang.String"},
    {"{}", "Start of structure or map found where not expected"},
};

const std::vector<Case> kNoBinary = {
    {"true", "only base-64-encoded strings are convertible to bytes"},
    {"34.56", "only base-64-encoded strings are convertible to bytes"},
    {"[]", "Unrecognized collection type class java.nio.ByteBuffer"},
    {"{}", "Start of structure or map found where not expected"},
    {R"("23456")", "Base64 encoded length is expected a multiple of 4 bytes but found: 5"},
    {R"("=+/=")", "Invalid last non-pad Base64 character dectected"},
};

/// A scalar where a collection of generic type stands as an element.
std::vector<Case> scalars(std::string_view error) {
  const std::string text(error);
  return {{R"("23")", text}, {"true", text}, {"23", text}, {"34.56", text}};
}

std::vector<Case> with(std::vector<Case> cases, const Case& more) {
  cases.push_back(more);
  return cases;
}

TEST(Decode, RefusesWhatIsNoJsonObject) {
  for (const std::string body : {"",
                                 " ",
                                 "hi",
                                 "{",
                                 "}",
                                 "{}}",
                                 "[]",
                                 "null",
                                 "7",
                                 "\"a\"",
                                 "{\"a\"}",
                                 "{\"a\":}",
                                 "{'a':1}",
                                 "{\"a\":01}",
                                 "{\"a\":\"\xFF\"}",
                                 "{\"a\":\"\xC3\"}",
                                 "{\"a\":\"\\ud800\"}",
                                 "{\"a\":\"\n\"}",
                                 "{\"TableName\":\"abc\"} trailing",
                                 "{,}",
                                 "{\"a\":1,}"}) {
    TestRequest request;
    Result<model::PutItemInput> input = request.decode<model::PutItemInput>(body);
    ASSERT_FALSE(input.ok()) << body;
    EXPECT_EQ(input.error().code(), ErrorCode::kSerialization) << body;
    EXPECT_EQ(input.error().message(), "") << body;
  }
}

TEST(Decode, RefusesEveryPrefixOfABody) {
  constexpr std::string_view kBody = R"({"TableName":"abc","Item":{"p":{"S":"x"},"c":{"N":"1"}}})";
  for (std::size_t length = 0; length < kBody.size(); ++length) {
    TestRequest request;
    EXPECT_FALSE(request.decode<model::PutItemInput>(kBody.substr(0, length)).ok()) << length;
  }
}

TEST(Decode, RefusesDeepJsonOfAnyKind) {
  for (const std::string opening : {"{\"\":", "[", "{\"Item\":", "{\"a\":["}) {
    std::string body;
    for (int i = 0; i < 200'000; ++i) body += opening;
    TestRequest request;
    EXPECT_FALSE(request.decode<model::PutItemInput>(body).ok());
  }
}

TEST(Decode, SaysWhichScalarIsWrong) {
  expect_errors<model::PutItemInput>(R"({"TableName":@})", kNoString);
  expect_errors<model::PutItemInput>(R"({"ReturnValues":@})", kNoString);
  expect_errors<model::QueryInput>(R"({"ConsistentRead":@})",
                                   {{R"("23")", "Unexpected token received from parser"},
                                    {"23", "NUMBER_VALUE cannot be converted to Boolean"},
                                    {"34.56", "DECIMAL_VALUE cannot be converted to Boolean"},
                                    {"[]", "Unrecognized collection type class java.lang.Boolean"},
                                    {"{}", "Start of structure or map found where not expected"}});
  expect_errors<model::QueryInput>(
      R"({"Limit":@})",
      {{R"("23")", "STRING_VALUE cannot be converted to Integer"},
       {"true", "TRUE_VALUE cannot be converted to Integer"},
       {"[]", "Unrecognized collection type class java.lang.Integer"},
       {"{}", "Start of structure or map found where not expected"},
       {"2147483648",
        "Numeric value (2147483648) out of range of int (-2147483648 - 2147483647)"}});
  expect_errors<model::CreateTableInput>(
      R"({"ProvisionedThroughput":{"ReadCapacityUnits":@}})",
      {{R"("23")", "STRING_VALUE cannot be converted to Long"},
       {"false", "FALSE_VALUE cannot be converted to Long"},
       {"[]", "Unrecognized collection type class java.lang.Long"},
       {"18446744073709551615",
        "Numeric value (18446744073709551615) out of range of long "
        "(-9223372036854775808 - 9223372036854775807)"}});
}

TEST(Decode, SaysWhichStructureIsWrong) {
  expect_errors<model::CreateTableInput>(
      R"({"ProvisionedThroughput":@})",
      with(scalars("Unexpected field type"),
           {"[]",
            "Unrecognized collection type class "
            "com.amazonaws.dynamodb.v20120810.ProvisionedThroughput"}));
  expect_errors<model::CreateTableInput>(
      R"({"KeySchema":[@]})", with(scalars("Unexpected value type in payload"),
                                   {"[]",
                                    "Unrecognized collection type class "
                                    "com.amazonaws.dynamodb.v20120810.KeySchemaElement"}));
}

TEST(Decode, SaysWhichListIsWrong) {
  expect_errors<model::CreateTableInput>(
      R"({"KeySchema":@})", with(scalars("Unexpected field type"),
                                 {"{}", "Start of structure or map found where not expected"}));
  expect_errors<model::BatchWriteItemInput>(
      R"({"RequestItems":{"a":@}})",
      with(scalars(kCast), {"{}", "Start of structure or map found where not expected"}));
  expect_errors<model::GetItemInput>(R"({"AttributesToGet":[@]})", kNoString);
}

TEST(Decode, SaysWhichMapIsWrong) {
  const std::string values =
      "Unrecognized collection type java.util.Map<java.lang.String, "
      "com.amazonaws.dynamodb.v20120810.AttributeValue>";
  expect_errors<model::PutItemInput>(R"({"Item":@})",
                                     with(scalars("Unexpected field type"), {"[]", values}));
  expect_errors<model::BatchGetItemInput>(R"({"RequestItems":{"a":{"Keys":[@]}}})",
                                          with(scalars(kCast), {"[]", values}));
  expect_errors<model::PutItemInput>(
      R"({"ExpressionAttributeNames":@})",
      with(scalars("Unexpected field type"),
           {"[]",
            "Unrecognized collection type java.util.Map<java.lang.String, java.lang.String>"}));
  expect_errors<model::PutItemInput>(R"({"ExpressionAttributeNames":{"#a":@}})", kNoString);
  expect_errors<model::BatchWriteItemInput>(
      R"({"RequestItems":@})",
      with(scalars("Unexpected field type"),
           {"[]",
            "Unrecognized collection type java.util.Map<java.lang.String, "
            "java.util.List<com.amazonaws.dynamodb.v20120810.WriteRequest>>"}));
}

TEST(Decode, SaysWhatIsWrongInAttributeValues) {
  const Case array = {
      "[]", "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue"};
  expect_errors<model::PutItemInput>(R"({"Item":{"a":@}})",
                                     with(scalars("Unexpected value type in payload"), array));
  expect_errors<model::PutItemInput>(R"({"Expected":{"a":{"Value":@}}})",
                                     with(scalars("Unexpected field type"), array));
  expect_errors<model::PutItemInput>(R"({"Item":{"a":{"S":@}}})", kNoString);
  expect_errors<model::PutItemInput>(R"({"Item":{"a":{"N":@}}})", kNoString);
  expect_errors<model::PutItemInput>(R"({"Item":{"a":{"B":@}}})", kNoBinary);
  expect_errors<model::PutItemInput>(R"({"Item":{"a":{"NULL":@}}})",
                                     {{R"("23")", "Unexpected token received from parser"},
                                      {"23", "NUMBER_VALUE cannot be converted to Boolean"}});
  const Case object = {"{}", "Start of structure or map found where not expected"};
  for (const std::string type : {"SS", "NS", "BS", "L"}) {
    expect_errors<model::PutItemInput>(R"({"Item":{"a":{")" + type + R"(":@}}})",
                                       with(scalars("Unexpected field type"), object));
  }
  expect_errors<model::PutItemInput>(R"({"Item":{"a":{"SS":[@]}}})", kNoString);
  expect_errors<model::PutItemInput>(R"({"Item":{"a":{"NS":[@]}}})", kNoString);
  expect_errors<model::PutItemInput>(R"({"Item":{"a":{"BS":[@]}}})", kNoBinary);
  expect_errors<model::PutItemInput>(R"({"Item":{"a":{"L":[@]}}})",
                                     with(scalars("Unexpected value type in payload"), array));
  expect_errors<model::PutItemInput>(
      R"({"Item":{"a":{"M":@}}})",
      with(scalars("Unexpected field type"),
           {"[]",
            "Unrecognized collection type java.util.Map<java.lang.String, "
            "com.amazonaws.dynamodb.v20120810.AttributeValue>"}));
  expect_errors<model::PutItemInput>(R"({"Item":{"a":{"L":[{"M":{"b":{"S":@}}}]}}})", kNoString);
}

TEST(Decode, ReportsTheFirstWrongTypeOfTheBody) {
  TestRequest request;
  EXPECT_EQ(request.error_of<model::PutItemInput>(R"({"Item":{"b":1,"a":[]},"TableName":1})"),
            "Unexpected value type in payload");
  EXPECT_EQ(request.error_of<model::PutItemInput>(
                R"({"Item":{"b":{"M":{"d":{"S":1},"c":{"S":[]}}},"a":{"S":true}}})"),
            "NUMBER_VALUE cannot be converted to String");
}

TEST(Decode, PassesOverUnknownMembersAndNulls) {
  TestRequest request;
  Result<model::QueryInput> input = request.decode<model::QueryInput>(
      R"({"Nonsense":{"a":[1]},"TableName":"abc","IndexName":null,"KeyConditions":null})");
  ASSERT_TRUE(input.ok());
  EXPECT_EQ(input->table_name, "abc");
  EXPECT_FALSE(input->index_name.has_value());
  EXPECT_FALSE(input->key_conditions.has_value());
}

TEST(Decode, TakesTheLastOfRepeatedMembers) {
  TestRequest request;
  EXPECT_EQ(request.decode<model::QueryInput>(R"({"Limit":1,"TableName":"a","Limit":2})")->limit,
            2);
  Result<model::QueryInput> input = request.decode<model::QueryInput>(
      R"({"ExpressionAttributeNames":{"#a":"1","#b":"2","#a":"3"}})");
  ASSERT_TRUE(input.ok());
  ASSERT_EQ(input->expression_attribute_names->size(), 2u);
  EXPECT_EQ((*input->expression_attribute_names)[0].key, "#a");
  EXPECT_EQ((*input->expression_attribute_names)[0].value, "3");
}

TEST(Decode, TakesTheLastOfManyRepeatedKeys) {
  std::string body = R"({"ExpressionAttributeNames":{)";
  for (int i = 0; i < 100; ++i) {
    body += (i == 0 ? "\"#" : ",\"#") + std::to_string(i % 50) + "\":\"" + std::to_string(i) + "\"";
  }
  TestRequest request;
  Result<model::QueryInput> input = request.decode<model::QueryInput>(body + "}}");
  ASSERT_TRUE(input.ok());
  const auto names = *input->expression_attribute_names;
  ASSERT_EQ(names.size(), 50u);
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(names[i].key, "#" + std::to_string(i));
    EXPECT_EQ(names[i].value, std::to_string(i + 50));
  }
}

TEST(Decode, CutsFractionsOffIntegers) {
  TestRequest request;
  EXPECT_EQ(request.decode<model::QueryInput>(R"({"Limit":1.7})")->limit, 1);
  EXPECT_EQ(request.decode<model::QueryInput>(R"({"Limit":-1.7})")->limit, -1);
  EXPECT_EQ(request.decode<model::QueryInput>(R"({"Limit":1e2})")->limit, 100);
  EXPECT_FALSE(request.decode<model::QueryInput>(R"({"Limit":1e300})").ok());
}

TEST(Decode, TakesWordsForBooleans) {
  TestRequest request;
  for (const std::string word : {"true", "TRUE", "1", "Yes"}) {
    const std::string body = R"({"ConsistentRead":")" + word + "\"}";
    EXPECT_EQ(request.decode<model::QueryInput>(body)->consistent_read, true) << word;
  }
  for (const std::string word : {"false", "0", "nO"}) {
    const std::string body = R"({"ConsistentRead":")" + word + "\"}";
    EXPECT_EQ(request.decode<model::QueryInput>(body)->consistent_read, false) << word;
  }
}

TEST(Decode, WhatItGivesOutlivesTheParsersNextBody) {
  json::RequestParser parser;
  Arena arena;
  const auto decode_padded = [&](std::string_view json) {
    const std::string padded = std::string(json) + std::string(json::kBodyPadding, ' ');
    return json::decode<model::PutItemInput>(
        *parser.parse(std::string_view(padded).substr(0, json.size())), arena);
  };
  Result<model::PutItemInput> first =
      decode_padded(R"({"TableName":"first","Item":{"a":{"S":"x"}}})");
  Result<model::PutItemInput> second =
      decode_padded(R"({"TableName":"other","Item":{"b":{"S":"y"}}})");
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->table_name, "first");
  EXPECT_TRUE(first->item->contains("a"));
}

TEST(Decode, ComesBackFromALargeBody) {
  TestRequest request;
  const std::string large = R"({"TableName":")" + std::string(3'000'000, 'x') + "\"}";
  EXPECT_TRUE(request.decode<model::PutItemInput>(large).ok());
  EXPECT_EQ(request.decode<model::PutItemInput>(R"({"TableName":"abc"})")->table_name, "abc");
}

}  // namespace
}  // namespace magneto::internal::checks
