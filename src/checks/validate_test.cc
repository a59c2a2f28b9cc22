// SPDX-License-Identifier: Apache-2.0
//
// The model's constraints: every kind, where they stand, and which is reported.
#include <gtest/gtest.h>

#include <regex>
#include <string>

#include "checks/messages.h"
#include "checks/test_request.h"

namespace magneto::internal::checks {
namespace {

template <class T>
std::string present(std::string_view json) {
  return TestRequest().error_of<T>(json, Wording::kPresent);
}
template <class T>
std::string legacy(std::string_view json) {
  return TestRequest().error_of<T>(json, Wording::kLegacy);
}

std::string one(std::string_view error) {
  return "1 validation error detected: " + std::string(error);
}

/// `pattern` with @ for the hashes that quoted structures carry.
void expect_match(const std::string& text, std::string pattern) {
  const std::string escaped =
      std::regex_replace(pattern, std::regex(R"([.*+?()|\[\]{}\\^$])"), R"(\$&)");
  const std::regex expression(std::regex_replace(escaped, std::regex("@"), "@[0-9a-f]{1,8}"));
  EXPECT_TRUE(std::regex_match(text, expression)) << text << "\nfor " << pattern;
}

constexpr std::string_view kNotNull = "' failed to satisfy constraint: Member must not be null";

TEST(Validate, AcceptsARightRequest) {
  EXPECT_EQ(present<model::PutItemInput>(R"({"TableName":"abc","Item":{}})"), "");
  EXPECT_EQ(present<model::GetItemInput>(
                R"({"TableName":"arn:aws:dynamodb:us-east-1:123:table/abc","Key":{}})"),
            "");
}

TEST(Validate, DemandsRequiredMembers) {
  EXPECT_EQ(present<model::PutItemInput>("{}"),
            one("Value null at 'tableName" + std::string(kNotNull)));
  EXPECT_EQ(present<model::PutItemInput>(R"({"TableName":"abc"})"),
            one("Value null at 'item" + std::string(kNotNull)));
}

TEST(Validate, ChecksTableNames) {
  EXPECT_EQ(present<model::GetItemInput>(R"({"TableName":"ab","Key":{}})"),
            one("Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length "
                "greater than or equal to 3"));
  EXPECT_EQ(present<model::GetItemInput>(R"({"TableName":"abc;","Key":{}})"),
            one("Value 'abc;' at 'tableName' failed to satisfy constraint: Member must satisfy "
                "regular expression pattern: [a-zA-Z0-9_.-]+"));
  const std::string longest(255, 'a');
  EXPECT_EQ(present<model::GetItemInput>(R"({"TableName":")" + longest + R"(","Key":{}})"), "");
  EXPECT_EQ(present<model::GetItemInput>(R"({"TableName":")" + longest + R"(a","Key":{}})"),
            one("Value '" + longest +
                "a' at 'tableName' failed to satisfy constraint: Member must have length "
                "less than "
                "or equal to 255"));
  EXPECT_EQ(legacy<model::GetItemInput>(R"({"TableName":"a;","Key":{}})"),
            "2 validation errors detected: Value 'a;' at 'tableName' failed to satisfy constraint: "
            "Member must have length greater than or equal to 3; Value 'a;' at 'tableName' failed "
            "to satisfy constraint: Member must satisfy regular expression pattern: "
            "[a-zA-Z0-9_.-]+");
}

TEST(Validate, TakesArnsUpToTheirOwnLength) {
  const std::string arn = "arn:aws:dynamodb:us-east-1:123:table/" + std::string(987, 'a');
  EXPECT_EQ(present<model::GetItemInput>(R"({"TableName":")" + arn + R"(","Key":{}})"), "");
  EXPECT_EQ(present<model::GetItemInput>(R"({"TableName":")" + arn + R"(a","Key":{}})"),
            one("Value at 'TableName' failed to satisfy constraint: Member must have length less "
                "than or equal to 1024"));
}

TEST(Validate, TheControlPlaneLookedAtTableNamesFirst) {
  constexpr std::string_view kMissing =
      "The parameter 'TableName' is required but was not present in the request";
  constexpr std::string_view kLength =
      "TableName must be at least 3 characters long and at most 255 characters long";
  EXPECT_EQ(legacy<model::CreateTableInput>(R"({"BillingMode":"x"})"), kMissing);
  EXPECT_EQ(legacy<model::DeleteTableInput>(R"({"TableName":""})"), kLength);
  EXPECT_EQ(legacy<model::UpdateTableInput>(R"({"TableName":"a;"})"), kLength);
  EXPECT_EQ(present<model::DescribeTableInput>("{}"),
            one("Value null at 'tableName" + std::string(kNotNull)));
}

TEST(Validate, LooksAtLengthsOfTableAndIndexNamesFirst) {
  const std::string too_short =
      "' failed to satisfy constraint: Member must have length greater than or equal to 3";
  EXPECT_EQ(present<model::DescribeTableInput>(R"({"TableName":""})"),
            one("Value '' at 'tableName" + too_short));
  EXPECT_EQ(present<model::QueryInput>(R"({"TableName":"abc","IndexName":""})"),
            one("Value at 'IndexName" + too_short));
  EXPECT_EQ(present<model::ListTablesInput>(R"({"ExclusiveStartTableName":""})"),
            one("Value '' at 'exclusiveStartTableName' failed to satisfy constraint: Member must "
                "satisfy regular expression pattern: [a-zA-Z0-9_.-]+"));
}

TEST(Validate, CreateTableStillNeedsItsKeys) {
  EXPECT_EQ(legacy<model::CreateTableInput>(R"({"TableName":"abc;"})"),
            "3 validation errors detected: Value null at 'attributeDefinitions" +
                std::string(kNotNull) +
                "; Value 'abc;' at 'tableName' failed to satisfy constraint: Member must satisfy "
                "regular expression pattern: [a-zA-Z0-9_.-]+; Value null at 'keySchema" +
                std::string(kNotNull));
}

TEST(Validate, TagOperationsLookAtTheirArnFirst) {
  EXPECT_EQ(legacy<model::TagResourceInput>("{}"), "Invalid TableArn");
  EXPECT_EQ(legacy<model::TagResourceInput>(R"({"ResourceArn":"arn:aws:x"})"),
            one("Value null at 'tags" + std::string(kNotNull)));
}

TEST(Validate, ChecksEnums) {
  constexpr std::string_view kInput = R"({"TableName":"abc","Item":{},"ReturnValues":"hi"})";
  EXPECT_EQ(legacy<model::PutItemInput>(kInput),
            one("Value 'hi' at 'returnValues' failed to satisfy constraint: Member must satisfy "
                "enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]"));
  EXPECT_EQ(present<model::PutItemInput>(kInput), one(std::string(messages::kBareEnum)));
}

TEST(Validate, ChecksRangesOfNumbers) {
  EXPECT_EQ(present<model::QueryInput>(R"({"TableName":"abc","Limit":0})"),
            one("Value at 'Limit' failed to satisfy constraint: Member must have value "
                "greater "
                "than or equal to 1"));
  EXPECT_EQ(present<model::ScanInput>(R"({"TableName":"abc","TotalSegments":1000001})"),
            one("Value at 'TotalSegments' failed to satisfy constraint: Member "
                "must have "
                "value less than or equal to 1000000"));
}

TEST(Validate, ChecksSizesOfListsAndMaps) {
  EXPECT_EQ(present<model::GetItemInput>(R"({"TableName":"abc","Key":{},"AttributesToGet":[]})"),
            one("Value at 'AttributesToGet' failed to satisfy constraint: Member must have "
                "length greater than or equal to 1"));
  EXPECT_EQ(present<model::BatchWriteItemInput>(R"({"RequestItems":{}})"),
            "The requestItems parameter is required for BatchWriteItem");
  EXPECT_EQ(legacy<model::BatchWriteItemInput>(R"({"RequestItems":{}})"),
            one("Value '{}' at 'requestItems' failed to satisfy constraint: Member must have "
                "length greater than or equal to 1"));
  std::string actions;
  for (int i = 0; i < 101; ++i) actions += i == 0 ? "{}" : ",{}";
  std::string quoted;
  for (int i = 0; i < 101; ++i) {
    quoted += (i == 0 ? "" : ", ");
    quoted += "com.amazonaws.dynamodb.v20120810.TransactWriteItem@";
  }
  expect_match(present<model::TransactWriteItemsInput>(R"({"TransactItems":[)" + actions + "]}"),
               one("Value '[" + quoted +
                   "]' at 'transactItems' failed to satisfy constraint: Member must have length "
                   "less than or equal to 100"));
}

TEST(Validate, NamesMembersInsideByPath) {
  EXPECT_EQ(
      present<model::CreateTableInput>(
          R"({"TableName":"abc","AttributeDefinitions":[],"KeySchema":[{"KeyType":"HASH"}]})"),
      one("Value null at 'keySchema.1.member.attributeName" + std::string(kNotNull)));
  EXPECT_EQ(
      present<model::QueryInput>(R"({"TableName":"abc","KeyConditions":{"a":{}}})"),
      one("Value null at 'keyConditions.a.member.comparisonOperator" + std::string(kNotNull)));
  EXPECT_EQ(
      present<model::TransactWriteItemsInput>(R"({"TransactItems":[{},{"Put":{"Item":{}}}]})"),
      one("Value null at 'transactItems.2.member.put.tableName" + std::string(kNotNull)));
  EXPECT_EQ(present<model::BatchWriteItemInput>(R"({"RequestItems":{"abc":[{"PutRequest":{}}]}})"),
            one("Value null at 'requestItems.abc.member.1.member.putRequest.item" +
                std::string(kNotNull)));
}

TEST(Validate, ReportsKeysAndValuesOfMapsAtTheMap) {
  const std::string text = legacy<model::BatchWriteItemInput>(R"({"RequestItems":{"a":[]}})");
  EXPECT_EQ(text,
            "2 validation errors detected: Value '{a=[]}' at 'requestItems' failed to satisfy "
            "constraint: Map keys must satisfy constraint: [Member must have length less than or "
            "equal to 255, Member must have length greater than or equal to 3, Member must "
            "satisfy "
            "regular expression pattern: [a-zA-Z0-9_.-]+]; Value '{a=[]}' at 'requestItems' failed "
            "to satisfy constraint: Map value must satisfy constraint: [Member must have length "
            "less than or equal to 25, Member must have length greater than or equal to 1]");
}

TEST(Validate, ReportsStringsInListsAtTheList) {
  EXPECT_EQ(present<model::LocalSecondaryIndex>(
                R"({"IndexName":"abc","KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],
                    "Projection":{"NonKeyAttributes":["",""]}})"),
            one("Value '[, ]' at 'projection.nonKeyAttributes' failed to satisfy constraint: "
                "Member must satisfy constraint: [Member must have length less than or equal to "
                "255, Member must have length greater than or equal to 1]"));
}

