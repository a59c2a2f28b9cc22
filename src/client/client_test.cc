// SPDX-License-Identifier: Apache-2.0
//
// What is sent, what answers become, retries.
#include "magneto/client.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <future>
#include <thread>

#include <gtest/gtest.h>

#include "client/client_fixture.h"
#include "magneto/error_details.h"
#include "magneto/json.h"
#include "magneto/observer.h"
#include "magneto/operations.h"
#include "magneto/rate_counters.h"

namespace magneto {
namespace {

TEST_F(ClientTest, AGetItemIsEncodedSentAndDecoded) {
  connection_->add(200, R"({"Item":{"Artist":{"S":"Nina"},"Year":{"N":"1965"}}})");
  const model::GetItemOutput output = client().call<operation::GetItem>(kGet).value();
  EXPECT_EQ(connection_->requests[0],
            R"(GetItem {"TableName":"Songs","Key":{"Artist":{"S":"Nina"}}})");
  ASSERT_TRUE(output.item);
  EXPECT_EQ((*output.item)["Year"].as<int>().value(), 1965);
}

TEST_F(ClientTest, AnAbsentItemIsNoError) {
  connection_->add(200, "{}");
  EXPECT_FALSE(client().call<operation::GetItem>(kGet).value().item);
}

TEST_F(ClientTest, ViewsReadTheItemsInPlace) {
  connection_->add(200, R"({"Items":[{"a":{"S":"x"}},{"a":{"N":"2"},"b":{"L":[{"BOOL":true}]}}],
                            "Count":2})");
  const auto page = client().views<operation::Query>({.table_name = "Songs"}).value();
  ASSERT_EQ(page.items.size(), 2u);
  EXPECT_EQ(page.output.count, 2);
  EXPECT_EQ(page.items[0]["a"].as<std::string_view>().value(), "x");
  EXPECT_EQ(page.items[1]["a"].as<int>().value(), 2);
  EXPECT_TRUE(page.items[1]["b"][0].as<bool>().value());
  EXPECT_EQ(page.items[1].to_item(), (Item{{"a", 2}, {"b", List{true}}}));
}

TEST_F(ClientTest, AThrottleIsRetriedAfterAWait) {
  connection_->add(400, error("ProvisionedThroughputExceededException"));
  connection_->add(500, error("InternalServerError"));
  connection_->add(200, "{}");
  EXPECT_TRUE(client().call<operation::GetItem>(kGet).get());
  EXPECT_EQ(connection_->requests.size(), 3u);
  EXPECT_GT(time_->slept().count(), 0);
}

TEST_F(ClientTest, AttemptsEndAndTheErrorSaysHowMany) {
  for (int i = 0; i < 10; ++i) connection_->add(503, "busy");
  const auto result = client().call<operation::GetItem>(kGet).get();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code(), ErrorCode::kServiceUnavailable);
  EXPECT_EQ(result.error().attempts(), 4);
  EXPECT_EQ(result.error().http_status(), 503);
  EXPECT_TRUE(result.error().retryable());
}

TEST_F(ClientTest, AnErrorThatWouldComeAgainIsNotRetried) {
  connection_->add(400, error("ValidationException"));
  const auto result = client().call<operation::GetItem>(kGet).get();
  EXPECT_EQ(result.error().code(), ErrorCode::kValidation);
  EXPECT_EQ(connection_->requests.size(), 1u);
}

TEST_F(ClientTest, AnUpdateThatAccumulatesIsNotSentAgainWhenItMayHaveBeenExecuted) {
  connection_->fail(ErrorCode::kConnectionLost);
  connection_->add(200, "{}");
  const model::UpdateItemInput add{.table_name = "Songs",
                                   .key = {{"Artist", "Nina"}},
                                   .update_expression = "ADD Plays :one",
                                   .expression_attribute_values = Item{{":one", 1}}};
  EXPECT_EQ(client().call<operation::UpdateItem>(add).get().error().code(),
            ErrorCode::kConnectionLost);
  EXPECT_EQ(connection_->requests.size(), 1u);
}

