// SPDX-License-Identifier: Apache-2.0
//
// What operations answer on a table that has no units left.
#include "operations/core/throttle.h"
#include "operations/operations_fixture.h"

namespace magneto::internal::operations {
namespace {

class Throttling : public OperationsFixture {
 protected:
  void SetUp() override {
    services_.throttle = &throttle_;
    for (const std::string name : {"limited", "free"}) {
      ASSERT_TRUE(run("DynamoDB_20120810.CreateTable",
                      R"({"TableName":")" + name +
                          R"(","BillingMode":"PAY_PER_REQUEST",)"
                          R"("AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"}],)"
                          R"("KeySchema":[{"AttributeName":"a","KeyType":"HASH"}]})")
                      .ok());
    }
  }

  /// Empty for none.
  std::string error_of(const std::string& operation, const std::string& body) {
    const Result<void> done = run("DynamoDB_20120810." + operation, body);
    if (done.ok()) return {};
    const ErrorCode code = done.error().code();
    if (code == ErrorCode::kProvisionedThroughputExceeded) return "exceeded";
    return code == ErrorCode::kThrottling ? std::string("throttled") : done.error().message();
  }

  std::string put(const std::string& table) {
    return error_of("PutItem", R"({"TableName":")" + table + R"(","Item":{"a":{"S":"1"}}})");
  }

  Throttle throttle_{{{"limited", 1, 2}}, clock_};
};

TEST_F(Throttling, WritesStopWhenTheUnitsAreUsedUpAndGoOnLater) {
  EXPECT_EQ(put("limited"), "");
  EXPECT_EQ(put("limited"), "");
  EXPECT_EQ(put("limited"), "throttled");
  EXPECT_EQ(error_of("DeleteItem", R"({"TableName":"limited","Key":{"a":{"S":"1"}}})"),
            "throttled");
  EXPECT_EQ(put("free"), "");
  clock_.now += 1'000;
  EXPECT_EQ(put("limited"), "");
}

TEST_F(Throttling, EveryWayToReadIsCounted) {
  const std::pair<std::string, std::string> reads[] = {
      {"GetItem", R"({"TableName":"limited","ConsistentRead":true,"Key":{"a":{"S":"1"}}})"},
      {"BatchGetItem",
       R"({"RequestItems":{"limited":{"ConsistentRead":true,"Keys":[{"a":{"S":"1"}}]}}})"},
      {"Query", R"({"TableName":"limited","ConsistentRead":true,"KeyConditionExpression":"a = :a",)"
                R"("ExpressionAttributeValues":{":a":{"S":"1"}}})"},
      {"Scan", R"({"TableName":"limited","ConsistentRead":true})"},
      {"ExecuteStatement",
       R"({"Statement":"SELECT * FROM limited WHERE a = '1'","ConsistentRead":true})"},
      {"BatchExecuteStatement",
       R"({"Statements":[{"Statement":"SELECT * FROM limited WHERE a = '1'",)"
       R"("ConsistentRead":true}]})"}};
  for (const auto& [operation, body] : reads) {
    clock_.now += 10'000;
    EXPECT_EQ(error_of(operation, body), "") << operation;
    EXPECT_EQ(error_of(operation, body), "throttled") << operation;
  }
}

TEST_F(Throttling, EveryWayToWriteIsCounted) {
  const std::pair<std::string, std::string> writes[] = {
      {"UpdateItem", R"({"TableName":"limited","Key":{"a":{"S":"1"}}})"},
      {"BatchWriteItem",
       R"({"RequestItems":{"limited":[{"PutRequest":{"Item":{"a":{"S":"1"}}}}]}})"},
      {"ExecuteStatement", R"({"Statement":"DELETE FROM limited WHERE a = '1'"})"},
      {"BatchExecuteStatement",
       R"({"Statements":[{"Statement":"DELETE FROM limited WHERE a = '1'"}]})"}};
  for (const auto& [operation, body] : writes) {
    clock_.now += 10'000;
    EXPECT_EQ(error_of(operation, body), "") << operation;
    EXPECT_EQ(error_of(operation, body), "") << operation;
    EXPECT_EQ(error_of(operation, body), "throttled") << operation;
  }
}

TEST_F(Throttling, AProvisionedTableHasAnotherError) {
  ASSERT_TRUE(run("DynamoDB_20120810.UpdateTable",
                  R"({"TableName":"limited","BillingMode":"PROVISIONED",)"
                  R"("ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":2}})")
                  .ok());
  EXPECT_EQ(put("limited"), "");
  EXPECT_EQ(put("limited"), "");
  EXPECT_EQ(put("limited"), "exceeded");
  EXPECT_EQ(
      error_of("TransactWriteItems",
               R"({"TransactItems":[{"Delete":{"TableName":"limited","Key":{"a":{"S":"1"}}}}]})"),
      "Transaction cancelled, please refer cancellation reasons for specific reasons "
      "[ProvisionedThroughputExceeded]");
}

TEST_F(Throttling, TransactionsAreCancelled) {
  constexpr std::string_view kCancelled =
      "Transaction cancelled, please refer cancellation reasons for specific reasons "
      "[None, ThrottlingError]";
  const std::string write =
      R"({"TransactItems":[{"Put":{"TableName":"free","Item":{"a":{"S":"1"}}}},)"
      R"({"Put":{"TableName":"limited","Item":{"a":{"S":"1"}}}}]})";
  EXPECT_EQ(error_of("TransactWriteItems", write), "");
  EXPECT_EQ(error_of("TransactWriteItems", write), kCancelled);
  const std::string read =
      R"({"TransactItems":[{"Get":{"TableName":"free","Key":{"a":{"S":"1"}}}},)"
      R"({"Get":{"TableName":"limited","Key":{"a":{"S":"1"}}}}]})";
  EXPECT_EQ(error_of("TransactGetItems", read), "");
  EXPECT_EQ(error_of("TransactGetItems", read), kCancelled);
}

}  // namespace
}  // namespace magneto::internal::operations
