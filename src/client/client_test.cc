// SPDX-License-Identifier: Apache-2.0
//
// The client over a connection that answers what the test says.
#include "magneto/client.h"

#include <atomic>
#include <cmath>
#include <deque>
#include <future>
#include <thread>

#include <gtest/gtest.h>

#include "magneto/error_details.h"
#include "magneto/json.h"
#include "magneto/observer.h"
#include "magneto/operations.h"
#include "magneto/rate_counters.h"

namespace magneto {
namespace {

using namespace std::chrono_literals;

/// Gives its answers one after the other and keeps the requests.
class Scripted : public Connection {
 public:
  Result<Answer> exchange(const Request& request) override {
    requests.push_back(std::string(request.operation()) + " " + std::string(request.body));
    deadlines.push_back(request.deadline);
    if (answers.empty()) return Error(ErrorCode::kConnect, "no more answers");
    const Scene scene = answers.front();
    answers.pop_front();
    if (scene.status == 0) return Error(scene.error, "as the test says");
    return Answer(scene.status, scene.body);
  }
  void add(int status, std::string_view body) {
    answers.push_back({.status = status, .body = std::string(body)});
  }
  void fail(ErrorCode code) { answers.push_back({.error = code}); }

  struct Scene {
    int status = 0;
    std::string body = {};
    ErrorCode error = ErrorCode::kNone;
  };
  std::deque<Scene> answers;
  std::vector<std::string> requests;
  std::vector<std::chrono::steady_clock::time_point> deadlines;
};

/// Time that passes only when somebody sleeps.
class ManualTime : public TimeSource {
 public:
  std::chrono::system_clock::time_point now() override {
    return std::chrono::system_clock::time_point(slept_total);
  }
  std::chrono::steady_clock::time_point steady_now() override {
    return std::chrono::steady_clock::time_point(1h + slept_total);
  }
  void sleep(std::chrono::nanoseconds time) override { slept_total += time; }
  std::chrono::microseconds slept() const {
    return std::chrono::duration_cast<std::chrono::microseconds>(slept_total);
  }
  std::chrono::nanoseconds slept_total{0};
};

/// Time passes while it is looked at, too.
class RunningTime final : public ManualTime {
 public:
  std::chrono::steady_clock::time_point steady_now() override {
    slept_total += 1us;
    return ManualTime::steady_now();
  }
};

class ClientTest : public testing::Test {
 protected:
  Client client(ClientOptions options = {}) {
    options.time = time_;
    return Client(connection_, std::move(options));
  }
  static std::string error(std::string_view name, std::string_view more = "") {
    return R"({"__type":"com.amazonaws.dynamodb.v20120810#)" + std::string(name) +
           R"(","message":"no")" + std::string(more) + "}";
  }

  std::shared_ptr<Scripted> connection_ = std::make_shared<Scripted>();
  std::shared_ptr<ManualTime> time_ = std::make_shared<ManualTime>();
};

const model::GetItemInput kGet{.table_name = "Songs", .key = {{"Artist", "Nina"}}};

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

TEST_F(ClientTest, ANumberThatIsNoneIsNotSent) {
  const auto result =
      client()
          .call<operation::PutItem>({.table_name = "Songs", .item = {{"a", std::nan("")}}})
          .get();
  EXPECT_EQ(result.error().code(), ErrorCode::kInvalidArgument);
  EXPECT_NE(result.error().message().find("Item"), std::string::npos);
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
    const auto tables = co_await of.call<operation::ListTables>({});
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