TEST_F(ClientTest, AnUpdateThatSetsIsSentAgain) {
  connection_->fail(ErrorCode::kConnectionLost);
  connection_->add(200, "{}");
  const model::UpdateItemInput set{.table_name = "Songs",
                                   .key = {{"Artist", "Nina"}},
                                   .update_expression = "SET Plays = :one",
                                   .expression_attribute_values = Item{{":one", 1}}};
  EXPECT_TRUE(client().call<operation::UpdateItem>(set).get());
}

TEST_F(ClientTest, TheItemOfAFailedConditionIsInTheError) {
  connection_->add(400, error("ConditionalCheckFailedException", R"(,"Item":{"a":{"N":"1"}})"));
  const auto result =
      client().call<operation::PutItem>({.table_name = "Songs", .item = {{"a", 2}}}).get();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code(), ErrorCode::kConditionalCheckFailed);
  ASSERT_NE(result.error().item(), nullptr);
  EXPECT_EQ(*result.error().item(), (Item{{"a", 1}}));
}

TEST_F(ClientTest, CancellationReasonsAreTypedAndInOrder) {
  connection_->add(400, error("TransactionCanceledException",
                              R"(,"CancellationReasons":[{"Code":"None"},
                   {"Code":"ConditionalCheckFailed","Message":"m","Item":{"a":{"S":"x"}}}])"));
  const auto result = client().call<operation::TransactWriteItems>({}).get();
  const auto reasons = result.error().cancellation_reasons();
  ASSERT_EQ(reasons.size(), 2u);
  EXPECT_EQ(reasons[0].code, ErrorCode::kNone);
  EXPECT_EQ(reasons[1].code, ErrorCode::kConditionalCheckFailed);
  EXPECT_EQ(reasons[1].message, "m");
  EXPECT_EQ(reasons[1].item, (Item{{"a", "x"}}));
}

TEST_F(ClientTest, ThrottlingReasonsAreRead) {
  connection_->add(400, error("ThrottlingException",
                              R"(,"throttlingReasons":[{"reason":"TableRead","resource":"arn"}])"));
  const auto result = client({.retry = RetryOptions::never()}).call<operation::GetItem>(kGet).get();
  EXPECT_TRUE(result.error().throttled());
  ASSERT_EQ(result.error().throttling_reasons().size(), 1u);
  EXPECT_EQ(result.error().throttling_reasons()[0].reason, "TableRead");
}

TEST_F(ClientTest, ATokenIsMadeOnceAndKeptOverRetries) {
  connection_->add(500, error("InternalServerError"));
  connection_->add(200, "{}");
  EXPECT_TRUE(client().call<operation::TransactWriteItems>({}).get());
  ASSERT_EQ(connection_->requests.size(), 2u);
  EXPECT_EQ(connection_->requests[0], connection_->requests[1]);
  EXPECT_NE(connection_->requests[0].find("ClientRequestToken"), std::string::npos);
}

TEST_F(ClientTest, AProxysHtmlIsAnErrorWithItsBeginning) {
  connection_->add(502, "<html>Bad Gateway</html>");
  const auto result = client({.retry = RetryOptions::never()}).call<operation::GetItem>(kGet).get();
  EXPECT_EQ(result.error().code(), ErrorCode::kBadAnswer);
  EXPECT_NE(result.error().message().find("Bad Gateway"), std::string::npos);
}

TEST_F(ClientTest, ASuccessThatIsNoJsonIsRetried) {
  connection_->add(200, "<html>");
  connection_->add(200, "{}");
  EXPECT_TRUE(client().call<operation::GetItem>(kGet).get());
}

