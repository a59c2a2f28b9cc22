// SPDX-License-Identifier: Apache-2.0
//
// Reads of a global index that is being filled. Nothing fills it here: a job would.
#include <gtest/gtest.h>

#include <string>

#include "operations/operations_fixture.h"

namespace magneto::internal::operations {
namespace {

constexpr const char* kRefused = "Cannot read from backfilling global secondary index: by_artist";

class FillingIndex : public OperationsFixture {
 protected:
  void SetUp() override {
    run("CreateTable", R"({"TableName":"tab","BillingMode":"PAY_PER_REQUEST",
        "AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"}],
        "KeySchema":[{"AttributeName":"a","KeyType":"HASH"}]})");
    run("PutItem", R"({"TableName":"tab","Item":{"a":{"S":"1"},"artist":{"S":"x"}}})");
    const std::string added = run("UpdateTable", R"({"TableName":"tab",
        "AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"},
                                {"AttributeName":"artist","AttributeType":"S"}],
        "GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"by_artist",
            "KeySchema":[{"AttributeName":"artist","KeyType":"HASH"}],
            "Projection":{"ProjectionType":"ALL"}}}]})");
    ASSERT_NE(added.find(R"("IndexStatus":"CREATING")"), std::string::npos) << added;
    run("PutItem", R"({"TableName":"tab","Item":{"a":{"S":"2"},"artist":{"S":"x"}}})");
  }

  /// The answer, or the message of the error.
  std::string run(std::string_view name, const std::string& body) {
    const Result<void> done =
        OperationsFixture::run("DynamoDB_20120810." + std::string(name), body);
    return done.ok() ? std::string(out_.text()) : done.error().message();
  }

  std::string query(const std::string& key_condition) {
    return run("Query", R"({"TableName":"tab","IndexName":"by_artist","KeyConditionExpression":")" +
                            key_condition + R"(","ExpressionAttributeValues":{":x":{"S":"x"}}})");
  }

  std::string select(const std::string& where) {
    return run("ExecuteStatement",
               R"({"Statement":"SELECT * FROM \"tab\".\"by_artist\")" + where + "\"}");
  }
};

TEST_F(FillingIndex, IsNotReadByQuery) {
  EXPECT_EQ(query("artist = :x"), kRefused);
  // What is wrong with the request by itself comes first.
  EXPECT_NE(query("artist =").find("Syntax error"), std::string::npos);
}

TEST_F(FillingIndex, IsNotReadByScan) {
  EXPECT_EQ(run("Scan", R"({"TableName":"tab","IndexName":"by_artist"})"), kRefused);
}

TEST_F(FillingIndex, IsNotReadByStatements) {
  EXPECT_EQ(select(" WHERE artist = 'x'"), kRefused);
  EXPECT_EQ(select(""), kRefused);
}

TEST_F(FillingIndex, LeavesTheTableReadable) {
  const std::string scanned = run("Scan", R"({"TableName":"tab","Select":"COUNT"})");
  EXPECT_NE(scanned.find(R"("Count":2)"), std::string::npos) << scanned;
}

}  // namespace
}  // namespace magneto::internal::operations
