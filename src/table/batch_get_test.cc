// SPDX-License-Identifier: Apache-2.0
#include "magneto/batch_get.h"

#include <gtest/gtest.h>

#include "table/fake_connection.h"

namespace magneto::internal::table {
namespace {

class BatchGets : public testing::Test {
 protected:
  static std::string item(int key, const std::string& more = "") {
    return R"({"a":{"N":")" + std::to_string(key) + "\"}" + more + "}";
  }
  static BatchGet quick(const Table& table) {
    return BatchGet(table).waits(std::chrono::milliseconds(1), std::chrono::milliseconds(1));
  }

  std::shared_ptr<FakeConnection> fake = std::make_shared<FakeConnection>();
  Table table{fake->client(), "T"};
};

TEST_F(BatchGets, GiveTheItemsInTheOrderOfTheKeysWithHoles) {
  fake->answers({R"({"Responses":{"T":[)" + item(3) + "," + item(1) + "]}}"});
  const auto items = quick(table).keys({{{"a", 1}}, {{"a", 2}}, {{"a", 3}}}).value();
  ASSERT_EQ(items.size(), 3u);
  EXPECT_EQ((*items[0])["a"].as<int>().value(), 1);
  EXPECT_FALSE(items[1]);
  EXPECT_EQ((*items[2])["a"].as<int>().value(), 3);
}

TEST_F(BatchGets, AskForEachKeyOnceHoweverItIsWritten) {
  fake->answers({R"({"Responses":{"T":[)" + item(1) + "]}}"});
  const auto items =
      quick(table).key({{"a", 1}}).key({{"a", Number::parse("1.0").value()}}).value();
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[0], items[1]);
  EXPECT_EQ(fake->body(0), R"({"RequestItems":{"T":{"Keys":[{"a":{"N":"1"}}]}}})");
}

TEST_F(BatchGets, SendAHundredKeysAtATime) {
  fake->handle([](const FakeConnection::Sent&) { return FakeConnection::success("{}"); });
  BatchGet batch = quick(table);
  for (int i = 0; i < 250; ++i) batch.key({{"a", i}});
  EXPECT_EQ(batch.value().size(), 250u);
  EXPECT_EQ(fake->sent().size(), 3u);
}

TEST_F(BatchGets, AskAgainForWhatWasLeftUnprocessedAndLoseNothing) {
  fake->answers({R"({"Responses":{"T":[)" + item(1) +
                     R"(]},"UnprocessedKeys":{"T":{"Keys":[{"a":{"N":"2"}}]}}})",
                 R"({"UnprocessedKeys":{"T":{"Keys":[{"a":{"N":"2"}}]}}})",
                 R"({"Responses":{"T":[)" + item(2) + "]}}"});
  const auto items = quick(table).keys({{{"a", 1}}, {{"a", 2}}}).value();
  EXPECT_TRUE(items[0]);
  EXPECT_TRUE(items[1]);
  EXPECT_EQ(fake->body(2), R"({"RequestItems":{"T":{"Keys":[{"a":{"N":"2"}}]}}})");
}

TEST_F(BatchGets, GiveUpAfterAsManyAnswersWithoutProgress) {
  fake->handle([](const FakeConnection::Sent&) {
    return FakeConnection::success(R"({"UnprocessedKeys":{"T":{"Keys":[{"a":{"N":"2"}}]}}})");
  });
  const auto items = quick(table).max_attempts(3).key({{"a", 2}}).get();
  ASSERT_FALSE(items);
  EXPECT_EQ(items.error().code(), ErrorCode::kThrottling);
  EXPECT_EQ(fake->sent().size(), 3u);
}

TEST_F(BatchGets, AProjectionWithoutTheKeyStillFindsItsItems) {
  fake->answers({R"({"Responses":{"T":[)" + item(1, R"(,"b":{"N":"7"})") + "]}}"});
  const auto items = quick(table).key({{"a", 1}}).consistent().projection({"b"}).value();
  EXPECT_EQ(*items[0], (Item{{"b", 7}}));
  EXPECT_EQ(fake->body(0),
            R"({"RequestItems":{"T":{"Keys":[{"a":{"N":"1"}}],"ConsistentRead":true,)"
            R"("ProjectionExpression":"#0, #1","ExpressionAttributeNames":{"#0":"b","#1":"a"}}}})");
}

TEST_F(BatchGets, MayNameSeveralTables) {
  fake->answers({R"({"Responses":{"T":[)" + item(1) + R"(],"U":[)" + item(1) + "]}}"});
  const auto items =
      quick(table).key({{"a", 1}}).key(Table(table.client(), "U"), {{"a", 1}}).value();
  EXPECT_TRUE(items[0] && items[1]);
  EXPECT_FALSE(quick(table).key({{"a", 1}}).key({{"b", 1}}).get());
}

}  // namespace
}  // namespace magneto::internal::table
