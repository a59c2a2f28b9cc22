// SPDX-License-Identifier: Apache-2.0
//
// Rate limits and deadlines of calls.
#include <gtest/gtest.h>

#include "client/client_fixture.h"

namespace magneto {
namespace {

TEST_F(ClientTest, ARateLimitMakesCallsWait) {
  for (int i = 0; i < 3; ++i) {
    connection_->add(200, R"({"ConsumedCapacity":{"TableName":"Songs","CapacityUnits":10}})");
  }
  const Client c = client({.rate = FixedRate{.rcu = 10}});
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(c.call<operation::GetItem>(kGet).get());
  EXPECT_GE(time_->slept(), 900ms);
  EXPECT_NE(connection_->requests[0].find(R"("ReturnConsumedCapacity":"TOTAL")"),
            std::string::npos);
}

/// Until the last of three calls, the first of which finds the bucket full.
std::chrono::microseconds waited_for_three(const Client& c, const ManualTime& time,
                                           const model::BatchWriteItemInput& input) {
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(c.call<operation::BatchWriteItem>(input).get());
  return time.slept();
}

TEST_F(ClientTest, ABatchIsChargedForEachOfItsWritesAndTheirSizesFromTheFirstOn) {
  model::BatchWriteItemInput input;
  for (int i = 0; i < 10; ++i) {
    model::WriteRequest& write = input.request_items["Songs"].emplace_back();
    write.put_request.emplace().item = {{"Artist", i}, {"Notes", std::string(1500, 'x')}};
  }
  // 3 * 10 * 2 units at 20 a second, of which 20 are there at the beginning. The answers do not say
  // what was consumed.
  for (int i = 0; i < 3; ++i) connection_->add(200, "{}");
  const Client c = client({.rate = FixedRate{.wcu = 20}});
  const std::chrono::microseconds waited = waited_for_three(c, *time_, input);
  EXPECT_GE(waited, 1'900ms);
  EXPECT_LE(waited, 2'100ms);
}

TEST_F(ClientTest, ABatchIsChargedByWhatEarlierOnesOfItsTableHaveCost) {
  model::BatchWriteItemInput input;
  input.request_items["Songs"].emplace_back().delete_request.emplace().key = {{"Artist", "Nina"}};
  // Two indexes: three units for each write, as the first answer says.
  connection_->add(200, R"({"ConsumedCapacity":[{"TableName":"Songs","CapacityUnits":3}]})");
  for (int i = 0; i < 2; ++i) connection_->add(200, "{}");
  const Client c = client({.rate = FixedRate{.wcu = 3}});
  const std::chrono::microseconds waited = waited_for_three(c, *time_, input);
  EXPECT_GE(waited, 1'900ms);
  EXPECT_LE(waited, 2'100ms);
}

TEST_F(ClientTest, TheTablesOfABatchAreChargedByWhatEachHasCost) {
  const auto writes_to = [](std::initializer_list<const char*> tables) {
    model::BatchWriteItemInput input;
    for (const char* table : tables) {
      model::WriteRequest& write = input.request_items[table].emplace_back();
      write.delete_request.emplace().key = {{"Artist", "Nina"}};
    }
    return input;
  };
  connection_->add(200, R"({"ConsumedCapacity":[{"TableName":"Plain","CapacityUnits":1},
                                                {"TableName":"Indexed","CapacityUnits":3}]})");
  for (int i = 0; i < 2; ++i) connection_->add(200, "{}");
  const Client c = client({.rate = FixedRate{.wcu = 3}});
  EXPECT_TRUE(c.call<operation::BatchWriteItem>(writes_to({"Plain", "Indexed"})).get());
  // One unit is owed, and each of these takes three.
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(c.call<operation::BatchWriteItem>(writes_to({"Indexed"})).get());
  }
  EXPECT_GE(time_->slept(), 2'300ms);
  EXPECT_LE(time_->slept(), 2'400ms);
}

TEST_F(ClientTest, StatementsAreChargedAsTheReadsOrWritesThatTheyAre) {
  for (int i = 0; i < 6; ++i) connection_->add(200, "{}");
  const Client c = client({.rate = FixedRate{.rcu = 1}});
  const auto execute = [&](const char* statement) {
    EXPECT_TRUE(c.call<operation::ExecuteStatement>({.statement = statement}).get());
  };
  for (int i = 0; i < 3; ++i) execute("DELETE FROM Songs WHERE Artist = 'Nina'");
  EXPECT_EQ(time_->slept(), 0ms);
  for (int i = 0; i < 3; ++i) execute("select * from Songs");
  EXPECT_GE(time_->slept(), 1'900ms);
  EXPECT_LE(time_->slept(), 2'100ms);
}

TEST_F(ClientTest, ARelativeDeadlineIsOnTheClientsOwnClock) {
  for (int i = 0; i < 2; ++i) connection_->add(200, "{}");
  const Client c = client({.rate = FixedRate{.rcu = 1}});
  const auto get = [&](std::chrono::milliseconds within) {
    return c.call<operation::GetItem>({.table_name = "Songs", .consistent_read = true})
        .within(within)
        .get();
  };
  EXPECT_TRUE(get(500ms));
  // The next turn comes in a second.
  EXPECT_EQ(get(500ms).error().code(), ErrorCode::kRateLimited);
  const auto before = std::chrono::steady_clock::now();
  EXPECT_TRUE(get(2'000ms));
  // The connection is told in real time, and what is left after the wait.
  EXPECT_GT(connection_->deadlines.back(), before + 500ms);
  EXPECT_LT(connection_->deadlines.back(), std::chrono::steady_clock::now() + 1'500ms);
}

/// How many of three reads came, one each second.
Call<int> reads_of(Client client) {
  const model::GetItemInput input{.table_name = "Songs", .consistent_read = true};
  int reads = 0;
  for (int i = 0; i < 3; ++i) {
    const auto item = co_await client.call<operation::GetItem>(input);
    if (!item) co_return reads;
    ++reads;
  }
  co_return reads;
}

TEST_F(ClientTest, CallsWithinACallShareItsRelativeDeadline) {
  for (int i = 0; i < 6; ++i) connection_->add(200, "{}");
  const Client c = client({.rate = FixedRate{.rcu = 1}});
  EXPECT_EQ(reads_of(c).within(1'500ms).value(), 2);
  time_->sleep(10s);
  EXPECT_EQ(reads_of(c).value(), 3);
}

TEST_F(ClientTest, AThrottleSlowsAnAdaptiveRateDown) {
  const auto slept_in_twenty_calls = [&](int throttles) {
    time_ = std::make_shared<ManualTime>();
    const Client c = client({.retry = {.throttled_base = 0ms}, .rate = AdaptiveRate{.max_rcu = 4}});
    for (int i = 0; i < 20; ++i) {
      if (i < throttles) connection_->add(400, error("ProvisionedThroughputExceededException"));
      connection_->add(200, R"({"ConsumedCapacity":{"TableName":"Songs","CapacityUnits":1}})");
    }
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(c.call<operation::GetItem>(kGet).get());
    return time_->slept();
  };
  EXPECT_GT(slept_in_twenty_calls(5), slept_in_twenty_calls(0) + 1s);
}

}  // namespace
}  // namespace magneto
