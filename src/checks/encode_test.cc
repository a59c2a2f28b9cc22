// SPDX-License-Identifier: Apache-2.0
//
// Golden JSON of outputs, and inputs that survive the way out and in again.
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "checks/test_request.h"

namespace magneto::internal::checks {
namespace {

template <class T>
std::string encoded(const T& value) {
  json::JsonWriter writer;
  json::encode(value, writer);
  return std::string(writer.text());
}

TEST(Encode, LeavesOutWhatIsAbsent) {
  EXPECT_EQ(encoded(model::PutItemOutput{}), "{}");
  EXPECT_EQ(encoded(model::NoOutput{}), "{}");
}

TEST(Encode, WritesCapacityAsDoubles) {
  const std::array<model::MapEntry<model::Capacity>, 2> indexes = {
      model::MapEntry<model::Capacity>{"by_date", {.capacity_units = 0.5}},
      model::MapEntry<model::Capacity>{"b\"", {.capacity_units = 12}}};
  const model::QueryOutput output = {
      .count = 0,
      .scanned_count = 3,
      .consumed_capacity = model::ConsumedCapacity{
          .table_name = "music",
          .capacity_units = 1,
          .table = model::Capacity{.capacity_units = 0.5},
          .global_secondary_indexes = std::span<const model::MapEntry<model::Capacity>>(indexes)}};
  EXPECT_EQ(encoded(output),
            R"({"Count":0,"ScannedCount":3,"ConsumedCapacity":{"TableName":"music",)"
            R"("CapacityUnits":1.0,"Table":{"CapacityUnits":0.5},"GlobalSecondaryIndexes":)"
            R"({"by_date":{"CapacityUnits":0.5},"b\"":{"CapacityUnits":12.0}}}})");
}

TEST(Encode, WritesDescriptions) {
  const std::array<model::KeySchemaElement, 1> schema = {
      model::KeySchemaElement{.attribute_name = "p", .key_type = model::KeyType::kHash}};
  const model::DescribeTableOutput output = {
      .table =
          model::TableDescription{.table_name = "music",
                                  .key_schema = std::span<const model::KeySchemaElement>(schema),
                                  .creation_date_time = 1700000000.25,
                                  .table_size_bytes = 5'000'000'000,
                                  .deletion_protection_enabled = false}};
  EXPECT_EQ(encoded(output),
            R"({"Table":{"TableName":"music","KeySchema":[{"AttributeName":"p",)"
            R"("KeyType":"HASH"}],"CreationDateTime":1700000000.25,"TableSizeBytes":5000000000,)"
            R"("DeletionProtectionEnabled":false}})");
}

TEST(Encode, WritesListsOfItems) {
  TestRequest request;
  constexpr std::string_view kOutput = R"({"Items":[{"a":{"S":"x"}},{},{"b":{"N":"1"}}],"Count":3,)"
                                       R"("LastEvaluatedKey":{"a":{"B":"AA=="}}})";
  EXPECT_EQ(request.round_trip<model::ScanOutput>(kOutput), kOutput);
}

TEST(Encode, WritesInputsThatDecodeToTheSame) {
  TestRequest request;
  constexpr std::string_view kInput =
      R"({"TransactItems":[{"Put":{"Item":{"a":{"S":"x"}},"TableName":"t","ConditionExpression":)"
      R"("#a = :v","ExpressionAttributeNames":{"#a":"a"},"ExpressionAttributeValues":)"
      R"({":v":{"N":"1"}}}},{"Delete":{"Key":{"a":{"S":"y"}},"TableName":"t"}}],)"
      R"("ClientRequestToken":"token"})";
  EXPECT_EQ(request.round_trip<model::TransactWriteItemsInput>(kInput), kInput);
}

TEST(Encode, WritesADefaultValueAsEmpty) {
  EXPECT_EQ(encoded(model::AttributeValueUpdate{.value = model::AttributeValue(),
                                                .action = model::AttributeAction::kPut}),
            R"({"Value":{},"Action":"PUT"})");
  EXPECT_EQ(encoded(model::GetItemOutput{.item = model::AttributeMap()}), R"({"Item":{}})");
}

}  // namespace
}  // namespace magneto::internal::checks
