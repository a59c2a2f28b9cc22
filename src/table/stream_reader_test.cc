// SPDX-License-Identifier: Apache-2.0
#include "magneto/stream_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "table/fake_connection.h"
#include "table/stream_shards.h"

namespace magneto::internal::table {
namespace {

/// A stream of three shards: "a" became "b"; "c" has no parent. Records are "a1", "a2", ...
class Streams : public testing::Test {
 protected:
  struct FakeShard {
    std::string parent;
    int records = 0;
    bool closed = true;
  };

  Streams() {
    fake->handle([this](const FakeConnection::Sent& sent) { return answer(sent); });
  }

  static std::string value_in(const std::string& body, const std::string& name) {
    const std::string mark = "\"" + name + "\":\"";
    const std::size_t at = body.find(mark);
    if (at == std::string::npos) return {};
    const std::size_t start = at + mark.size();
    return body.substr(start, body.find('"', start) - start);
  }

  magneto::Result<Answer> answer(const FakeConnection::Sent& sent) {
    if (sent.operation == "DescribeStream") return described();
    if (sent.operation == "GetShardIterator") {
      // An iterator is the shard and the number of the record behind it.
      const std::string sequence = value_in(sent.body, "SequenceNumber");
      const std::string shard = value_in(sent.body, "ShardId");
      const std::string type = value_in(sent.body, "ShardIteratorType");
      int at = sequence.empty() ? 0 : std::stoi(sequence.substr(1));
      if (type == "LATEST") at = shards[shard].records;
      if (type == "AFTER_SEQUENCE_NUMBER" && trimmed.erase(shard) != 0) {
        return FakeConnection::error("TrimmedDataAccessException");
      }
      return FakeConnection::success(R"({"ShardIterator":")" + shard + std::to_string(at) + "\"}");
    }
    const std::string iterator = value_in(sent.body, "ShardIterator");
    if (expired.erase(iterator) != 0) return FakeConnection::error("ExpiredIteratorException");
    return records(iterator.substr(0, 1), std::stoi(iterator.substr(1)));
  }

  magneto::Result<Answer> described() const {
    std::string list;
    for (const auto& [name, shard] : shards) {
      list += list.empty() ? "" : ",";
      list += R"({"ShardId":")" + name + "\"";
      if (!shard.parent.empty()) list += R"(,"ParentShardId":")" + shard.parent + "\"";
      if (shard.closed) list += R"(,"SequenceNumberRange":{"EndingSequenceNumber":"9"})";
      list += "}";
    }
    return FakeConnection::success(R"({"StreamDescription":{"StreamStatus":")" + status +
                                   R"(","Shards":[)" + list + "]}}");
  }

  /// At most two at once.
  magneto::Result<Answer> records(const std::string& name, int at) {
    const FakeShard& shard = shards[name];
    std::string list;
    int end = at;
    for (; end < shard.records && end < at + 2; ++end) {
      list += list.empty() ? "" : ",";
      list += R"({"dynamodb":{"SequenceNumber":")" + name + std::to_string(end + 1) + "\"}}";
    }
    std::string body = R"({"Records":[)" + list + "]";
    if (!shard.closed || end < shard.records) {
      body += R"(,"NextShardIterator":")" + name + std::to_string(end) + "\"";
    }
    return FakeConnection::success(body + "}");
  }

  static std::vector<std::string> numbers(const std::vector<model::Record>& records) {
    std::vector<std::string> all;
    for (const model::Record& record : records) all.push_back(*record.dynamodb->sequence_number);
    return all;
  }
  static std::vector<std::string> rest(StreamReader& reader) {
    std::vector<std::string> all;
    for (;;) {
      const auto some = numbers(reader.next().value());
      if (some.empty()) return all;
      all.insert(all.end(), some.begin(), some.end());
    }
  }

  std::map<std::string, FakeShard> shards{
      {"a", {"", 3, true}}, {"b", {"a", 3, false}}, {"c", {"", 1, false}}};
  std::string status = "ENABLED";
  std::set<std::string> expired;
  std::set<std::string> trimmed;
  std::shared_ptr<FakeConnection> fake = std::make_shared<FakeConnection>();
};

