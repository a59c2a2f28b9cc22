// SPDX-License-Identifier: Apache-2.0
#include "magneto/ranges.h"

#include <gtest/gtest.h>

#include <ranges>

#include "magneto/json.h"
#include "magneto/table.h"
#include "table/cursor.h"
#include "table/fake_connection.h"
#include "table/paged_fake.h"

namespace magneto::internal::table {
namespace {

/// Items {"a":{"N":"0"}} to {"a":{"N":"9"}}, read in pages.
class Ranges : public testing::Test {
 protected:
  Ranges() { fake->handle(paged); }

  static std::vector<int> numbers(const std::vector<Item>& items) {
    std::vector<int> found;
    for (const Item& item : items) found.push_back(item["a"].as<int>().value());
    return found;
  }
  static std::vector<int> from_to(int first, int last) {
    std::vector<int> all;
    for (int i = first; i <= last; ++i) all.push_back(i);
    return all;
  }
  std::size_t pages() const { return fake->count("Scan") + fake->count("Query"); }

  std::shared_ptr<FakeConnection> fake = std::make_shared<FakeConnection>();
  PagedAnswers paged{.items = 10, .page = 3};
  Table table{fake->client(), "T"};
};

TEST_F(Ranges, CrossesPages) {
  EXPECT_EQ(numbers(table.scan().all().value()), from_to(0, 9));
  EXPECT_EQ(numbers(table.query(key("p") == 1).all().value()), from_to(0, 9));
  EXPECT_EQ(pages(), 8u);
}

TEST_F(Ranges, AnEmptyPageIsNoEnd) {
  // A filter lets the items 0 and 9 through: the two pages between are empty and have a
  // LastEvaluatedKey.
  fake->handle(PagedAnswers{.items = 10, .page = 3, .passes = [](int i) { return i % 9 == 0; }});
  EXPECT_EQ(numbers(table.query(key("p") == 1).filter(attr("x") == 1).all().value()),
            (std::vector{0, 9}));
  EXPECT_EQ(numbers(table.scan().filter(attr("x") == 1).all().value()), (std::vector{0, 9}));
}

TEST_F(Ranges, AServerThatGivesTheSamePageAgainIsNotAskedWithoutEnd) {
  const char* const page = R"({"Items":[{"a":{"N":"0"}}],"LastEvaluatedKey":{"a":{"N":"0"}}})";
  fake->handle([page](const FakeConnection::Sent&) { return FakeConnection::success(page); });
  const Result<std::vector<Item>> all = table.scan().all().get();
  ASSERT_FALSE(all);
  EXPECT_EQ(all.error().code(), ErrorCode::kBadAnswer);
  EXPECT_EQ(pages(), 2u);
}

TEST_F(Ranges, IsAskedItemByItemAndFetchesNoPageAhead) {
  int sum = 0;
  for (Result<Item>& item : table.scan()) {
    sum += item.value()["a"].as<int>().value();
    if (sum == 3) break;  // the last of the first page
  }
  EXPECT_EQ(pages(), 1u);
}

TEST_F(Ranges, LimitIsATotalAndPageSizeIsTheServicesLimit) {
  EXPECT_EQ(numbers(table.scan().limit(5).all().value()), from_to(0, 4));
  EXPECT_NE(fake->body(0).find(R"("Limit":5)"), std::string::npos);
  EXPECT_NE(fake->body(1).find(R"("Limit":2)"), std::string::npos);
  EXPECT_EQ(numbers(table.scan().limit(5).page_size(2).all().value()), from_to(0, 4));
  EXPECT_EQ(pages(), 5u);
  EXPECT_NE(fake->body(4).find(R"("Limit":2)"), std::string::npos);
  // With a filter, the limit is none of what is read.
  EXPECT_EQ(table.scan().limit(1).filter(attr("x") == 1).all().value().size(), 1u);
  EXPECT_EQ(fake->body(5).find("Limit"), std::string::npos);
  EXPECT_TRUE(table.scan().limit(0).all().value().empty());
  EXPECT_EQ(pages(), 6u);
}

TEST_F(Ranges, PagesAndCapacityCanBeLimitedToo) {
  ScanRange two = table.scan().max_pages(2);
  EXPECT_EQ(numbers(two.all().value()), from_to(0, 5));
  EXPECT_EQ(numbers(table.scan().starting_at(*two.cursor().value()).all().value()), from_to(6, 9));
  ScanRange cheap = table.scan().max_capacity(1.5);  // a page costs 1
  EXPECT_EQ(numbers(cheap.all().value()), from_to(0, 5));
  EXPECT_EQ(cheap.progress().consumed_units, 2.0);
  EXPECT_TRUE(cheap.cursor().value());
}

TEST_F(Ranges, ACursorGoesOnExactlyBehindTheLastItemTaken) {
  for (int taken = 0; taken <= 10; ++taken) {
    ScanRange first = table.scan();
    for (int i = 0; i < taken; ++i) ASSERT_TRUE(first.next().value());
    const std::optional<std::string> cursor = first.cursor().value();
    if (taken == 10) {
      EXPECT_FALSE(cursor) << "there is nothing more";
      continue;
    }
    ASSERT_TRUE(cursor);
    EXPECT_EQ(numbers(table.scan().starting_at(*cursor).all().value()), from_to(taken, 9));
  }
}

TEST_F(Ranges, ACursorInTheMiddleOfAPageHoldsAnItemsKeyAndCountsNothing) {
  ScanRange range = table.scan();
  range.next().value();
  range.next().value();
  const Cursor cursor = read_cursor(*range.cursor().value()).value();
  EXPECT_EQ(*cursor.start_key, (Item{{"a", 1}}));
  EXPECT_EQ(cursor.skip, 0u);
  EXPECT_EQ(fake->count("DescribeTable"), 0u);
}

TEST_F(Ranges, OnTheOnlyPageTheTableIsAskedForItsKeyOnce) {
  fake->handle(PagedAnswers{.items = 3, .page = 5});
  for (int i = 0; i < 2; ++i) {
    ScanRange range = table.scan();
    range.next().value();
    EXPECT_EQ(*read_cursor(*range.cursor().value()).value().start_key, (Item{{"a", 0}}));
  }
  EXPECT_EQ(fake->count("DescribeTable"), 1u);
}

TEST_F(Ranges, WithoutTheKeyInTheProjectionACursorCounts) {
  fake->handle(PagedAnswers{.items = 10, .page = 3, .attribute = "other"});
  ScanRange range = table.scan().projection({"other"});
  for (int i = 0; i < 5; ++i) range.next().value();
  const std::string text = *range.cursor().value();
  const Cursor cursor = read_cursor(text).value();
  EXPECT_EQ(*cursor.start_key, (Item{{"a", 2}}));
  EXPECT_EQ(cursor.skip, 2u);
  const auto rest = table.scan().projection({"other"}).starting_at(text).all().value();
  EXPECT_EQ(rest.front()["other"].as<int>().value(), 5);
  EXPECT_EQ(rest.size(), 5u);
}

TEST_F(Ranges, TakesThePaginationSettingsOfBoto3ByTheirNames) {
  ScanRange range = table.scan().pagination({.max_items = 4, .page_size = 2});
  EXPECT_EQ(numbers(range.all().value()), from_to(0, 3));
  const auto token = range.cursor().value();
  EXPECT_EQ(numbers(table.scan().pagination({.starting_token = *token}).all().value()),
            from_to(4, 9));
  // A token that botocore made of {"ExclusiveStartKey": {"a": {"N": "3"}}, "boto_truncate_amount": 1}
  EXPECT_EQ(
      numbers(table.scan()
                  .starting_at("eyJFeGNsdXNpdmVTdGFydEtleSI6IHsiYSI6IHsiTiI6ICIzIn19LCAiYm90b190"
                               "cnVuY2F0ZV9hbW91bnQiOiAxfQ==")
                  .all()
                  .value()),
      from_to(5, 9));
}

TEST_F(Ranges, AWrongCursorIsTheErrorOfTheFirstItem) {
  EXPECT_EQ(table.scan().starting_at("rubbish").next().get().error().code(),
            ErrorCode::kInvalidArgument);
  EXPECT_EQ(pages(), 0u);
}

TEST_F(Ranges, AnErrorInTheMiddleEndsTheLoopAndTheRangeCanGoOn) {
  int calls = 0;
  fake->handle([&](const FakeConnection::Sent& sent) {
    if (++calls == 2) return FakeConnection::error("ProvisionedThroughputExceededException");
    return paged(sent);
  });
  ScanRange range = table.scan();
  std::vector<Item> items;
  int errors = 0;
  for (Result<Item>& item : range) {
    if (item) {
      items.push_back(std::move(*item));
    } else {
      EXPECT_EQ(item.error().code(), ErrorCode::kProvisionedThroughputExceeded);
      ++errors;
    }
  }
  EXPECT_EQ(numbers(items), from_to(0, 2));
  EXPECT_EQ(errors, 1);
  EXPECT_EQ(numbers(table.scan().starting_at(*range.cursor().value()).all().value()),
            from_to(3, 9));
  EXPECT_EQ(numbers(range.all().value()), from_to(3, 9));
}

TEST_F(Ranges, PrefetchGivesTheSameItems) {
  EXPECT_EQ(numbers(table.scan().prefetch().all().value()), from_to(0, 9));
  const std::size_t before = pages();
  ScanRange some = table.scan().prefetch().limit(3);
  EXPECT_EQ(numbers(some.all().value()), from_to(0, 2));
  EXPECT_EQ(pages() - before, 1u) << "no page that is not wanted";
  ScanRange stopped = table.scan().prefetch();
  stopped.next().value();
  EXPECT_EQ(numbers(table.scan().starting_at(*stopped.cursor().value()).all().value()),
            from_to(1, 9));
}

TEST_F(Ranges, CountFetchesNoItemsAndAddsUpThePages) {
  const RangeCount count = table.scan().filter(attr("x") == 1).count().value();
  EXPECT_EQ(count.count, 10);
  EXPECT_EQ(count.scanned, 10);
  EXPECT_EQ(pages(), 4u);
  EXPECT_NE(fake->body(0).find(R"("Select":"COUNT")"), std::string::npos);
  EXPECT_EQ(table.count().value().count, 10);
}

TEST_F(Ranges, SendsWhatItWasTold) {
  table.query(key("Artist") == "Nina" && key("Year") > 1960)
      .index("ByYear")
      .filter(attr("Year") < 1970)
      .projection({"Year", "Title"})
      .consistent()
      .descending()
      .capacity()
      .next()
      .value();
  EXPECT_EQ(
      fake->body(0),
      R"({"TableName":"T","IndexName":"ByYear","ConsistentRead":true,)"
      R"("ScanIndexForward":false,"ReturnConsumedCapacity":"TOTAL",)"
      R"("ProjectionExpression":"#1, #2","FilterExpression":"#1 < :2",)"
      R"("KeyConditionExpression":"#0 = :0 AND #1 > :1",)"
      R"("ExpressionAttributeNames":{"#0":"Artist","#1":"Year","#2":"Title"},)"
      R"("ExpressionAttributeValues":{":0":{"S":"Nina"},":1":{"N":"1960"},":2":{"N":"1970"}}})");
  EXPECT_EQ(table.scan().segment(1, 4).explain().value(),
            R"(Scan {"TableName":"T","TotalSegments":4,"Segment":1})");
}

static_assert(std::ranges::input_range<ScanRange>);
static_assert(std::ranges::input_range<QueryRange>);

// Clang before 16 does not compile the views of GCC's library, whatever they go through
// (https://github.com/llvm/llvm-project/issues/52696).
#if !defined(__clang__) || __clang_major__ >= 16
TEST_F(Ranges, GoesThroughTheViewsOfTheStandardLibrary) {
  auto odd = table.scan() | std::views::transform([](const Result<Item>& item) {
               return item.value()["a"].as<int>().value();
             }) |
             std::views::filter([](int number) { return number % 2 == 1; }) | std::views::take(3);
  std::vector<int> found;
  for (int number : odd) found.push_back(number);
  EXPECT_EQ(found, (std::vector{1, 3, 5}));
}
#endif

TEST_F(Ranges, WorksAwaited) {
  const auto sum = [](Table scanned) -> Call<int> {
    ScanRange range = scanned.scan();
    int total = 0;
    for (;;) {
      Call<std::optional<Item>> call = range.next();
      Result<std::optional<Item>> item = co_await call;
      if (!item) co_return item.error();
      if (!*item) co_return total;
      total += (**item)["a"].value_or(0);
    }
  };
  EXPECT_EQ(sum(table).value(), 45);
}

}  // namespace
}  // namespace magneto::internal::table