TEST_F(ClientTest, ASuccessThatIsHtmlIsQuotedAndOneThatIsDamagedIsNot) {
  const auto message_for = [&](std::string_view body) {
    connection_->add(200, body);
    return client({.retry = RetryOptions::never()})
        .call<operation::GetItem>(kGet)
        .get()
        .error()
        .message();
  };
  EXPECT_NE(message_for("<html>Please log in</html>").find("<html>Please log in"),
            std::string::npos);
  EXPECT_EQ(message_for(R"({"Item":{"Pin":{"S":"1234"})").find("1234"), std::string::npos);
}

TEST_F(ClientTest, ARedirectionSaysWhereToAndIsNotFollowed) {
  connection_->add(301, "<html>Moved</html>", {{"Location", "https://db.example/"}});
  const auto result = client().call<operation::GetItem>(kGet).get();
  EXPECT_EQ(result.error().code(), ErrorCode::kBadAnswer);
  EXPECT_EQ(result.error().http_status(), 301);
  EXPECT_NE(result.error().message().find("points to https://db.example/"), std::string::npos)
      << result.error().message();
  EXPECT_EQ(connection_->requests.size(), 1u);
}

TEST_F(ClientTest, OddBytesOfAnAnswerDoNotGoIntoTheMessage) {
  connection_->add(400, std::string_view("bad\0\x1b[31m \xff\n", 12));
  const auto result = client().call<operation::GetItem>(kGet).get();
  const std::string& message = result.error().message();
  EXPECT_TRUE(std::all_of(message.begin(), message.end(), [](char c) {
    return c >= ' ' && c <= '~';
  })) << message;
}

TEST_F(ClientTest, ANumberThatIsNoneIsNotSent) {
  const auto result =
      client()
          .call<operation::PutItem>({.table_name = "Songs", .item = {{"a", std::nan("")}}})
          .get();
  EXPECT_EQ(result.error().code(), ErrorCode::kInvalidArgument);
  EXPECT_EQ(result.error().message(),
            "Item: attribute \"a\" has a number that is NaN, infinite or out of range");
  EXPECT_TRUE(connection_->requests.empty());
}

TEST_F(ClientTest, AnEmptySetIsNotSentAndItsPlaceIsNamed) {
  const auto put = [this](Value value) {
    return client()
        .call<operation::PutItem>({.table_name = "Songs", .item = {{"a", std::move(value)}}})
        .get();
  };
  for (const Value& empty : {Value(StringSet{}), Value(NumberSet{}), Value(BinarySet{})}) {
    EXPECT_EQ(put(empty).error().code(), ErrorCode::kInvalidArgument);
    EXPECT_EQ(put(empty).error().message(), "Item: attribute \"a\" is an empty set");
    EXPECT_EQ(put(Map{{"b", List{1, empty}}}).error().message(),
              "Item: attribute \"a.b[1]\" is an empty set");
  }
  EXPECT_TRUE(connection_->requests.empty());
}

TEST_F(ClientTest, WordsThatAreNotKnownAreKept) {
  connection_->add(200, R"({"Table":{"TableStatus":"HIBERNATING","ItemCount":3,
                            "CreationDateTime":1700000000.123}})");
  const auto output = client().call<operation::DescribeTable>({.table_name = "Songs"}).value();
  ASSERT_TRUE(output.table && output.table->table_status);
  EXPECT_EQ(output.table->table_status->value(), model::TableStatus::kUnknown);
  EXPECT_EQ(output.table->table_status->text(), "HIBERNATING");
  EXPECT_EQ(output.table->creation_date_time->time_since_epoch().count(), 1700000000123);
}

