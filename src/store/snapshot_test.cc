// SPDX-License-Identifier: Apache-2.0
#include "store/snapshot.h"

#include "store/store_fixture.h"
#include "value/item_size.h"

namespace magneto::internal::store {
namespace {

using value::ItemView;

class PageTest : public StoreFixture {
 protected:
  PageTest() {
    catalog::Table description = test_table("Music", {s("p")}, {n("r")});
    add_index(description, "local", {s("p")}, {n("l")}, keys_only(), true);
    table = create(std::move(description));
  }

  // Item `i` of one collection, `bytes` large; backwards in the local index.
  ItemView numbered(int i, std::size_t bytes = 100) {
    TestAttributes attributes = {
        {"p", "S:a"}, {"r", "N:" + std::to_string(10 + i)}, {"l", "N:" + std::to_string(99 - i)}};
    const std::size_t so_far = value::item_size(item(attributes));
    attributes.push_back({"x", "S:" + std::string(bytes - so_far - 1, 'x')});
    const ItemView made = item(attributes);
    EXPECT_EQ(value::item_size(made), bytes);
    return made;
  }

  void fill(int count, std::size_t bytes = 100) {
    for (int i = 0; i < count; ++i) ASSERT_TRUE(put(table, numbered(i, bytes)).ok());
  }

  RangeRequest whole(std::string_view index = {}) {
    RangeRequest request;
    request.table = table.get();
    request.index = index.empty() ? nullptr : table->find_index(index);
    request.range = keys::whole_space(arena, request.index ? request.index->space : table->space);
    return request;
  }

  Page read(const RangeRequest& request) { return snapshot().read_range(arena, request).value(); }

  ItemView key(int i) { return item({{"p", "S:a"}, {"r", "N:" + std::to_string(10 + i)}}); }

