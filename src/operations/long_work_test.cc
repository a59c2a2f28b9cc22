// SPDX-License-Identifier: Apache-2.0
//
// Requests that look into many bytes of items are not answered on an event loop.
#include <gtest/gtest.h>

#include <string>

#include "operations/core/throttle.h"
#include "operations/operations_fixture.h"

namespace magneto::internal::operations {
namespace {

constexpr int kItems = 4;  // Three are less than a page, four are more.

class LongWork : public OperationsFixture {
 protected:
  void SetUp() override {
    call("CreateTable", R"({"TableName":"tab","BillingMode":"PAY_PER_REQUEST",
        "AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"}],
        "KeySchema":[{"AttributeName":"a","KeyType":"HASH"}]})");
    const std::string text(300'000, 'x');
    for (int i = 0; i < kItems; ++i) {
      call("PutItem", R"({"TableName":"tab","Item":{"a":{"S":")" + std::to_string(i) +
                          R"("},"text":{"S":")" + text + R"("}}})");
    }
    context_.blocking = Blocking::kNever;
  }

  void call(const std::string& name, const std::string& body) {
    const Result<void> done = run("DynamoDB_20120810." + name, body);
    ASSERT_TRUE(done.ok()) << done.error().message();
  }
  bool would_block(const std::string& name, const std::string& body) {
    const Result<void> done = run("DynamoDB_20120810." + name, body);
    return !done.ok() && done.error().code() == ErrorCode::kWouldBlock;
  }

  static std::string batch(int count) {
    std::string keys;
    for (int i = 0; i < count; ++i) {
      keys += (i == 0 ? "" : ",") + (R"({"a":{"S":")" + std::to_string(i)) + R"("}})";
    }
    return R"({"RequestItems":{"tab":{"Keys":[)" + keys + "]}}}";
  }
  static std::string statements(const std::string& member, int count) {
    std::string all;
    for (int i = 0; i < count; ++i) {
      all += (i == 0 ? "" : ",") +
             (R"({"Statement":"SELECT * FROM tab WHERE a = ')" + std::to_string(i)) + "'\"}";
    }
    return R"({")" + member + R"(":[)" + all + "]}";
  }
  static std::string transaction(int count) {
    std::string gets;
    for (int i = 0; i < count; ++i) {
      gets += (i == 0 ? "" : ",") +
              (R"({"Get":{"TableName":"tab","Key":{"a":{"S":")" + std::to_string(i)) + R"("}}}})";
    }
    return R"({"TransactItems":[)" + gets + "]}";
  }

  Throttle throttle_{{{"tab", 1000, 1000}}, clock_};
};

TEST_F(LongWork, OfConditionsIsDoneWhereOthersDoNotWaitForIt) {
  const auto checks = [](int count) {
    std::string all;
    for (int i = 0; i < count; ++i) {
      all += (i == 0 ? "" : ",") +
             (R"({"ConditionCheck":{"TableName":"tab","Key":{"a":{"S":")" + std::to_string(i)) +
             R"-("}},"ConditionExpression":"attribute_exists(a)"}})-";
    }
    return R"({"TransactItems":[)" + all + "]}";
  };
  EXPECT_TRUE(would_block("TransactWriteItems", checks(kItems)));
  call("TransactWriteItems", checks(kItems - 1));
  context_.blocking = Blocking::kAllowed;
  call("TransactWriteItems", checks(kItems));
}

TEST_F(LongWork, OfGetsIsDoneWhereOthersDoNotWaitForIt) {
  EXPECT_TRUE(would_block("BatchGetItem", batch(kItems)));
  EXPECT_TRUE(would_block("TransactGetItems", transaction(kItems)));
  EXPECT_TRUE(would_block("BatchExecuteStatement", statements("Statements", kItems)));
  EXPECT_TRUE(would_block("ExecuteTransaction", statements("TransactStatements", kItems)));
  call("BatchExecuteStatement", statements("Statements", kItems - 1));
  call("ExecuteTransaction", statements("TransactStatements", kItems - 1));
  call("BatchGetItem", batch(kItems - 1));
  call("TransactGetItems", transaction(kItems - 1));
  context_.blocking = Blocking::kAllowed;
  call("BatchGetItem", batch(kItems));
  call("TransactGetItems", transaction(kItems));
}

TEST_F(LongWork, IsPaidForOnce) {
  services_.throttle = &throttle_;
  const auto left_after = [&](const std::string& name, const std::string& body) {
    EXPECT_TRUE(would_block(name, body));
    return throttle_.admits("tab", Traffic::kReads);
  };
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(left_after("BatchGetItem", batch(kItems))) << i;
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(left_after("TransactGetItems", transaction(kItems)));
}

}  // namespace
}  // namespace magneto::internal::operations
