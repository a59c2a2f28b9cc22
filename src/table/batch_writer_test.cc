// SPDX-License-Identifier: Apache-2.0
#include "magneto/batch_writer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <mutex>
#include <set>
#include <thread>

#include "magneto/json.h"
#include "table/fake_connection.h"
#include "table/json_size.h"

namespace magneto::internal::table {
namespace {

constexpr std::string_view kDescription =
    R"({"Table":{"TableName":"T","KeySchema":[{"AttributeName":"a","KeyType":"HASH"}]}})";

/// The writes of a request: "put 3/0" for the version 0 of the item 3.
std::vector<std::string> writes_in(const std::string& body) {
  std::vector<std::string> found;
  std::size_t at = 0;
  const auto number = [&](std::string_view name) {
    const std::string mark = "\"" + std::string(name) + R"(":{"N":")";
    const std::size_t start = body.find(mark, at) + mark.size();
    return body.substr(start, body.find('"', start) - start);
  };
  for (;;) {
    const std::size_t put = body.find(R"({"PutRequest":)", at);
    const std::size_t removed = body.find(R"({"DeleteRequest":)", at);
    at = std::min(put, removed);
    if (at == std::string::npos) return found;
    const std::string name = number("a");
    found.push_back(put < removed ? "put " + name + "/" + number("version") : "remove " + name);
    at += 10;
  }
}

class Batches : public testing::Test {
 protected:
  Batches() {
    fake->handle([this](const FakeConnection::Sent& sent) { return answer(sent); });
  }
  virtual magneto::Result<Answer> answer(const FakeConnection::Sent& sent) {
    if (sent.operation == "DescribeTable") return FakeConnection::success(kDescription);
    return on_write(sent.body);
  }
  static Item item(int key, int version = 0) { return {{"a", key}, {"version", version}}; }
  static BatchOptions fast(bool overwrite = false) {
    BatchOptions options{.overwrite_by_keys = overwrite};
    options.first_wait = options.longest_wait = std::chrono::milliseconds(1);
    return options;
  }

  std::function<magneto::Result<Answer>(const std::string&)> on_write = [](const std::string&) {
    return FakeConnection::success("{}");
  };
  std::shared_ptr<FakeConnection> fake = std::make_shared<FakeConnection>();
  Table table{fake->client(), "T"};
};

TEST_F(Batches, TellOfEachLostWriteAlsoWhenTheDestructorFinishes) {
  on_write = [](const std::string&) { return FakeConnection::error("ValidationException"); };
  std::mutex mutex;
  std::multiset<std::string> lost;
  BatchOptions options = fast();
  options.on_failure = [&](const BatchFailure& failure) {
    const std::lock_guard lock(mutex);
    lost.insert(to_json(failure.item) + (failure.put ? " put " : " removed ") +
                failure.error.message());
  };
  {
    BatchWriter batch(table, options);
    batch.put({{"a", 1}});
    batch.put({{"b", 2}});
    batch.remove({{"a", 3}});
  }
  EXPECT_EQ(lost, (std::multiset<std::string>{
                      R"({"a":{"N":"1"}} put as the test says)",
                      R"({"a":{"N":"3"}} removed as the test says)",
                      R"({"b":{"N":"2"}} put an attribute of the key of table "T" is missing)"}));
}

TEST_F(Batches, TellOfWritesThatComeBehindTheEnd) {
  std::vector<std::string> lost;
  BatchOptions options = fast();
  options.on_failure = [&](const BatchFailure& failure) {
    lost.push_back(failure.error.message());
  };
  BatchWriter batch(table, options);
  batch.put(item(1));
  EXPECT_EQ(batch.finish().value().written, 1u);
  batch.put(item(2));
  EXPECT_EQ(lost, std::vector<std::string>{"the batch writer is finished"});
  EXPECT_EQ(batch.finish().get().error().code(), ErrorCode::kInvalidArgument);
}

TEST_F(Batches, WriteEverythingInRequestsOfTwentyFive) {
  BatchWriter batch(table, fast());
  for (int i = 0; i < 100; ++i) batch.put(item(i));
  batch.remove({{"a", 100}});
  const BatchReport report = batch.finish().value();
  EXPECT_EQ(report.written, 101u);
  EXPECT_TRUE(report.complete());
  EXPECT_EQ(fake->count("DescribeTable"), 1u);
  std::set<std::string> all;
  for (const FakeConnection::Sent& sent : fake->sent()) {
    if (sent.operation != "BatchWriteItem") continue;
    const auto writes = writes_in(sent.body);
    EXPECT_LE(writes.size(), 25u);
    all.insert(writes.begin(), writes.end());
  }
  EXPECT_EQ(all.size(), 101u);
  EXPECT_TRUE(all.contains("remove 100"));
}

TEST_F(Batches, TheLastPutOrDeleteOfAKeyWins) {
  BatchWriter batch(table, fast(true));
  batch.put(item(1, 0));
  batch.put(item(2, 0));
  batch.put(item(1, 1));
  batch.remove({{"a", 2}});
  const BatchReport report = batch.finish().value();
  EXPECT_EQ(report.written, 2u);
  EXPECT_EQ(report.overwritten, 2u);
  EXPECT_EQ(writes_in(fake->body(1)), (std::vector<std::string>{"put 1/1", "remove 2"}));
}

TEST_F(Batches, EqualNumbersAreOneKeyHoweverTheyAreWritten) {
  BatchWriter batch(table, fast(true));
  batch.put({{"a", 1}, {"version", 0}});
  batch.put({{"a", Number::parse("1.00").value()}, {"version", 1}});
  EXPECT_EQ(batch.finish().value().overwritten, 1u);
}

TEST_F(Batches, WhatIsLeftUnprocessedIsSentAgain) {
  std::atomic<int> requests = 0;
  on_write = [&](const std::string& body) {
    if (++requests > 3) return FakeConnection::success("{}");
    // All but the first write are left.
    const std::size_t second = body.find("},{\"PutRequest\"");
    if (second == std::string::npos) return FakeConnection::success("{}");
    const std::size_t end = body.find("]}", second);
    return FakeConnection::success(R"({"UnprocessedItems":{"T":[)" +
                                   body.substr(second + 2, end - second - 2) + "]}}");
  };
  BatchWriter batch(table, fast());
  for (int i = 0; i < 10; ++i) batch.put(item(i));
  const BatchReport report = batch.finish().value();
  EXPECT_EQ(report.written, 10u);
  EXPECT_EQ(report.unprocessed, 9u + 8u + 7u);
  EXPECT_EQ(requests, 4);
}

TEST_F(Batches, AThrottledRequestIsSentAgainAndInTheEndEveryWriteIsAccountedFor) {
  std::atomic<int> requests = 0;
  on_write = [&](const std::string&) {
    return ++requests < 3 ? FakeConnection::error("ProvisionedThroughputExceededException")
                          : FakeConnection::success("{}");
  };
  {
    BatchWriter batch(table, fast());
    batch.put(item(1));
    EXPECT_EQ(batch.finish().value().written, 1u);
  }
  on_write = [](const std::string&) {
    return FakeConnection::error("ProvisionedThroughputExceededException");
  };
  BatchOptions options = fast();
  options.max_attempts = 3;
  BatchWriter batch(table, options);
  batch.put(item(1));
  batch.put(item(2));
  const BatchReport report = batch.finish().value();
  EXPECT_EQ(report.written, 0u);
  ASSERT_EQ(report.failed.size(), 2u);
  EXPECT_EQ(report.failed[0].error.code(), ErrorCode::kProvisionedThroughputExceeded);
}

TEST_F(Batches, OneBadItemCostsNoOther) {
  on_write = [](const std::string& body) {
    return body.find(R"({"N":"7"})") != std::string::npos
               ? FakeConnection::error("ValidationException")
               : FakeConnection::success("{}");
  };
  BatchWriter batch(table, fast());
  for (int i = 0; i < 20; ++i) batch.put(item(i));
  batch.put({{"b", 1}});  // without the key
  const BatchReport report = batch.finish().value();
  EXPECT_EQ(report.written, 19u);
  ASSERT_EQ(report.failed.size(), 2u);
  EXPECT_EQ(report.failed[0].error.code(), ErrorCode::kInvalidArgument);
  EXPECT_EQ(report.failed[1].item["a"].as<int>().value(), 7);
  EXPECT_EQ(report.failed[1].error.code(), ErrorCode::kValidation);
}

TEST_F(Batches, PutBlocksWhileTheBufferIsFull) {
  std::atomic<bool> open = false;
  on_write = [&](const std::string&) {
    while (!open) std::this_thread::yield();
    return FakeConnection::success("{}");
  };
  BatchOptions options = fast();
  options.max_buffered = 30;
  BatchWriter batch(table, options);
  std::atomic<int> given = 0;
  std::thread producer([&] {
    for (int i = 0; i < 60; ++i) {
      batch.put(item(i));
      ++given;
    }
  });
  while (given < 30) std::this_thread::yield();
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ(given, 30);
  open = true;
  producer.join();
  EXPECT_EQ(batch.finish().value().written, 60u);
}

/// As docs/client/batches.md shows it.
Call<BatchReport> write_all(Table songs, BatchOptions options, std::vector<Item> items) {
  BatchWriter batch(songs, options);
  for (Item& item : items) {
    (co_await batch.ready()).value();
    batch.put(std::move(item));
  }
  co_return co_await batch.finish();
}

TEST_F(Batches, AreWrittenByACoroutineThatKeepsNoThreadWaiting) {
  BatchOptions options = fast();
  options.max_buffered = 30;
  std::vector<Item> items;
  for (int i = 0; i < 200; ++i) items.push_back(item(i));
  EXPECT_EQ(write_all(table, options, items).value().written, 200u);
  std::promise<magneto::Result<BatchReport>> done;
  write_all(table, options, items).then([&](magneto::Result<BatchReport> report) {
    done.set_value(std::move(report));
  });
  EXPECT_EQ(done.get_future().get().value().written, 200u);
}

TEST_F(Batches, AreFinishedWithACallback) {
  BatchWriter batch(table, fast());
  for (int i = 0; i < 30; ++i) batch.put(item(i));
  std::promise<std::size_t> written;
  batch.finish().then([&](const magneto::Result<BatchReport>& report) {
    written.set_value(report ? report->written : 0);
  });
  EXPECT_EQ(written.get_future().get(), 30u);
}

TEST_F(Batches, AFlushEndsWithItsDeadlineOrCancellationAndAnotherGoesOn) {
  std::atomic<bool> open = false;
  on_write = [&](const std::string&) {
    while (!open) std::this_thread::yield();
    return FakeConnection::success("{}");
  };
  BatchWriter batch(table, fast());
  batch.put(item(1));
  EXPECT_EQ(batch.flush().within(std::chrono::milliseconds(5)).get().error().code(),
            magneto::ErrorCode::kDeadline);
  const Cancellation cancellation;
  std::promise<magneto::ErrorCode> ended;
  batch.flush().cancelled_by(cancellation).then([&](const magneto::Result<void>& flushed) {
    ended.set_value(flushed ? magneto::ErrorCode::kNone : flushed.error().code());
  });
  cancellation.cancel();
  EXPECT_EQ(ended.get_future().get(), magneto::ErrorCode::kCancelled);
  open = true;
  batch.flush().value();
  EXPECT_EQ(batch.finish().value().written, 1u);
}

TEST_F(Batches, OneKeyManyTimesInATinyBufferDoesNotHang) {
  BatchOptions options = fast();
  options.max_buffered = 3;
  BatchWriter batch(table, options);
  for (int v = 0; v < 50; ++v) batch.put(item(1, v));
  EXPECT_EQ(batch.finish().value().written, 50u);
  std::vector<std::string> order;
  for (const FakeConnection::Sent& sent : fake->sent()) {
    for (std::string& one : writes_in(sent.body)) order.push_back(std::move(one));
  }
  ASSERT_EQ(order.size(), 50u);
  for (int v = 0; v < 50; ++v) EXPECT_EQ(order[v], "put 1/" + std::to_string(v));
}

TEST_F(Batches, TheEndOfTheScopeFinishesAndAnExceptionDoesNot) {
  { BatchWriter(table, fast()).put(item(1)); }
  EXPECT_EQ(fake->count("BatchWriteItem"), 1u);
  try {
    BatchWriter batch(table, fast());
    batch.put(item(2));
    throw 1;
  } catch (int) {
  }
  EXPECT_EQ(fake->count("BatchWriteItem"), 1u);
}

TEST_F(Batches, AnAbandonedBatchReportsWhatWasNotSent) {
  BatchWriter batch(table, fast());
  for (int i = 0; i < 3; ++i) batch.put(item(i));
  const BatchReport report = batch.abandon();
  EXPECT_EQ(report.failed.size(), 3u);
  EXPECT_EQ(report.failed[0].error.code(), ErrorCode::kCancelled);
  EXPECT_EQ(fake->count("BatchWriteItem"), 0u);
  EXPECT_FALSE(batch.finish().get());
}

TEST_F(Batches, WritesToSeveralTablesGoTogether) {
  const Table other(table.client(), "U");
  BatchWriter batch(table, fast());
  batch.put(item(1));
  batch.put(other, item(1));
  EXPECT_EQ(batch.finish().value().written, 2u);
  EXPECT_EQ(fake->count("BatchWriteItem"), 1u);
}

TEST(JsonSize, IsNeverTooSmall) {
  const Item item{{"text", std::string("\x01\"\\\n", 4)},
                  {"n", Number::parse("1e125").value()},
                  {"m", Number::parse("-1e-130").value()},
                  {"b", Binary(std::string(1000, 'x'))},
                  {"ss", StringSet{"a", "b"}},
                  {"ns", NumberSet{1, 2}},
                  {"bs", BinarySet{Binary("x")}},
                  {"l", List{1, "x", nullptr, true}},
                  {"map", Map{{"x", Map{}}}}};
  const std::size_t real = to_json(item).size();
  EXPECT_GE(json_size(item), real);
  EXPECT_LE(json_size(item), real * 2);
}

}  // namespace
}  // namespace magneto::internal::table
