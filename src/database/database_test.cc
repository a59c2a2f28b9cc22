// SPDX-License-Identifier: Apache-2.0
#include "database/database.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "base/test_clock.h"
#include "base/test_directory.h"
#include "base/test_few_threads.h"

namespace magneto::internal::database {
namespace {

std::string target(std::string_view operation) {
  return "DynamoDB_20120810." + std::string(operation);
}

constexpr std::string_view kCreate =
    R"({"TableName":"Music","BillingMode":"PAY_PER_REQUEST",)"
    R"("KeySchema":[{"AttributeName":"p","KeyType":"HASH"}],)"
    R"("AttributeDefinitions":[{"AttributeName":"p","AttributeType":"N"}]})";

std::string put(int number) {
  return R"({"TableName":"Music","Item":{"p":{"N":")" + std::to_string(number) + R"("}}})";
}
std::string get(int number) {
  return R"({"TableName":"Music","ConsistentRead":true,"Key":{"p":{"N":")" +
         std::to_string(number) + R"("}}})";
}

std::unique_ptr<Database> open_database(Options options = {}) {
  return Database::open(std::move(options)).value();
}

/// Waits for the answer of the form that does not wait.
Answer wait(Database& database, std::string_view operation, std::string_view body) {
  std::promise<Answer> promise;
  database.call(target(operation), body,
                [&promise](Answer answer) { promise.set_value(std::move(answer)); });
  return promise.get_future().get();
}

class DatabaseTest : public ::testing::Test {
 protected:
  TestDirectory directory_;
};

TEST_F(DatabaseTest, BothFormsOfACallGiveTheAnswersOfTheService) {
  const auto database = open_database();
  const auto blocking = [&](std::string_view operation, std::string_view body) {
    return database->call(target(operation), body);
  };
  const auto free = [&](std::string_view operation, std::string_view body) {
    return wait(*database, operation, body);
  };
  EXPECT_EQ(blocking("ListTables", "{}").body, R"({"TableNames":[]})");
  EXPECT_EQ(free("ListTables", "{}").body, R"({"TableNames":[]})");
  EXPECT_EQ(blocking("CreateTable", kCreate).status, 200);
  EXPECT_EQ(free("CreateTable", kCreate).status, 400);
  EXPECT_EQ(free("PutItem", put(1)).body, "{}");
  EXPECT_EQ(blocking("GetItem", get(1)).body, R"({"Item":{"p":{"N":"1"}}})");
  EXPECT_EQ(free("GetItem", get(1)).body, R"({"Item":{"p":{"N":"1"}}})");
}

TEST_F(DatabaseTest, AnErrorIsTheStatusAndTheBodyThatTheServerSends) {
  const auto database = open_database();
  for (const bool blocking : {true, false}) {
    const auto call = [&](std::string_view operation, std::string_view body) {
      return blocking ? database->call(target(operation), body) : wait(*database, operation, body);
    };
    const Answer missing = call("GetItem", get(1));
    EXPECT_EQ(missing.status, 400);
    EXPECT_NE(missing.body.find("#ResourceNotFoundException\""), std::string::npos);
    EXPECT_NE(call("Nothing", "{}").body.find("#UnknownOperationException\""), std::string::npos);
    EXPECT_NE(call("ListTables", "{").body.find("#SerializationException\""), std::string::npos);
    EXPECT_NE(call("ListTables", "").body.find("#SerializationException\""), std::string::npos);
    EXPECT_NE(call("Nothing", "").body.find("#UnknownOperationException\""), std::string::npos);
  }
}

TEST_F(DatabaseTest, TwoDatabasesInOneProcessKnowNothingOfEachOther) {
  auto first = open_database({.directory = directory_.path() + "/first"});
  auto second = open_database();
  ASSERT_TRUE(first->call(target("CreateTable"), kCreate).ok());
  ASSERT_TRUE(second->call(target("CreateTable"), kCreate).ok());
  ASSERT_TRUE(first->call(target("PutItem"), put(1)).ok());
  ASSERT_TRUE(wait(*second, "PutItem", put(2)).ok());
  EXPECT_EQ(second->call(target("GetItem"), get(1)).body, "{}");
  EXPECT_EQ(first->call(target("GetItem"), get(2)).body, "{}");
  first.reset();
  EXPECT_EQ(second->call(target("GetItem"), get(2)).body, R"({"Item":{"p":{"N":"2"}}})");
}

