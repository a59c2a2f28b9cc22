// SPDX-License-Identifier: Apache-2.0
//
// For tests: a database in a directory that can be closed and opened again, and an index recomputed
// from the table to compare with.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/counter_keys.h"
#include "derive/index_entry.h"
#include "derive/test_tables.h"
#include "jobs/job_context.h"
#include "keys/key_bytes.h"
#include "storage/counters.h"
#include "store/record.h"
#include "store/store.h"
#include "store/test_store.h"
#include "value/item_size.h"

namespace magneto::internal::jobs {

class JobsFixture : public ::testing::Test {
 protected:
  void open(const std::string& directory = {}) {
    database.reset();
    database = std::make_unique<store::TestStore>(clock, directory);
  }

  /// A directory of this test, gone with it.
  std::string directory() {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    directory_ = ::testing::TempDir() + "magneto_jobs_" + std::to_string(getpid()) + info->name();
    return directory_;
  }
  void TearDown() override {
    database.reset();
    if (!directory_.empty()) std::filesystem::remove_all(directory_);
  }

  JobContext work(std::stop_token stop = {}) {
    return {*database->catalog, database->store, clock, std::move(stop), 1.0};
  }

  catalog::TablePtr table() { return database->catalog->find("Music").value(); }

  void create_table() {
    ASSERT_TRUE(database->catalog->create(test_table("Music", {s("p")}, {n("r")})).ok());
  }

  /// As UpdateTable does.
  void create_index(const std::string& name = "global") {
    const auto change = [&](catalog::Table& copy) -> Result<void> {
      catalog::Index& index = add_index(copy, name, {s("g")}, {n("y")}, include({"x"}));
      index.status = catalog::Status::kCreating;
      index.backfilling = true;
      return {};
    };
    ASSERT_TRUE(database->catalog->update("Music", change).ok());
  }

  void remove_index(const std::string& name = "global") {
    const auto change = [&](catalog::Table& copy) -> Result<void> {
      std::erase_if(copy.indexes, [&](const auto& index) { return index->name == name; });
      return {};
    };
    ASSERT_TRUE(database->catalog->update("Music", change).ok());
  }

  /// Puts the item as a request does: with the table of the moment. Thread safe.
  void put(const TestAttributes& attributes) { put(table(), attributes); }
  void put(const catalog::TablePtr& table, const TestAttributes& attributes) {
    Arena arena;
    write(arena, table, {store::ItemChange::Kind::kPut, test_item(arena, attributes)},
          test_item(arena, attributes));
  }
  void erase(const TestAttributes& key) {
    Arena arena;
    write(arena, table(), {store::ItemChange::Kind::kErase, {}}, test_item(arena, key));
  }

  void write(Arena& arena, const catalog::TablePtr& table, store::ItemChange wanted,
             value::ItemView key) {
    const store::ItemRef ref{table.get(), keys::item_key(arena, table->space, table->schema, key)};
    const auto written = database->store.modify(
        arena, {&ref, 1},
        [&](auto, std::span<store::ItemChange> changes) -> Result<void> {
          changes[0] = wanted;
          return {};
        },
        Blocking::kAllowed);
    EXPECT_TRUE(written.ok());
  }

  using Contents = std::map<std::string, std::string>;

  /// Everything in a space, keys to item bytes.
  Contents contents(storage::Family family, keys::SpaceId space) {
    Arena arena;
    const keys::KeyRange all = keys::whole_space(arena, space);
    const auto view = database->engine->newest_view();
    const auto cursor = view->range({family, all.begin, all.end});
    Contents contents;
    for (; cursor->valid(); cursor->next()) {
      const auto item = store::decode_record(cursor->value(), cursor->key()).value();
      contents[std::string(cursor->key())] = item.bytes();
    }
    EXPECT_TRUE(cursor->status().ok());
    return contents;
  }

  /// The index has exactly the entries of the table's items, and its counters say so.
  void check_index(const std::string& name = "global") {
    const catalog::TablePtr now = table();
    const catalog::Index* index = now->find_index(name);
    ASSERT_NE(index, nullptr);
    Contents expected;
    std::int64_t bytes = 0;
    for (const auto& [key, item] : contents(storage::Family::kItems, now->space)) {
      Arena arena;
      const auto entry = derive::index_entry(arena, *now, *index, value::ItemView(item));
      if (!entry) continue;
      expected[std::string(entry->key)] = entry->item.bytes();
      bytes += static_cast<std::int64_t>(value::item_size(entry->item));
    }
    const Contents found = contents(storage::Family::kIndexes, index->space);
    EXPECT_EQ(found.size(), expected.size());
    EXPECT_TRUE(found == expected);
    EXPECT_EQ(index->statistics->items, static_cast<std::int64_t>(expected.size()));
    EXPECT_EQ(index->statistics->bytes, bytes);
    EXPECT_EQ(counter(index->space, catalog::kItemsCounter), index->statistics->items);
    EXPECT_EQ(counter(index->space, catalog::kBytesCounter), index->statistics->bytes);
  }

  std::int64_t counter(keys::SpaceId space, std::size_t which) {
    const auto view = database->engine->newest_view();
    const catalog::SpaceCounterKey key(space);
    const auto stored = view->get({storage::Family::kCounters, key.bytes()}).value();
    return stored ? storage::counter_at(*stored, which) : 0;
  }

  TestClock clock;
  std::unique_ptr<store::TestStore> database;

 private:
  std::string directory_;
};

}  // namespace magneto::internal::jobs
