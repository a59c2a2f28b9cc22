// SPDX-License-Identifier: Apache-2.0
//
// Streams as the store writes and reads them: a reader that follows a stream while others write
// must always have what the table had at some moment, and in the end the table.
#include <algorithm>
#include <map>
#include <random>
#include <thread>

#include "store/store_fixture.h"

namespace magneto::internal::store {
namespace {

using value::ItemView;

// What records make of an empty table. Keys and items are bytes.
class Replay {
 public:
  explicit Replay(const catalog::Table& table) : table_(table) {}

  void apply(const derive::Change& change) {
    Arena arena;
    const std::string key(derive::change_keys(arena, table_, change).bytes());
    const auto known = items.find(key);
    ASSERT_EQ(known != items.end(), change.event != derive::ChangeEvent::kInsert);
    ASSERT_EQ(change.old_image.has_value(), known != items.end());
    if (change.old_image) {
      ASSERT_EQ(change.old_image->bytes(), known->second);
    }
    ASSERT_EQ(change.new_image.has_value(), change.event != derive::ChangeEvent::kRemove);
    if (change.new_image) {
      items[key] = change.new_image->bytes();
    } else {
      items.erase(key);
    }
  }

  std::map<std::string, std::string> items;

 private:
  const catalog::Table& table_;
};

class StoreChangesTest : public StoreFixture {
 protected:
  catalog::TablePtr create_with_stream(catalog::ViewType view_type) {
    catalog::Table table = test_table("Music", {s("p")}, {n("r")});
    catalog::Stream stream;
    stream.view_type = view_type;
    stream.label = "label";
    stream.created_ms = clock.now;
    stream.first = store.next_change(storage::Blocking::kAllowed).value();
    table.streams.push_back(stream);
    return create(std::move(table));
  }

  // All that can be read from `begin` on, which moves on.
  std::vector<NumberedChange> read(const catalog::TablePtr& table, ChangeNumber& begin,
                                   std::size_t limit = 1000) {
    ChangeRequest request;
    request.space = table->streams.back().space;
    request.begin = begin;
    request.end = store.readable_changes(storage::Blocking::kAllowed).value();
    request.limit = limit;
    const auto page = store.read_changes(arena, request, storage::Blocking::kAllowed).value();
    begin = page.next;
    return {page.changes.begin(), page.changes.end()};
  }
  std::vector<NumberedChange> read_all(const catalog::TablePtr& table) {
    ChangeNumber begin = table->streams.back().first;
    return read(table, begin);
  }

