// SPDX-License-Identifier: Apache-2.0
#include "magneto/parallel_scan.h"

#include <gtest/gtest.h>

#include <future>
#include <set>

#include "table/checkpoint.h"
#include "table/fake_connection.h"
#include "table/paged_fake.h"

namespace magneto::internal::table {
namespace {

/// Two segments with ten items each, those of the second without their key, "a".
class ParallelScans : public testing::Test {
 protected:
  ParallelScans() {
    fake->handle([](const FakeConnection::Sent& sent) {
      const bool second = sent.body.find(R"("Segment":1)") != std::string::npos;
      return PagedAnswers{.items = 10, .page = 3, .attribute = second ? "b" : "a"}(sent);
    });
  }
  static void take(ParallelScan& scan, std::size_t count, std::multiset<int>& seen) {
    for (std::size_t i = 0; i < count; ++i) {
      const std::optional<Item> item = scan.next().value();
      if (!item) return;
      seen.insert(item->contains("b") ? 100 + (*item)["b"].as<int>().value()
                                      : (*item)["a"].as<int>().value());
    }
  }

  std::shared_ptr<FakeConnection> fake = std::make_shared<FakeConnection>();
  Table table{fake->client(), "T"};
};

TEST_F(ParallelScans, GiveEveryItemOfEverySegmentOnce) {
  ParallelScan scan(table.scan(), {.segments = 2});
  std::multiset<int> seen;
  take(scan, 100, seen);
  EXPECT_EQ(seen.size(), 20u);
  EXPECT_EQ(std::set<int>(seen.begin(), seen.end()).size(), 20u);
  EXPECT_FALSE(scan.next().value());
  EXPECT_NE(fake->body(0).find(R"("TotalSegments":2)"), std::string::npos);
}

TEST_F(ParallelScans, GoOnFromACheckpointWithExactlyTheOthers) {
  for (std::size_t taken = 0; taken <= 20; ++taken) {
    std::multiset<int> seen;
    ParallelScan first(table.scan(), {.segments = 2});
    take(first, taken, seen);
    const std::string checkpoint = first.checkpoint();
    first.stop();
    ParallelScan rest(table.scan(), {.segments = 7, .checkpoint = checkpoint});
    take(rest, 100, seen);
    EXPECT_EQ(seen.size(), 20u) << taken;
    EXPECT_EQ(std::set<int>(seen.begin(), seen.end()).size(), 20u) << taken;
  }
}

Call<int> count(ScanRange range) {
  ParallelScan scan(range, {.segments = 2, .max_buffered = 5});
  for (int found = 0;; ++found) {
    Call<std::optional<Item>> call = scan.next();
    const magneto::Result<std::optional<Item>> item = co_await call;
    if (!item) co_return item.error();
    if (!*item) co_return found;
  }
}

TEST_F(ParallelScans, AreAwaitedToo) {
  EXPECT_EQ(count(table.scan()).value(), 20);
  std::promise<int> found;
  count(table.scan()).then([&](const magneto::Result<int>& all) {
    found.set_value(all ? *all : -1);
  });
  EXPECT_EQ(found.get_future().get(), 20);
}

TEST_F(ParallelScans, ReadNoMoreThanTheBufferHolds) {
  ParallelScan scan(table.scan(), {.segments = 1, .max_buffered = 3});
  std::multiset<int> seen;
  take(scan, 1, seen);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  // One page is being taken, and one was read and waits for room.
  EXPECT_LE(fake->count("Scan"), 2u);
  take(scan, 100, seen);
  EXPECT_EQ(seen.size(), 10u);
}

TEST_F(ParallelScans, AnErrorComesBehindWhatWasRead) {
  fake->handle([](const FakeConnection::Sent& sent) -> magneto::Result<Answer> {
    if (sent.body.find("ExclusiveStartKey") != std::string::npos) {
      return FakeConnection::error("AccessDeniedException");
    }
    return PagedAnswers{.items = 10, .page = 3}(sent);
  });
  ParallelScan scan(table.scan(), {.segments = 1});
  std::multiset<int> seen;
  take(scan, 3, seen);
  EXPECT_EQ(seen.size(), 3u);
  EXPECT_EQ(scan.next().get().error().code(), ErrorCode::kAccessDenied);
}

TEST_F(ParallelScans, AWrongCheckpointIsAnError) {
  ParallelScan scan(table.scan(), {.checkpoint = "rubbish"});
  EXPECT_EQ(scan.next().get().error().code(), ErrorCode::kInvalidArgument);
  EXPECT_TRUE(fake->sent().empty());
}

TEST(Checkpoint, ReadsBackWhatItWrote) {
  const SegmentPlaces places{
      {.cursor = {}}, {.done = true}, {.cursor = {.start_key = Item{{"a", 1}}, .skip = 2}}};
  EXPECT_EQ(read_checkpoint(checkpoint_text(places)).value(), places);
  for (const char* text : {"", "1", "2.-", "1.", "1.-.", "1.x"}) {
    EXPECT_FALSE(read_checkpoint(text)) << text;
  }
}

}  // namespace
}  // namespace magneto::internal::table