TEST_F(DatabaseTest, ADirectoryThatIsInUseIsRefused) {
  const auto first = open_database({.directory = directory_.path() + "/data"});
  const auto second = Database::open({.directory = directory_.path() + "/data"});
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code(), ErrorCode::kInvalidArgument);
}

TEST_F(DatabaseTest, WhatWasAnsweredIsThereAfterClosingAndEveryCallIsAnsweredOnce) {
  constexpr int kCalls = 500;
  std::vector<std::atomic<int>> answers(kCalls);
  {
    auto database = open_database({.directory = directory_.path() + "/data"});
    ASSERT_TRUE(database->call(target("CreateTable"), kCreate).ok());
    for (int i = 0; i < kCalls; ++i) {
      database->call(target("PutItem"), put(i), [&answers, i](const Answer& answer) {
        if (answer.ok()) ++answers[static_cast<std::size_t>(i)];
      });
    }
    // Closed while most of them wait for the disk.
  }
  const auto database = open_database({.directory = directory_.path() + "/data"});
  for (int i = 0; i < kCalls; ++i) {
    EXPECT_EQ(answers[static_cast<std::size_t>(i)], 1) << i;
    EXPECT_NE(database->call(target("GetItem"), get(i)).body, "{}") << i;
  }
}

TEST_F(DatabaseTest, AnAnswerMayBeginTheNextCallUntilTheDatabaseCloses) {
  std::atomic<int> written{0};
  std::atomic<int> refused{0};
  {
    auto database = open_database({.directory = directory_.path() + "/data"});
    ASSERT_TRUE(database->call(target("CreateTable"), kCreate).ok());
    std::function<void(const Answer&)> next;
    next = [&, raw = database.get()](const Answer& answer) {
      if (answer.status == 503) {
        ++refused;
      } else {
        raw->call(target("PutItem"), put(++written), next);
      }
    };
    for (int i = 0; i < 8; ++i) database->call(target("PutItem"), put(++written), next);
    while (written < 50) std::this_thread::yield();
    database.reset();
  }
  EXPECT_EQ(refused, 8);
  EXPECT_GE(written, 50);
}

TEST_F(DatabaseTest, CallsOfManyThreadsInBothFormsAreAllAnswered) {
  const auto database = open_database({.directory = directory_.path() + "/data"});
  ASSERT_TRUE(database->call(target("CreateTable"), kCreate).ok());
  std::atomic<int> answered{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 100; ++i) {
        const int number = t * 100 + i;
        const Answer answer = i % 2 == 0 ? database->call(target("PutItem"), put(number))
                                         : wait(*database, "PutItem", put(number));
        if (answer.ok() && database->call(target("GetItem"), get(number)).body != "{}") ++answered;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answered, 400);
}

TEST_F(DatabaseTest, TimesAndNamesAreThoseOfTheOptions) {
  const TestClock clock(1'790'000'000'000);
  const auto database = open_database(
      {.region = "eu-central-1", .account = "123456789012", .host = "db:1", .clock = &clock});
  const std::string created = database->call(target("CreateTable"), kCreate).body;
  EXPECT_NE(created.find(R"("CreationDateTime":1790000000)"), std::string::npos) << created;
  EXPECT_NE(created.find("arn:aws:dynamodb:eu-central-1:123456789012:table/Music"),
            std::string::npos);
  EXPECT_NE(database->call(target("DescribeEndpoints"), "{}").body.find(R"("db:1")"),
            std::string::npos);
}