  std::map<std::string, std::string> contents(const catalog::TablePtr& table) {
    std::map<std::string, std::string> contents;
    for (const ItemView item : all(table)) {
      contents[std::string(derive::key_attributes(arena, *table, nullptr, item).bytes())] =
          item.bytes();
    }
    return contents;
  }
};

TEST_F(StoreChangesTest, EachWriteThatChangesSomethingLeavesARecord) {
  const auto table = create_with_stream(catalog::ViewType::kNewAndOldImages);
  const ItemView key = item({{"p", "S:a"}, {"r", "N:1"}});
  const ItemView more = item({{"p", "S:a"}, {"r", "N:1"}, {"x", "S:x"}});
  ASSERT_TRUE(put(table, key).ok());
  ASSERT_TRUE(put(table, key).ok());
  ASSERT_TRUE(put(table, more).ok());
  ASSERT_TRUE(change(table, key, {}).ok());
  ASSERT_TRUE(
      change(table, key, {ItemChange::Kind::kErase, {}, derive::ChangeOrigin::kExpiry}).ok());
  ASSERT_TRUE(erase(table, key).ok());

  const auto changes = read_all(table);
  ASSERT_EQ(changes.size(), 3);
  EXPECT_EQ(changes[0].change.event, derive::ChangeEvent::kInsert);
  EXPECT_EQ(changes[0].change.new_image, key);
  EXPECT_EQ(changes[1].change.event, derive::ChangeEvent::kModify);
  EXPECT_EQ(changes[1].change.old_image, key);
  EXPECT_EQ(changes[1].change.new_image, more);
  EXPECT_EQ(changes[1].change.origin, derive::ChangeOrigin::kRequest);
  EXPECT_EQ(changes[2].change.event, derive::ChangeEvent::kRemove);
  EXPECT_EQ(changes[2].change.old_image, more);
  EXPECT_EQ(changes[2].change.origin, derive::ChangeOrigin::kExpiry);
  EXPECT_LT(changes[0].number, changes[1].number);
  EXPECT_LT(changes[1].number, changes[2].number);
}

TEST_F(StoreChangesTest, WritesThatFailLeaveNone) {
  const auto table = create_with_stream(catalog::ViewType::kKeysOnly);
  const ItemRef one = ref(table, item({{"p", "S:a"}, {"r", "N:1"}}));
  const auto refused = store.modify(
      arena, {&one, 1}, [](auto, auto) -> Result<void> { return validation_error("no"); },
      storage::Blocking::kAllowed);
  ASSERT_FALSE(refused.ok());
  EXPECT_TRUE(read_all(table).empty());
}

TEST_F(StoreChangesTest, PagesEndAtTheLimitAndAtTheSize) {
  const auto table = create_with_stream(catalog::ViewType::kNewImage);
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(put(table, item({{"p", "S:a"},
                                 {"r", "N:" + std::to_string(i)},
                                 {"x", "S:" + std::string(300'000, 'x')}}))
                    .ok());
  }
  ChangeNumber begin = table->streams.back().first;
  EXPECT_EQ(read(table, begin, 2).size(), 2);
  EXPECT_EQ(read(table, begin).size(), 3);  // Four would be above 1 MB.
  EXPECT_EQ(read(table, begin).size(), 3);
  EXPECT_EQ(read(table, begin).size(), 2);
  EXPECT_EQ(read(table, begin).size(), 0);
}

TEST_F(StoreChangesTest, AReaderThatFollowsHasTheTableInTheEnd) {
  const auto table = create_with_stream(catalog::ViewType::kNewAndOldImages);
  constexpr int kWriters = 3;
  std::atomic<int> writing{kWriters};
  // Single writes and transactions of two items, on few keys.
  const auto write = [&](unsigned seed) {
    std::mt19937 random(seed);
    for (int i = 0; i < 1500; ++i) {
      Arena own;
      std::vector<ItemView> items;
      std::vector<ItemRef> refs;
      for (unsigned j = 0; j <= random() % 2; ++j) {
        items.push_back(
            test_item(own, {{"p", "S:" + std::to_string(j) + std::to_string(random() % 4)},
                            {"r", "N:" + std::to_string(random() % 3)},
                            {"x", "N:" + std::to_string(random() % 3)}}));
        refs.push_back({table.get(), keys::item_key(own, table->space, table->schema, items[j])});
      }
      const bool erase = random() % 3 == 0;
      const auto decide = [&](auto, std::span<ItemChange> changes) -> Result<void> {
        for (std::size_t j = 0; j < changes.size(); ++j) {
          changes[j].kind = erase ? ItemChange::Kind::kErase : ItemChange::Kind::kPut;
          changes[j].item = items[j];
        }
        return {};
      };
      EXPECT_TRUE(store.modify(own, refs, decide, storage::Blocking::kAllowed).ok());
    }
    --writing;
  };
  std::vector<std::jthread> writers;
  for (unsigned i = 0; i < kWriters; ++i) writers.emplace_back(write, i);

  Replay replay(*table);
  ChangeNumber begin = table->streams.back().first;
  ChangeNumber last = 0;
  for (bool done = false; !done;) {
    done = writing == 0;
    for (const NumberedChange& change : read(table, begin)) {
      ASSERT_GT(change.number, last);
      last = change.number;
      ASSERT_NO_FATAL_FAILURE(replay.apply(change.change));
    }
  }
  while (true) {
    const auto rest = read(table, begin);
    if (rest.empty()) break;
    for (const NumberedChange& change : rest) replay.apply(change.change);
  }
  EXPECT_EQ(replay.items, contents(table));
  EXPECT_FALSE(replay.items.empty());
}

// A restore to a point in time ends between two milliseconds (change_number_at).
TEST_F(StoreChangesTest, NoMomentFallsIntoATransactionAndItsRecordsStandTogether) {
  struct RunningClock final : Clock {
    std::int64_t now_ms() const override { return now++; }
    mutable std::atomic<std::int64_t> now{1'793'000'000'000};
  } running;
  Store own_store(*engine, running);
  const auto table = create_with_stream(catalog::ViewType::kNewImage);
  constexpr int kItems = 8;
  const auto write = [&](int writer) {
    for (int version = 0; version < 1000; ++version) {
      Arena own;
      std::vector<ItemView> items;
      std::vector<ItemRef> refs;
      for (int i = 0; i < kItems; ++i) {
        items.push_back(test_item(own, {{"p", "S:" + std::to_string(writer)},
                                        {"r", "N:" + std::to_string(i)},
                                        {"x", "N:" + std::to_string(version)}}));
        refs.push_back(
            {table.get(), keys::item_key(own, table->space, table->schema, items.back())});
      }
      const auto decide = [&](auto, std::span<ItemChange> changes) -> Result<void> {
        for (std::size_t i = 0; i < changes.size(); ++i) {
          changes[i] = {ItemChange::Kind::kPut, items[i]};
        }
        return {};
      };
      EXPECT_TRUE(own_store.modify(own, refs, decide, storage::Blocking::kAllowed).ok());
    }
  };
  std::vector<std::jthread> writers;
  for (int i = 0; i < 4; ++i) writers.emplace_back(write, i);
  writers.clear();

  ChangeRequest request;
  request.space = table->streams.back().space;
  request.end = own_store.readable_changes(storage::Blocking::kAllowed).value();
  request.limit = request.max_bytes = SIZE_MAX;
  const auto page = own_store.read_changes(arena, request, storage::Blocking::kAllowed).value();
  ASSERT_EQ(page.changes.size(), 4 * 1000 * kItems);
  for (std::size_t i = 0; i < page.changes.size(); ++i) {
    const NumberedChange& first = page.changes[i - i % kItems];
    const NumberedChange& now = page.changes[i];
    ASSERT_EQ(now.change.new_image->find("p")->bytes(), first.change.new_image->find("p")->bytes());
    ASSERT_EQ(now.change.new_image->find("x")->bytes(), first.change.new_image->find("x")->bytes());
    ASSERT_EQ(derive::change_time_ms(now.number), derive::change_time_ms(first.number));
  }
}

}  // namespace
}  // namespace magneto::internal::store