TEST(Validate, LeavesTagsToTheirOperations) {
  EXPECT_EQ(present<model::TagResourceInput>(R"({"ResourceArn":"a","Tags":[{}]})"), "");
  EXPECT_EQ(present<model::UntagResourceInput>(R"({"ResourceArn":"a","TagKeys":[""]})"), "");
}

TEST(Validate, RefusesNullsInLists) {
  EXPECT_EQ(
      present<model::GetItemInput>(R"({"TableName":"abc","Key":{},"AttributesToGet":["a",null]})"),
      one("Value null at 'attributesToGet.2.member" + std::string(kNotNull)));
  EXPECT_EQ(present<model::GetItemInput>(R"({"TableName":"abc","Key":{},"AttributesToGet":[""]})"),
            "");
}

TEST(Validate, RefusesLongAttributeNames) {
  const std::string name(65536, 'n');
  const std::string text = present<model::PutItemInput>(
      R"({"TableName":"abc","Item":{"a":{"S":"x"},")" + name + R"(":{"S":"x"}}})");
  EXPECT_TRUE(text.starts_with("1 validation error detected: Value '{a=com.amazonaws")) << text;
  EXPECT_TRUE(
      text.ends_with("' at 'item' failed to satisfy constraint: Map keys must satisfy "
                     "constraint: [Member must have length less than or equal to 65535]"))
      << text.substr(text.size() - 200);
  EXPECT_LT(text.size(), 17'000u);
  EXPECT_EQ(present<model::PutItemInput>(R"({"TableName":"abc","Item":{")" + name.substr(1) +
                                         R"(":{"S":"x"}}})"),
            "");
}