TEST_F(ClientTest, WordsThatAreNotKnownAreSentAsTheyCame) {
  connection_->add(200, R"({"Table":{"TableClassSummary":{"TableClass":"GLACIER"}}})");
  const auto output = client().call<operation::DescribeTable>({.table_name = "Songs"}).value();
  ASSERT_TRUE(output.table && output.table->table_class_summary);
  const auto& table_class = output.table->table_class_summary->table_class;
  EXPECT_EQ(table_class, model::TableClass::kUnknown);
  connection_->add(200, "{}");
  connection_->add(200, "{}");
  const Client c = client();
  c.call<operation::UpdateTable>({.table_name = "Songs", .table_class = table_class}).value();
  EXPECT_NE(connection_->requests[1].find(R"("TableClass":"GLACIER")"), std::string::npos);
  const Enum<model::TableClass> made("STANDARD");
  EXPECT_EQ(made, model::TableClass::kStandard);
  c.call<operation::UpdateTable>({.table_name = "Songs", .table_class = made}).value();
  EXPECT_NE(connection_->requests[2].find(R"("TableClass":"STANDARD")"), std::string::npos);
}

TEST_F(ClientTest, ACallIsMadeInFourWays) {
  for (int i = 0; i < 4; ++i) connection_->add(200, R"({"TableNames":["a"]})");
  const Client c = client();
  EXPECT_EQ(c.call<operation::ListTables>({}).get()->table_names.size(), 1u);
  EXPECT_EQ(c.call<operation::ListTables>({}).value().table_names.size(), 1u);
  std::size_t seen = 0;
  c.call<operation::ListTables>({}).then(
      [&seen](Result<model::ListTablesOutput> tables) { seen = tables->table_names.size(); });
  EXPECT_EQ(seen, 1u);  // this connection answers at once
  const auto in_coroutine = [](Client of) -> Call<std::size_t> {
    auto listing = of.call<operation::ListTables>({});
    const auto tables = co_await listing;
    if (!tables) co_return tables.error();
    co_return tables->table_names.size();
  };
  EXPECT_EQ(in_coroutine(c).value(), 1u);
}

TEST_F(ClientTest, ACallThatIsNotMadeDoesNothing) {
  { const auto call = client().call<operation::ListTables>({}); }
  EXPECT_TRUE(connection_->requests.empty());
}

TEST_F(ClientTest, AnExceptionCarriesTheError) {
  connection_->add(400, error("ResourceNotFoundException"));
  try {
    client().call<operation::GetItem>(kGet).value();
    FAIL();
  } catch (const Exception& exception) {
    EXPECT_EQ(exception.code(), ErrorCode::kResourceNotFound);
  }
}

TEST_F(ClientTest, ACancelledCallIsNotMade) {
  Cancellation stop;
  stop.cancel();
  const auto result = client().call<operation::GetItem>(kGet).cancelled_by(stop).get();
  EXPECT_EQ(result.error().code(), ErrorCode::kCancelled);
  EXPECT_TRUE(connection_->requests.empty());
}

TEST_F(ClientTest, AnObserverSeesNamesAndNoValues) {
  struct Watching : Observer {
    void on_call(const CallRecord& call) override {
      EXPECT_EQ(call.operation, "GetItem");
      EXPECT_EQ(call.table, "Songs");
      EXPECT_EQ(call.attempts, 2);
      EXPECT_EQ(call.error, nullptr);
      ++calls;
    }
    void on_retry(const RetryRecord&) override { ++retries; }
    int calls = 0, retries = 0;
  };
  auto watching = std::make_shared<Watching>();
  connection_->add(500, error("InternalServerError"));
  connection_->add(200, "{}");
  EXPECT_TRUE(client({.observer = watching}).call<operation::GetItem>(kGet).get());
  EXPECT_EQ(watching->calls, 1);
  EXPECT_EQ(watching->retries, 1);
}

/// Real time, in which nobody may block for a while.
class TimeOfTimers final : public TimeSource {
 public:
  std::chrono::system_clock::time_point now() override { return std::chrono::system_clock::now(); }
  std::chrono::steady_clock::time_point steady_now() override {
    return std::chrono::steady_clock::now();
  }
  void sleep(std::chrono::nanoseconds) override { ADD_FAILURE() << "a thread sleeps"; }
};

