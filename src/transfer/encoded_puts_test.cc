// SPDX-License-Identifier: Apache-2.0
#include "transfer/encoded_puts.h"

#include <gtest/gtest.h>

#include <mutex>

#include "magneto/observer.h"
#include "table/fake_connection.h"
#include "transfer/transfer_fixture.h"

namespace magneto::internal::transfer {
namespace {

constexpr const char* kDescription =
    R"({"Table":{"TableName":"Songs","TableStatus":"ACTIVE","KeySchema":[{"AttributeName":"p",)"
    R"("KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"}]}})";

std::string song(int number) { return R"({"p":{"S":"a)" + std::to_string(number) + R"("}})"; }

class EncodedPutsOverAFake : public testing::Test {
 protected:
  using Sent = table::FakeConnection::Sent;

  /// Batches are answered in order, by a body or the name of an error.
  void answer_batches(std::vector<std::string> answers) {
    fake->handle([this, left = std::move(answers)](const Sent& sent) mutable {
      if (sent.operation == "DescribeTable") return table::FakeConnection::success(kDescription);
      const std::lock_guard lock(mutex);
      const std::string answer = left.empty() ? "{}" : left.front();
      if (!left.empty()) left.erase(left.begin());
      return answer.starts_with('{') ? table::FakeConnection::success(answer)
                                     : table::FakeConnection::error(answer);
    });
  }
  std::vector<std::string> batches() const {
    std::vector<std::string> bodies;
    for (const Sent& sent : fake->sent()) {
      if (sent.operation == "BatchWriteItem") bodies.push_back(sent.body);
    }
    return bodies;
  }

  std::mutex mutex;
  std::shared_ptr<table::FakeConnection> fake = std::make_shared<table::FakeConnection>();
  Client client = fake->client();
  Work work{TransferOptions()};
  EncodedPuts puts{client.table("Songs"), "part", work};
};

TEST_F(EncodedPutsOverAFake, TheTextOfAnItemIsSentAsItIs) {
  const std::string text = R"({"p":{"S":"a\u0062"},"n":{"N":"1.50"}})";
  answer_batches({R"({"ConsumedCapacity":[{"TableName":"Songs","CapacityUnits":3}]})"});
  ASSERT_TRUE(puts.put(text, 1));
  ASSERT_TRUE(puts.finish());
  EXPECT_EQ(fake->body(0), R"({"ReturnConsumedCapacity":"TOTAL","RequestItems":{"Songs":)"
                           R"([{"PutRequest":{"Item":)" +
                               text + "}}]}}");
  EXPECT_EQ(work.counts().written, 1u);
  EXPECT_EQ(work.counts().write_units, 3);
  EXPECT_EQ(client.totals().consumed_units, 3);
}

TEST_F(EncodedPutsOverAFake, ARequestHasTwentyFiveItems) {
  answer_batches({});
  for (int i = 0; i < 60; ++i) ASSERT_TRUE(puts.put(song(i), 1));
  ASSERT_TRUE(puts.finish());
  EXPECT_EQ(batches().size(), 3u);
  EXPECT_EQ(work.counts().written, 60u);
}

TEST_F(EncodedPutsOverAFake, WhatTheServiceLeftIsWrittenAgainAndNothingElse) {
  answer_batches({R"({"UnprocessedItems":{"Songs":[{"PutRequest":{"Item":)" + song(1) + "}}]}}"});
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(puts.put(song(i), 1));
  ASSERT_TRUE(puts.finish());
  ASSERT_EQ(batches().size(), 2u);
  EXPECT_NE(batches()[1].find("a1"), std::string::npos);
  EXPECT_EQ(batches()[1].find("a2"), std::string::npos);
  EXPECT_EQ(work.counts().written, 3u);
}

TEST_F(EncodedPutsOverAFake, AThrottledRequestIsDoneAgain) {
  answer_batches({"ProvisionedThroughputExceededException"});
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(puts.put(song(i), 1));
  ASSERT_TRUE(puts.finish());
  EXPECT_EQ(batches().size(), 2u);
  EXPECT_EQ(work.counts().written, 3u);
}

TEST_F(EncodedPutsOverAFake, ATextThatIsMoreThanOneObjectIsRefused) {
  answer_batches({});
  const std::string more = song(1) + R"(}},{"DeleteRequest":{"Key":)" + song(2);
  for (const std::string& text : {more, std::string("[1]"), std::string("{"), std::string()}) {
    const Result<void> refused = puts.put(text, 7);
    ASSERT_FALSE(refused) << text;
    EXPECT_NE(refused.error().message().find("part, line 7"), std::string::npos);
  }
  ASSERT_TRUE(puts.finish());
  EXPECT_TRUE(fake->sent().empty());
}

TEST_F(EncodedPutsOverAFake, AnItemThatIsNoneIsNamedByItsLine) {
  answer_batches({"SerializationException"});
  ASSERT_TRUE(puts.put(song(1), 1));
  ASSERT_TRUE(puts.put(R"({"p":{"Q":"a"}})", 2));
  const Result<void> refused = puts.finish();
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message().find("part, line 2"), std::string::npos);
}

TEST(EncodedPuts, AreNotForClientsThatKeepToARateOrAreWatched) {
  struct Watching : Observer {
    void on_call(const CallRecord&) override {}
  };
  const Database database = Database::in_memory().value();
  EXPECT_TRUE(EncodedPuts::may_be_used(database.client()));
  EXPECT_FALSE(EncodedPuts::may_be_used(database.client({.rate = FixedRate{.wcu = 5}})));
  EXPECT_FALSE(
      EncodedPuts::may_be_used(database.client({.observer = std::make_shared<Watching>()})));
}

TEST(EncodedPuts, ARefusedItemIsNamedAndTheOthersAreWritten) {
  const Table songs = new_table(new_database(), "Songs");
  Work work{TransferOptions()};
  EncodedPuts puts(songs, "part", work);
  ASSERT_TRUE(puts.put(R"({"p":{"S":"a"},"s":{"N":"1"}})", 1));
  ASSERT_TRUE(puts.put(R"({"p":{"S":"b"},"s":{"S":"no number"}})", 2));
  const Result<void> refused = puts.finish();
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message().find("no number"), std::string::npos);
  EXPECT_EQ(songs.count().value().count, 1);
  EXPECT_EQ(work.counts().written, 1u);
}

}  // namespace
}  // namespace magneto::internal::transfer