/// A table with a stream and recovery, and what is asked of it.
class ClockTest : public DatabaseTest {
 protected:
  void open_at(std::int64_t now_ms) {
    database_.reset();
    clock_.now = now_ms;
    database_ = open_database({.directory = directory_.path() + "/data", .clock = &clock_});
  }
  Answer call(std::string_view operation, std::string_view body) {
    return database_->call(target(operation), body);
  }
  Answer call_streams(std::string_view operation, const std::string& body) {
    return database_->call("DynamoDBStreams_20120810." + std::string(operation), body);
  }
  void create() {
    const std::string create = std::string(kCreate.substr(0, kCreate.size() - 1)) +
                               R"(,"StreamSpecification":{"StreamEnabled":true,)"
                               R"("StreamViewType":"NEW_IMAGE"}})";
    ASSERT_TRUE(call("CreateTable", create).ok());
    database_->wait_until_idle();
    ASSERT_TRUE(call("UpdateContinuousBackups",
                     R"({"TableName":"Music","PointInTimeRecoverySpecification":)"
                     R"({"PointInTimeRecoveryEnabled":true}})")
                    .ok());
    database_->wait_until_idle();
  }
  /// The value of the last member with this name.
  static std::string member(const std::string& json, const std::string& name) {
    const std::size_t begin = json.rfind('"' + name + "\":\"") + name.size() + 4;
    return json.substr(begin, json.find('"', begin) - begin);
  }
  /// The keys of a shard's records, in their order.
  std::string streamed(const std::string& stream, const std::string& shard) {
    const std::string iterator =
        call_streams("GetShardIterator", stream + R"(,"ShardIteratorType":"TRIM_HORIZON",)" +
                                             R"("ShardId":")" + shard + R"("})")
            .body;
    const std::string records =
        call_streams("GetRecords",
                     R"({"ShardIterator":")" + member(iterator, "ShardIterator") + R"("})")
            .body;
    constexpr std::string_view kKey = R"("Keys":{"p":{"N":")";
    std::string keys;
    for (std::size_t at = 0; (at = records.find(kKey, at)) != std::string::npos; ++at) {
      keys += records[at + kKey.size()];
    }
    return keys;
  }
  /// Of all shards, page by page.
  std::string streamed() {
    const std::string arn =
        member(call("DescribeTable", R"({"TableName":"Music"})").body, "LatestStreamArn");
    const std::string stream = R"({"StreamArn":")" + arn + '"';
    constexpr std::string_view kId = R"("ShardId":")";
    std::string keys, after;
    while (true) {
      const std::string page = call_streams("DescribeStream", stream + after + "}").body;
      std::string last;
      for (std::size_t at = 0; (at = page.find(kId, at)) != std::string::npos;) {
        at += kId.size();
        last = page.substr(at, page.find('"', at) - at);
        keys += streamed(stream, last);
      }
      if (page.find("LastEvaluatedShardId") == std::string::npos) return keys;
      after = R"(,"ExclusiveStartShardId":")" + last + '"';
    }
  }

  TestClock clock_{0};
  std::unique_ptr<Database> database_;
};