TEST_F(ClientTest, AnAwaitedCallThatWaitsForItsTurnKeepsNoThreadWaiting) {
  for (int i = 0; i < 3; ++i) connection_->add(200, "{}");
  const Client c(connection_, {.rate = FixedRate{.rcu = 100, .burst = 0.5},
                               .time = std::make_shared<TimeOfTimers>()});
  std::promise<void> done;
  std::atomic<int> left = 3;
  for (int i = 0; i < 3; ++i) {
    c.call<operation::GetItem>(kGet).then([&](const Result<model::GetItemOutput>& output) {
      EXPECT_TRUE(output);
      if (--left == 0) done.set_value();
    });
  }
  done.get_future().wait();
}

TEST_F(ClientTest, TheRateLimitTellsWhatItHasDone) {
  for (int i = 0; i < 2; ++i) {
    connection_->add(200, R"({"ConsumedCapacity":{"TableName":"Songs","CapacityUnits":10}})");
  }
  const Client c = client({.rate = FixedRate{.rcu = 10}});
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(c.call<operation::GetItem>(kGet).get());
  const RateCounters rate = rate_counters(c);
  EXPECT_EQ(rate.current_rcu, 10);
  EXPECT_EQ(rate.current_wcu, 0);
  EXPECT_EQ(rate.consumed_rcu, 20);
  EXPECT_EQ(rate.charged_rcu, 0);
  EXPECT_EQ(rate.started, 2u);
  EXPECT_EQ(rate.delayed, 1u);
  EXPECT_EQ(rate.refused, 0u);
  EXPECT_EQ(rate.waited, time_->slept_total);
  EXPECT_EQ(rate_counters(client()).started, 0u);
}

TEST_F(ClientTest, ACallWhoseTurnHasComeIsSentHoweverTheClockRuns) {
  time_ = std::make_shared<RunningTime>();
  connection_->add(200, "{}");
  const Client c = client({.timeouts = {.total = 1s}, .rate = FixedRate{.rcu = 10}});
  EXPECT_TRUE(c.call<operation::GetItem>(kGet).get());
  EXPECT_LT(time_->slept(), 1ms);
}

TEST_F(ClientTest, AdaptiveRetriesSlowDownAfterAThrottleAndOnlyThen) {
  const auto slept_in_ten_calls = [&](RetryMode mode, bool throttled) {
    time_ = std::make_shared<ManualTime>();
    const Client c = client({.retry = {.throttled_base = 0ms, .mode = mode}});
    if (throttled) connection_->add(400, error("ProvisionedThroughputExceededException"));
    for (int i = 0; i < 10; ++i) connection_->add(200, "{}");
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(c.call<operation::GetItem>(kGet).get());
    return time_->slept();
  };
  EXPECT_EQ(slept_in_ten_calls(RetryMode::kAdaptive, false), 0us);
  EXPECT_EQ(slept_in_ten_calls(RetryMode::kStandard, true), 0us);
  // Not even one request a second was measured before, so the rate is at its least, half a request.
  EXPECT_GE(slept_in_ten_calls(RetryMode::kAdaptive, true), 1s);
}

TEST_F(ClientTest, AProfileThatDoesNotExistIsNamedBeforeARegionIsMissed) {
  const Client wrong({.profile = "no-such-profile-of-the-tests"});
  const auto result = wrong.call<operation::ListTables>({}).get();
  EXPECT_EQ(result.error().code(), ErrorCode::kCredentials);
  EXPECT_NE(result.error().message().find("there is no profile 'no-such-profile-of-the-tests'"),
            std::string::npos)
      << result.error().message();
}

TEST_F(ClientTest, WrongOptionsAreToldByTheFirstCall) {
  const Client wrong({.endpoint = "ftp://x"});
  EXPECT_EQ(wrong.call<operation::ListTables>({}).get().error().code(),
            ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace magneto