  catalog::TablePtr table;
};

TEST_F(PageTest, HasAllItemsInOrderAndNoCursorAtTheEnd) {
  fill(5);
  const Page page = read(whole());
  ASSERT_EQ(page.items.size(), 5u);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(page.items[i], numbered(i));
  EXPECT_EQ(page.count, 5u);
  EXPECT_EQ(page.scanned, 5u);
  EXPECT_EQ(page.bytes, 500u);
  EXPECT_FALSE(page.last_evaluated_key);
}

TEST_F(PageTest, IsGivenUpAtItsDeadlineUnlessItIsNearlyDone) {
  fill(20);
  RangeRequest request = whole();
  request.deadline = std::chrono::steady_clock::now();
  const auto late = snapshot().read_range(arena, request);
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code(), ErrorCode::kWouldBlock);
  request.limit = 5;
  EXPECT_EQ(read(request).items.size(), 5u);
  request.limit = 0;
  request.deadline = std::chrono::steady_clock::now() + std::chrono::hours(1);
  EXPECT_EQ(read(request).items.size(), 20u);
}

TEST_F(PageTest, OfLargeItemsIsGivenUpAfterOneOfThem) {
  fill(3, 50'000);
  RangeRequest request = whole();
  request.deadline = std::chrono::steady_clock::now();
  const auto late = snapshot().read_range(arena, request);
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code(), ErrorCode::kWouldBlock);
}

TEST_F(PageTest, GoesBackwards) {
  fill(40);
  RangeRequest request = whole();
  request.backward = true;
  const Page page = read(request);
  ASSERT_EQ(page.items.size(), 40u);
  for (int i = 0; i < 40; ++i) EXPECT_EQ(page.items[i], numbered(39 - i));
}

TEST_F(PageTest, IsCutAtTheLimitAlsoWhenNothingFollows) {
  fill(5);
  RangeRequest request = whole();
  request.limit = 2;
  EXPECT_EQ(read(request).items.size(), 2u);
  EXPECT_EQ(read(request).last_evaluated_key, key(1));
  request.limit = 5;
  EXPECT_EQ(read(request).last_evaluated_key, key(4));
  request.limit = 6;
  EXPECT_EQ(read(request).last_evaluated_key, std::nullopt);
}

TEST_F(PageTest, IsCutBehindTheItemThatReachesOneMegabyte) {
  fill(3, 262'144);
  ASSERT_TRUE(put(table, numbered(3, 262'144)).ok());
  ASSERT_TRUE(put(table, numbered(4, 100)).ok());
  EXPECT_EQ(read(whole()).items.size(), 4u);
  EXPECT_EQ(read(whole()).bytes, 1'048'576u);
  EXPECT_EQ(read(whole()).last_evaluated_key, key(3));

  ASSERT_TRUE(put(table, numbered(3, 262'143)).ok());
  EXPECT_EQ(read(whole()).items.size(), 5u);
  EXPECT_EQ(read(whole()).bytes, 1'048'575u + 100);
}

TEST_F(PageTest, CountsWhatTheFilterDropsAsScanned) {
  fill(6);
  RangeRequest request = whole();
  request.limit = 4;
  const auto odd = [&](ItemView stored) -> std::optional<ItemView> {
    for (int i = 1; i < 6; i += 2) {
      if (stored == numbered(i)) return stored;
    }
    return std::nullopt;
  };
  const Page page = snapshot().read_range(arena, request, odd).value();
  EXPECT_EQ(page.scanned, 4u);
  EXPECT_EQ(page.bytes, 400u);
  EXPECT_EQ(page.count, 2u);
  ASSERT_EQ(page.items.size(), 2u);
  EXPECT_EQ(page.items[1], numbered(3));
  EXPECT_EQ(page.last_evaluated_key, key(3));
}

TEST_F(PageTest, KeepsWhatSelectMakesOfTheItems) {
  fill(2);
  const auto keys_of = [&](ItemView stored) {
    const value::Attribute only{"r", *stored.find("r")};
    std::array<value::Attribute, 1> attributes{only};
    return std::optional(value::make_item(arena, attributes));
  };
  const Page page = snapshot().read_range(arena, whole(), keys_of).value();
  ASSERT_EQ(page.items.size(), 2u);
  EXPECT_EQ(page.items[1], item({{"r", "N:11"}}));
}

TEST_F(PageTest, MayOnlyCount) {
  fill(5);
  RangeRequest request = whole();
  request.count_only = true;
  const Page page = read(request);
  EXPECT_TRUE(page.items.empty());
  EXPECT_EQ(page.count, 5u);
}

TEST_F(PageTest, OfAnIndexHasItsEntriesAndSizesAndCursor) {
  fill(3);
  RangeRequest request = whole("local");
  request.limit = 2;
  const Page page = read(request);
  ASSERT_EQ(page.items.size(), 2u);
  const ItemView entry = item({{"p", "S:a"}, {"r", "N:12"}, {"l", "N:97"}});
  EXPECT_EQ(page.items[0], entry);
  EXPECT_EQ(page.bytes, 2 * value::item_size(entry));
  EXPECT_EQ(page.last_evaluated_key, item({{"p", "S:a"}, {"r", "N:11"}, {"l", "N:98"}}));
}

TEST_F(PageTest, MayFetchTheWholeItemsOfALocalIndex) {
  fill(6, 5000);
  RangeRequest request = whole("local");
  request.fetch_items = true;
  request.limit = 3;
  const Page page = read(request);
  ASSERT_EQ(page.items.size(), 3u);
  EXPECT_EQ(page.items[0], numbered(5, 5000));
  EXPECT_EQ(page.fetched_blocks, 6u);  // Two started 4 KB each.
  EXPECT_EQ(page.bytes, 3 * value::item_size(item({{"p", "S:a"}, {"r", "N:12"}, {"l", "N:97"}})));
  EXPECT_EQ(page.last_evaluated_key, item({{"p", "S:a"}, {"r", "N:13"}, {"l", "N:96"}}));

  // Then the whole items count for the end of the page.
  request.limit = 0;
  request.max_bytes = 10'000;
  EXPECT_EQ(read(request).items.size(), 2u);
}

TEST_F(PageTest, OfAnEmptyRangeIsEmpty) {
  fill(2);
  RangeRequest request = whole();
  std::swap(request.range.begin, request.range.end);
  request.limit = 1;
  const Page page = read(request);
  EXPECT_EQ(page.scanned, 0u);
  EXPECT_FALSE(page.last_evaluated_key);
}

TEST_F(PageTest, TellsOfADamagedRecord) {
  const ItemView one = numbered(1);
  const ItemRef damaged = ref(table, one);
  const auto write = [&](storage::Values, storage::Batch& batch) -> Result<void> {
    batch.put({storage::Family::kItems, damaged.key}, "\x07garbage");
    return {};
  };
  ASSERT_TRUE(engine->modify({}, write, storage::Blocking::kAllowed).ok());
  EXPECT_EQ(snapshot().get(arena, damaged).error().code(), ErrorCode::kCorruption);
  EXPECT_EQ(snapshot().read_range(arena, whole()).error().code(), ErrorCode::kCorruption);
}

}  // namespace
}  // namespace magneto::internal::store
