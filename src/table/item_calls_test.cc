// SPDX-License-Identifier: Apache-2.0
#include "magneto/item_calls.h"

#include <gtest/gtest.h>

#include "magneto/error_details.h"
#include "magneto/json.h"
#include "magneto/table.h"
#include "table/fake_connection.h"

namespace magneto::internal::table {
namespace {

class ItemCalls : public testing::Test {
 protected:
  std::shared_ptr<FakeConnection> fake = std::make_shared<FakeConnection>();
  Table songs{fake->client(), "Songs"};
  const Item key{{"Artist", "Nina"}};
};

TEST_F(ItemCalls, GetSendsTheKeyAndGivesTheItem) {
  fake->answers({R"({"Item":{"Artist":{"S":"Nina"},"Year":{"N":"1965"}}})", "{}"});
  const std::optional<Item> song = songs.get(key).value();
  ASSERT_TRUE(song);
  EXPECT_EQ((*song)["Year"].as<int>().value(), 1965);
  EXPECT_EQ(songs.get(key).value(), std::nullopt);  // absent is no error
  EXPECT_EQ(fake->sent()[0].operation, "GetItem");
  EXPECT_EQ(fake->body(0), R"({"TableName":"Songs","Key":{"Artist":{"S":"Nina"}}})");
}

TEST_F(ItemCalls, GetTakesAProjectionAndConsistencyAndTellsItsCapacity) {
  fake->answers({R"({"ConsumedCapacity":{"TableName":"Songs","CapacityUnits":1.0}})"});
  const model::GetItemOutput answer = songs.get(key)
                                          .consistent()
                                          .capacity()
                                          .projection({"Year", attr("a.b")["c"][0]})
                                          .output()
                                          .value();
  EXPECT_EQ(answer.consumed_capacity->capacity_units, 1.0);
  EXPECT_EQ(fake->body(0),
            R"({"TableName":"Songs","Key":{"Artist":{"S":"Nina"}},"ConsistentRead":true,)"
            R"("ReturnConsumedCapacity":"TOTAL","ProjectionExpression":"#0, #1.#2[0]",)"
            R"("ExpressionAttributeNames":{"#0":"Year","#1":"a.b","#2":"c"}})");
}

TEST_F(ItemCalls, AKeyIsPickedFromAnItem) {
  const Item song{{"Artist", "Nina"}, {"Title", "Sinnerman"}, {"Year", 1965}};
  EXPECT_EQ(pick(song, {"Title", "Artist"}), (Item{{"Artist", "Nina"}, {"Title", "Sinnerman"}}));
  EXPECT_EQ(pick(song, {"Artist", "Label"}), key);
}

TEST_F(ItemCalls, TakeADeadlineAsATimeOrAMoment) {
  const auto past = std::chrono::steady_clock::now();
  EXPECT_EQ(songs.get(key).until(past).get().error().code(), ErrorCode::kDeadline);
  EXPECT_EQ(songs.remove(key).within(std::chrono::seconds(0)).get().error().code(),
            ErrorCode::kDeadline);
  EXPECT_TRUE(fake->sent().empty());
}

TEST_F(ItemCalls, NumbersGoAndComeWithAllTheirDigits) {
  const std::string digits = "12345678901234567890123456789012345678";
  fake->answers({"{}", R"({"Item":{"n":{"N":")" + digits + R"("}}})"});
  songs.put({{"n", Number::parse(digits).value()}}).value();
  EXPECT_EQ(fake->body(0), R"({"TableName":"Songs","Item":{"n":{"N":")" + digits + R"("}}})");
  EXPECT_EQ((*songs.get(key).value())["n"].as<Number>().value().to_string(), digits);
}

TEST_F(ItemCalls, AConditionalPutFailsWithTheItemThatWasThere) {
  fake->handle([](const FakeConnection::Sent&) {
    return Answer(400, R"({"__type":"com.amazonaws.dynamodb.v20120810#)"
                       R"(ConditionalCheckFailedException","message":"The conditional request )"
                       R"(failed","Item":{"Year":{"N":"1965"}}})");
  });
  const Result<void> put =
      songs.put({{"Artist", "Nina"}}).when(attr("Artist").not_exists()).item_on_failure().get();
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().code(), ErrorCode::kConditionalCheckFailed);
  ASSERT_NE(put.error().item(), nullptr);
  EXPECT_EQ((*put.error().item())["Year"].as<int>().value(), 1965);
  EXPECT_EQ(fake->body(0), R"({"TableName":"Songs","Item":{"Artist":{"S":"Nina"}},)"
                           R"j("ConditionExpression":"attribute_not_exists(#0)",)j"
                           R"("ExpressionAttributeNames":{"#0":"Artist"},)"
                           R"("ReturnValuesOnConditionCheckFailure":"ALL_OLD"})");
}

TEST_F(ItemCalls, UpdateAndItsConditionShareTheirPlaceholders) {
  fake->answers({R"({"Attributes":{"Plays":{"N":"3"}}})"});
  const std::optional<Item> changed = songs.update(key)
                                          .set(attr("Plays"), attr("Plays").or_else(0) + 1)
                                          .add(attr("Tags"), StringSet{"live"})
                                          .when(attr("Plays") < 1 || attr("Plays").not_exists())
                                          .returning(ReturnValues::kUpdatedNew)
                                          .value();
  EXPECT_EQ((*changed)["Plays"].as<int>().value(), 3);
  EXPECT_EQ(fake->body(0),
            R"({"TableName":"Songs","Key":{"Artist":{"S":"Nina"}},"ReturnValues":"UPDATED_NEW",)"
            R"("UpdateExpression":"SET #0 = if_not_exists(#0, :0) + :1 ADD #1 :2",)"
            R"j("ConditionExpression":"#0 < :1 OR attribute_not_exists(#0)",)j"
            R"("ExpressionAttributeNames":{"#0":"Plays","#1":"Tags"},)"
            R"("ExpressionAttributeValues":{":0":{"N":"0"},":1":{"N":"1"},":2":{"SS":["live"]}}})");
}

TEST_F(ItemCalls, RemoveReturnsTheOldItemWhenAsked) {
  fake->answers({R"({"Attributes":{"Year":{"N":"1965"}}})", "{}"});
  const auto old = songs.remove(key).returning(ReturnValues::kAllOld).value();
  EXPECT_EQ((*old)["Year"].as<int>().value(), 1965);
  EXPECT_TRUE(songs.remove(key).get());
  EXPECT_EQ(fake->sent()[1].operation, "DeleteItem");
}

TEST_F(ItemCalls, AWrongExpressionIsAnErrorOfTheCallAndSendsNothing) {
  const Result<void> put = songs.put({{"a", 1}}).when(attr("a").in({})).get();
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().code(), ErrorCode::kInvalidArgument);
  EXPECT_FALSE(songs.get(key).projection({""}).get());
  EXPECT_TRUE(fake->sent().empty());
}

TEST_F(ItemCalls, ExplainShowsTheRequestAndSendsNothing) {
  EXPECT_EQ(songs.get(key).explain().value(),
            R"(GetItem {"TableName":"Songs","Key":{"Artist":{"S":"Nina"}}})");
  EXPECT_EQ(songs.update(key).remove(attr("a")).explain().value(),
            R"(UpdateItem {"TableName":"Songs","Key":{"Artist":{"S":"Nina"}},)"
            R"("UpdateExpression":"REMOVE #0","ExpressionAttributeNames":{"#0":"a"}})");
  EXPECT_FALSE(songs.put({}).when(attr("").exists()).explain());
  EXPECT_TRUE(fake->sent().empty());
}

TEST_F(ItemCalls, WorkAwaitedAndWithCallbacks) {
  fake->answers({R"({"Item":{"a":{"N":"1"}}})", "{}", "{}"});
  int seen = 0;
  songs.get(key, [&](Result<std::optional<Item>> song) { seen += song.value().has_value(); });
  songs.put({{"a", 1}}, [&](Result<void> put) { seen += put.has_value(); });
  EXPECT_EQ(seen, 2);
  const auto twice = [](Table table, Item item) -> Call<int> {
    Result<void> put = co_await table.put(item).when(attr("a").not_exists());
    if (!put) co_return put.error();
    Result<std::optional<Item>> got = co_await table.get(item);
    if (!got) co_return got.error().code() == ErrorCode::kResourceNotFound ? 7 : 0;
    co_return 1;
  };
  EXPECT_EQ(twice(songs, key).value(), 7);
}

}  // namespace
}  // namespace magneto::internal::table
