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

  /// `term` so many times, none of which holds.
  static std::string ored(std::string_view term, int count) {
    std::string all;
    for (int i = 0; i < count; ++i) all.append(i == 0 ? "" : " OR ").append(term);
    return all;
  }
  static std::string with_texts(const std::string& members) {
    return R"({"TableName":"tab","ExpressionAttributeNames":{"#t":"text"},)"
           R"("ExpressionAttributeValues":{":v":{"S":"no"}},)" +
           members + "}";
  }
  /// On the item "0", a condition that looks at it so many times, and `more`.
  static std::string conditional(int looks, const std::string& more) {
    return with_texts(R"("ConditionExpression":"NOT ()" + ored("contains(#t, :v)", looks) +
                      R"-()",)-" + more);
  }
  static std::string statement(int looks, const std::string& verb) {
    return verb + R"( WHERE a = '0' AND NOT ()" + ored(R"(contains(\"text\", 'no'))", looks) + ")";
  }

  static constexpr int kFewLooks = 8;  // Of an item: 2.4 MB.
  static constexpr int kManyLooks = 40;

  /// A request that looks at an item so often is not answered on a loop, but elsewhere it is.
  template <class Body>
  void expect_too_long(const std::string& name, Body body) {
    context_.blocking = Blocking::kNever;
    EXPECT_TRUE(would_block(name, body(kManyLooks))) << name;
    context_.blocking = Blocking::kAllowed;
    call(name, body(kManyLooks));
  }
  /// One that looks less often is. (Of reads of pages a clock decides.)
  template <class Body>
  void expect_limit(const std::string& name, Body body) {
    context_.blocking = Blocking::kNever;
    call(name, body(kFewLooks));
    expect_too_long(name, body);
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

TEST_F(LongWork, OfOneConditionIsDoneWhereOthersDoNotWaitForIt) {
  const std::string key = R"("Key":{"a":{"S":"0"}})";
  expect_limit("PutItem", [](int looks) {
    return conditional(
        looks, R"("Item":{"a":{"S":"0"},"text":{"S":")" + std::string(300'000, 'x') + R"("}})");
  });
  expect_limit("UpdateItem", [&](int looks) {
    return conditional(looks, key + R"(,"UpdateExpression":"SET b = :v")");
  });
  expect_limit("TransactWriteItems", [&](int looks) {
    return R"({"TransactItems":[{"ConditionCheck":)" + conditional(looks, key) + "}]}";
  });
  expect_too_long("DeleteItem", [&](int looks) { return conditional(looks, key); });
}

TEST_F(LongWork, OfOneFilterIsDoneWhereOthersDoNotWaitForIt) {
  const auto filter = [](int looks) {
    return R"("FilterExpression":")" + ored("contains(#t, :v)", looks) + "\"";
  };
  expect_too_long("Scan", [&](int looks) { return with_texts(filter(looks)); });
  expect_too_long("Query", [&](int looks) {
    return R"({"TableName":"tab","ExpressionAttributeNames":{"#t":"text"},)"
           R"("ExpressionAttributeValues":{":v":{"S":"no"},":a":{"S":"0"}},)"
           R"("KeyConditionExpression":"a = :a",)" +
           filter(looks) + "}";
  });
}

TEST_F(LongWork, OfOneUpdateIsDoneWhereOthersDoNotWaitForIt) {
  expect_limit("UpdateItem", [](int looks) {
    std::string set;
    for (int i = 0; i < looks; ++i) {
      set += (i == 0 ? "SET b" : ", b") + std::to_string(i) + " = if_not_exists(zz, :v)";
    }
    return R"({"TableName":"tab","Key":{"a":{"S":"0"}},)"
           R"("ExpressionAttributeValues":{":v":{"S":"no"}},"UpdateExpression":")" +
           set + "\"}";
  });
}

TEST_F(LongWork, OfOneStatementIsDoneWhereOthersDoNotWaitForIt) {
  const std::string update = R"(UPDATE tab SET b = 'x')";
  expect_limit("ExecuteStatement",
               [&](int looks) { return R"({"Statement":")" + statement(looks, update) + "\"}"; });
  expect_too_long("ExecuteStatement", [&](int looks) {
    return R"({"Statement":")" + statement(looks, "SELECT a FROM tab") + "\"}";
  });
  expect_limit("BatchExecuteStatement", [&](int looks) {
    return R"({"Statements":[{"Statement":")" + statement(looks, update) + "\"}]}";
  });
  expect_limit("ExecuteTransaction", [&](int looks) {
    return R"({"TransactStatements":[{"Statement":")" + statement(looks, update) + "\"}]}";
  });
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