TEST_F(Streams, AShardComesBehindTheOneThatItCameFrom) {
  StreamReader reader(fake->client(), "arn");
  const std::vector<std::string> all = rest(reader);
  EXPECT_EQ(all.size(), 7u);
  const auto place = [&](const char* number) {
    return std::find(all.begin(), all.end(), number) - all.begin();
  };
  EXPECT_LT(place("a3"), place("b1"));
  EXPECT_FALSE(reader.finished());
}

TEST_F(Streams, GoingOnFromACheckpointGivesNothingTwiceAndLeavesNothingOut) {
  std::string checkpoint;
  std::vector<std::string> all;
  for (int i = 0; i < 20; ++i) {
    StreamReader reader(fake->client(), "arn", {.checkpoint = checkpoint});
    const auto some = numbers(reader.next().value());
    all.insert(all.end(), some.begin(), some.end());
    checkpoint = reader.checkpoint();
  }
  EXPECT_EQ(all.size(), 7u);
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), 7u);
}

TEST_F(Streams, NewRecordsComeLater) {
  StreamReader reader(fake->client(), "arn");
  rest(reader);
  EXPECT_TRUE(reader.next().value().empty());
  shards["c"].records = 2;
  EXPECT_EQ(rest(reader), std::vector<std::string>{"c2"});
}

/// Passes only by being slept through; a record comes after the third time.
class TimeThatBringsARecord final : public TimeSource {
 public:
  explicit TimeThatBringsARecord(std::function<void()> bring) : bring_(std::move(bring)) {}
  std::chrono::system_clock::time_point now() override { return {}; }
  std::chrono::steady_clock::time_point steady_now() override {
    return std::chrono::steady_clock::time_point(slept);
  }
  void sleep(std::chrono::nanoseconds time) override {
    slept += time;
    if (++sleeps == 3) bring_();
  }

  std::chrono::nanoseconds slept{0};
  int sleeps = 0;

 private:
  std::function<void()> bring_;
};

TEST_F(Streams, NewRecordsAreWaitedForAsLongAsIsWanted) {
  const auto time = std::make_shared<TimeThatBringsARecord>([this] { shards["c"].records = 2; });
  const Client client(fake, {.retry = RetryOptions::never(), .time = time});
  StreamReader reader(client, "arn", {.only_new = true, .wait = std::chrono::seconds(20)});
  EXPECT_EQ(numbers(reader.next().value()), std::vector<std::string>{"c2"});
  EXPECT_EQ(time->sleeps, 3);
  const std::chrono::nanoseconds before = time->slept;
  EXPECT_TRUE(reader.next().value().empty());
  EXPECT_EQ(time->slept - before, std::chrono::seconds(20));
  // A call's own deadline counts too.
  EXPECT_EQ(reader.next().within(std::chrono::seconds(1)).get().error().code(),
            ErrorCode::kDeadline);
}

TEST_F(Streams, OnlyWhatIsNewWhenAskedForIt) {
  StreamReader reader(fake->client(), "arn", {.only_new = true});
  EXPECT_TRUE(reader.next().value().empty());
  shards["b"].records = 4;
  EXPECT_EQ(rest(reader), std::vector<std::string>{"b4"});
}

TEST_F(Streams, AnExpiredIteratorIsAskedForAgain) {
  StreamReader reader(fake->client(), "arn");
  expired = {"a2"};
  EXPECT_EQ(rest(reader).size(), 7u);
}

TEST_F(Streams, RecordsThatAreGoneAreAGap) {
  StreamReader first(fake->client(), "arn");
  first.next().value();
  trimmed = {"a"};
  StreamReader second(fake->client(), "arn", {.checkpoint = first.checkpoint()});
  EXPECT_FALSE(rest(second).empty());
  EXPECT_EQ(second.gaps(), 1u);
}

TEST_F(Streams, AClosedStreamEnds) {
  for (auto& [name, shard] : shards) shard.closed = true;
  status = "DISABLED";
  StreamReader reader(fake->client(), "arn");
  EXPECT_EQ(rest(reader).size(), 7u);
  EXPECT_TRUE(reader.finished());
}

TEST_F(Streams, AWrongCheckpointIsAnError) {
  for (const char* text : {"x", "1x", "1.", "1.a", "1.a:", "1.:b"}) {
    StreamReader reader(fake->client(), "arn", {.checkpoint = text});
    EXPECT_EQ(reader.next().get().error().code(), ErrorCode::kInvalidArgument) << text;
  }
}

}  // namespace
}  // namespace magneto::internal::table