TEST(Validate, CountsLengthsAsJavaDoes) {
  // 255 characters of two bytes are 255; 127 of four bytes are 254 in UTF-16.
  const auto set_name = [](const std::string& name) {
    return present<model::TimeToLiveSpecification>(R"({"Enabled":true,"AttributeName":")" + name +
                                                   "\"}");
  };
  std::string name;
  for (int i = 0; i < 255; ++i) name += "\xC3\xA9";
  EXPECT_EQ(set_name(name), "");
  EXPECT_NE(set_name(name + "x"), "");
  name.clear();
  for (int i = 0; i < 127; ++i) name += "\xF0\x9F\x98\x80";
  EXPECT_EQ(set_name(name + "x"), "");
  EXPECT_NE(set_name(name + "xx"), "");
}

TEST(Validate, ReportsTheFirstErrorInTheServicesOrder) {
  constexpr std::string_view kInput =
      R"({"TableName":"abc;","ReturnConsumedCapacity":"hi","ReturnValues":"hi"})";
  EXPECT_EQ(present<model::PutItemInput>(kInput),
            one("Value 'abc;' at 'tableName' failed to satisfy constraint: Member must satisfy "
                "regular expression pattern: [a-zA-Z0-9_.-]+"));
  EXPECT_EQ(
      legacy<model::PutItemInput>(kInput),
      "4 validation errors detected: Value 'hi' at 'returnConsumedCapacity' failed to satisfy "
      "constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; Value 'abc;' "
      "at 'tableName' failed to satisfy constraint: Member must satisfy regular expression "
      "pattern: [a-zA-Z0-9_.-]+; Value null at 'item' failed to satisfy constraint: Member "
      "must not be null; Value 'hi' at 'returnValues' failed to satisfy constraint: Member "
      "must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]");
}

TEST(Validate, SearchVectorsNamesTheFieldThatIsMissing) {
  EXPECT_EQ(present<model::SearchVectorsInput>(
                R"({"TableName":"abc","IndexName":"abc","SearchVector":[{"N":"1"}]})"),
            "missing field `TopK`");
  EXPECT_EQ(
      present<model::SearchVectorsInput>(
          R"({"TableName":"abc","IndexName":"abc","SearchVector":[],"TopK":1})"),
      one("Value at 'SearchVector' failed to satisfy constraint: Member must have length greater "
          "than or equal to 1"));
}

TEST(Validate, TheLegacyTextListsTenErrorsAtMost) {
  std::string schema;
  for (int i = 0; i < 30; ++i) schema += i == 0 ? "{}" : ",{}";
  const std::string text = legacy<model::CreateTableInput>(
      R"({"TableName":"abc","AttributeDefinitions":[)" + schema + R"(],"KeySchema":[]})");
  EXPECT_TRUE(text.starts_with("10 validation errors detected: ")) << text;
  EXPECT_TRUE(
      text.ends_with("attributeDefinitions.5.member.attributeName" + std::string(kNotNull)));
}

}  // namespace
}  // namespace magneto::internal::checks
