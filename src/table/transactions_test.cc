// SPDX-License-Identifier: Apache-2.0
#include "magneto/transactions.h"

#include <gtest/gtest.h>

#include "magneto/error_details.h"
#include "table/fake_connection.h"

namespace magneto::internal::table {
namespace {

std::string cancelled(std::string_view first, std::string_view second) {
  return R"({"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException",)"
         R"("Message":"Transaction cancelled","CancellationReasons":[)" +
         std::string(first) + "," + std::string(second) + "]}";
}

class Transactions : public testing::Test {
 protected:
  static TransactionOptions fast() {
    return {.first_wait = std::chrono::milliseconds(1),
            .longest_wait = std::chrono::milliseconds(1)};
  }
  static std::string token_in(const std::string& body) {
    const std::string mark = R"("ClientRequestToken":")";
    const std::size_t at = body.find(mark);
    return at == std::string::npos ? "" : body.substr(at + mark.size(), 36);
  }

  std::shared_ptr<FakeConnection> fake = std::make_shared<FakeConnection>();
  Table songs{fake->client(), "Songs"};
  Table artists{fake->client(), "Artists"};
};

TEST_F(Transactions, SendTheirOperationsInOrder) {
  fake->answers({"{}"});
  WriteTransaction writes(fake->client());
  writes.put(songs, {{"a", 1}}).when(attr("a").not_exists());
  writes.update(artists, {{"b", 2}}).add(attr("Songs"), 1).item_on_failure();
  writes.remove(songs, {{"a", 3}});
  writes.check(songs, {{"a", 4}}, attr("Open") == true);
  writes.token("mine");
  EXPECT_TRUE(writes.commit().get());
  EXPECT_EQ(
      fake->body(0),
      R"({"TransactItems":[{"Put":{"Item":{"a":{"N":"1"}},"TableName":"Songs",)"
      R"j("ConditionExpression":"attribute_not_exists(#0)",)j"
      R"("ExpressionAttributeNames":{"#0":"a"}}},)"
      R"({"Update":{"Key":{"b":{"N":"2"}},"UpdateExpression":"ADD #0 :0","TableName":"Artists",)"
      R"("ExpressionAttributeNames":{"#0":"Songs"},"ExpressionAttributeValues":{":0":{"N":"1"}},)"
      R"("ReturnValuesOnConditionCheckFailure":"ALL_OLD"}},)"
      R"({"Delete":{"Key":{"a":{"N":"3"}},"TableName":"Songs"}},)"
      R"({"ConditionCheck":{"Key":{"a":{"N":"4"}},"TableName":"Songs",)"
      R"("ConditionExpression":"#0 = :0","ExpressionAttributeNames":{"#0":"Open"},)"
      R"("ExpressionAttributeValues":{":0":{"BOOL":true}}}}],"ClientRequestToken":"mine"})");
}

TEST_F(Transactions, AnUnconditionalFailureHasATypedReasonForEachOperation) {
  fake->handle([](const FakeConnection::Sent&) {
    return Answer(400, cancelled(R"({"Code":"None"})",
                                 R"({"Code":"ConditionalCheckFailed","Message":"failed",)"
                                 R"("Item":{"a":{"N":"2"}}})"));
  });
  WriteTransaction writes(fake->client(), fast());
  writes.put(songs, {{"a", 1}});
  writes.put(songs, {{"a", 2}}).when(attr("a").not_exists()).item_on_failure();
  const auto done = writes.commit().get();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code(), ErrorCode::kTransactionCanceled);
  const auto reasons = done.error().cancellation_reasons();
  ASSERT_EQ(reasons.size(), 2u);
  EXPECT_EQ(reasons[0].code, ErrorCode::kNone);
  EXPECT_EQ(reasons[1].code, ErrorCode::kConditionalCheckFailed);
  EXPECT_EQ((*reasons[1].item)["a"].as<int>().value(), 2);
  EXPECT_EQ(fake->sent().size(), 1u) << "a condition does not come true by asking again";
}

TEST_F(Transactions, AConflictIsTriedAgainWithTheSameToken) {
  int calls = 0;
  fake->handle([&](const FakeConnection::Sent&) -> magneto::Result<Answer> {
    if (++calls == 3) return FakeConnection::success("{}");
    return Answer(400, cancelled(R"({"Code":"None"})", R"({"Code":"TransactionConflict"})"));
  });
  WriteTransaction writes(fake->client(), fast());
  writes.put(songs, {{"a", 1}});
  writes.put(songs, {{"a", 2}});
  EXPECT_TRUE(writes.commit().get());
  ASSERT_EQ(calls, 3);
  EXPECT_EQ(token_in(fake->body(0)).size(), 36u);
  EXPECT_EQ(token_in(fake->body(0)), writes.token());
  EXPECT_EQ(token_in(fake->body(2)), writes.token());
}

TEST_F(Transactions, TheTokenIsKeptUntilAnOperationIsAdded) {
  fake->answers({"InternalServerError", "{}", "{}"});
  WriteTransaction writes(fake->client(), fast());
  writes.put(songs, {{"a", 1}});
  EXPECT_FALSE(writes.commit().get());
  EXPECT_TRUE(writes.commit().get());
  EXPECT_EQ(token_in(fake->body(0)), token_in(fake->body(1)));
  writes.remove(songs, {{"a", 2}});
  EXPECT_TRUE(writes.commit().get());
  EXPECT_NE(token_in(fake->body(1)), token_in(fake->body(2)));
}

TEST_F(Transactions, WhatCannotBeIsRefusedBeforeItIsSent) {
  WriteTransaction none(fake->client());
  EXPECT_EQ(none.commit().get().error().message(),
            "the transaction has 0 operations; the service takes 1 to 100");
  WriteTransaction many(fake->client());
  for (int i = 0; i < 101; ++i) many.remove(songs, {{"a", i}});
  EXPECT_FALSE(many.commit().get());
  WriteTransaction idle(fake->client());
  idle.update(songs, {{"a", 1}});
  EXPECT_EQ(idle.commit().get().error().message(),
            "operation 0: a transaction's update has no actions");
  WriteTransaction wrong(fake->client());
  wrong.remove(songs, {{"a", 1}});
  wrong.remove(songs, {{"a", 2}}).when(attr("").exists());
  EXPECT_TRUE(wrong.commit().get().error().message().starts_with("operation 1"));
  EXPECT_TRUE(fake->sent().empty());
}

TEST_F(Transactions, ReadsComeInOrderWithHolesWhereThereIsNothing) {
  fake->answers({R"({"Responses":[{"Item":{"a":{"N":"1"}}},{},{"Item":{"b":{"N":"3"}}}]})"});
  const auto items = ReadTransaction(fake->client())
                         .get(songs, {{"a", 1}})
                         .get(songs, {{"a", 2}}, {"b"})
                         .get(artists, {{"a", 3}})
                         .read()
                         .value();
  ASSERT_EQ(items.size(), 3u);
  EXPECT_TRUE(items[0]);
  EXPECT_FALSE(items[1]);
  EXPECT_EQ((*items[2])["b"].as<int>().value(), 3);
  EXPECT_NE(fake->body(0).find(R"("ProjectionExpression":"#0")"), std::string::npos);
}

TEST_F(Transactions, ReadsAreExplainedWithoutBeingSent) {
  const ReadTransaction read = ReadTransaction(fake->client()).get(songs, {{"a", 1}});
  EXPECT_EQ(read.explain().value(),
            "TransactGetItems {\"TransactItems\":[{\"Get\":{\"Key\":{\"a\":{\"N\":\"1\"}},"
            "\"TableName\":\"" +
                songs.name() + "\"}}]}");
  EXPECT_EQ(fake->sent().size(), 0u);
}

}  // namespace
}  // namespace magneto::internal::table
