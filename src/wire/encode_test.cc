// SPDX-License-Identifier: Apache-2.0
//
// Golden JSON of outputs, and inputs that survive the way out and in again.
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "wire/test_request.h"

namespace magneto::wire {
namespace {

template <class T>
std::string encoded(const T& value) {
  JsonWriter writer;
  encode(value, writer);
  return std::string(writer.text());
}

TEST(Encode, LeavesOutWhatIsAbsent) {
  EXPECT_EQ(encoded(PutItemOutput{}), "{}");
  EXPECT_EQ(encoded(NoOutput{}), "{}");
}

TEST(Encode, WritesCapacityAsDoubles) {
  const std::array<MapEntry<Capacity>, 2> indexes = {
      MapEntry<Capacity>{"by_date", {.capacity_units = 0.5}},
      MapEntry<Capacity>{"b\"", {.capacity_units = 12}}};
  const QueryOutput output = {
      .count = 0,
      .scanned_count = 3,
      .consumed_capacity = ConsumedCapacity{
          .table_name = "music",
          .capacity_units = 1,
          .table = Capacity{.capacity_units = 0.5},
          .global_secondary_indexes = std::span<const MapEntry<Capacity>>(indexes)}};
  EXPECT_EQ(encoded(output),
            R"({"Count":0,"ScannedCount":3,"ConsumedCapacity":{"TableName":"music",)"
            R"("CapacityUnits":1.0,"Table":{"CapacityUnits":0.5},"GlobalSecondaryIndexes":)"
            R"({"by_date":{"CapacityUnits":0.5},"b\"":{"CapacityUnits":12.0}}}})");
}

TEST(Encode, WritesDescriptions) {
  const std::array<KeySchemaElement, 1> schema = {
      KeySchemaElement{.attribute_name = "p", .key_type = "HASH"}};
  const DescribeTableOutput output = {
      .table = TableDescription{.table_name = "music",
                                .key_schema = std::span<const KeySchemaElement>(schema),
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
  EXPECT_EQ(request.round_trip<ScanOutput>(kOutput), kOutput);
}

TEST(Encode, WritesInputsThatDecodeToTheSame) {
  TestRequest request;
  constexpr std::string_view kInput =
      R"({"TransactItems":[{"Put":{"Item":{"a":{"S":"x"}},"TableName":"t","ConditionExpression":)"
      R"("#a = :v","ExpressionAttributeNames":{"#a":"a"},"ExpressionAttributeValues":)"
      R"({":v":{"N":"1"}}}},{"Delete":{"Key":{"a":{"S":"y"}},"TableName":"t"}}],)"
      R"("ClientRequestToken":"token"})";
  EXPECT_EQ(request.round_trip<TransactWriteItemsInput>(kInput), kInput);
}

TEST(Encode, WritesADefaultValueAsEmpty) {
  EXPECT_EQ(encoded(AttributeValueUpdate{.value = AttributeValue(), .action = "PUT"}),
            R"({"Value":{},"Action":"PUT"})");
  EXPECT_EQ(encoded(GetItemOutput{.item = AttributeMap()}), R"({"Item":{}})");
}

}  // namespace
}  // namespace magneto::wire