TEST_F(ClockTest, AfterAClockThatWasAheadStreamsAreWholeAndNoMomentIsMistaken) {
  constexpr std::int64_t kNow = 1'790'000'000'000, kMonth = 30 * 86'400'000LL;
  open_at(kNow);
  create();
  ASSERT_TRUE(call("PutItem", put(1)).ok());
  open_at(kNow + kMonth);
  ASSERT_TRUE(call("PutItem", put(2)).ok());
  EXPECT_EQ(streamed(), "2");  // The other one is older than a day.
  open_at(kNow + 60'000);
  ASSERT_TRUE(call("PutItem", put(3)).ok());
  EXPECT_EQ(streamed(), "123");

  const std::string restore = R"({"SourceTableName":"Music","TargetTableName":)";
  const Answer mistaken =
      call("RestoreTableToPointInTime", restore + R"("Moment","RestoreDateTime":1790000059})");
  EXPECT_EQ(mistaken.status, 400);
  EXPECT_NE(mistaken.body.find("The clock of this machine was ahead"), std::string::npos)
      << mistaken.body;
  const std::string arn =
      member(call("DescribeTable", R"({"TableName":"Music"})").body, "TableArn");
  const Answer exported =
      call("ExportTableToPointInTime", R"({"S3Bucket":"bucket","TableArn":")" + arn + R"("})");
  EXPECT_NE(exported.body.find("The clock of this machine was ahead"), std::string::npos)
      << exported.body;
  ASSERT_TRUE(
      call("RestoreTableToPointInTime", restore + R"("Latest","UseLatestRestorableTime":true})")
          .ok());
  database_->wait_until_idle();
  EXPECT_NE(call("Scan", R"({"TableName":"Latest","Select":"COUNT"})").body.find(R"("Count":3)"),
            std::string::npos);
}

TEST_F(DatabaseTest, IdentifiersComeFromTheRandomOfTheOptions) {
  struct Zeros final : Random {
    std::uint64_t bits() override { return 0; }
  } zeros;
  const auto database = open_database({.random = &zeros});
  const std::string created = database->call(target("CreateTable"), kCreate).body;
  EXPECT_NE(created.find(R"("TableId":"00000000-0000-4000-8000-000000000000")"), std::string::npos)
      << created;
}

TEST_F(DatabaseTest, WithoutThreadsForTheWorkOpeningIsAnError) {
  const std::string directory = directory_.path() + "/data";
  std::unique_ptr<NoMoreThreads> none;
  const auto engine = [&]() -> Result<std::unique_ptr<storage::Engine>> {
    auto opened = storage::open_rocksdb({.directory = directory});
    none = std::make_unique<NoMoreThreads>();
    return opened;
  };
  const auto failed = Database::open({.open_engine = engine});
  none.reset();
  ASSERT_FALSE(failed.ok());
  EXPECT_TRUE(failed.error().message().starts_with("cannot start the thread "));
  EXPECT_TRUE(Database::open({.directory = directory}).ok());
}

TEST_F(DatabaseTest, WhenTooManyCallsWaitForAThreadMoreAreRefused) {
  const auto database = open_database({.blocking = {.catalog_threads = 1, .queue_limit = 1}});
  // Keeps the one thread for changes of the catalog busy.
  std::promise<void> begun, end;
  struct Busy final : BlockingPool::Job {
    Busy(std::promise<void>& begun, std::future<void> end) : begun_(begun), end_(std::move(end)) {}
    void run_blocking(OperationRunner&) override {
      begun_.set_value();
      end_.wait();
    }
    std::promise<void>& begun_;
    std::future<void> end_;
  } busy(begun, end.get_future());
  ASSERT_TRUE(database->pool().submit(busy, operations::Effect::kCatalog).ok());
  begun.get_future().wait();

  std::promise<Answer> created;
  database->call(target("CreateTable"), kCreate,
                 [&](Answer answer) { created.set_value(std::move(answer)); });
  EXPECT_EQ(database->pool().queued(), 1u);
  const Answer refused = wait(*database, "CreateTable", kCreate);
  EXPECT_EQ(refused.status, 503);
  EXPECT_NE(refused.body.find("Too many requests wait for the disk"), std::string::npos);

  // Items have threads of their own.
  EXPECT_EQ(wait(*database, "PutItem", std::string(kLargestBodyOnLoop, ' ') + put(1)).status, 400);
  end.set_value();
  EXPECT_EQ(created.get_future().get().status, 200);
}

TEST_F(DatabaseTest, TheEngineMayBeMadeByTheCaller) {
  int made = 0;
  const auto database = open_database({.open_engine = [&made] {
    ++made;
    return storage::open_rocksdb({});
  }});
  EXPECT_EQ(made, 1);
  EXPECT_TRUE(database->call(target("ListTables"), "{}").ok());

  const auto failed =
      Database::open({.open_engine = []() -> Result<std::unique_ptr<storage::Engine>> {
        return Error(ErrorCode::kIo, "no disk");
      }});
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().message(), "no disk");
}

}  // namespace
}  // namespace magneto::internal::database
