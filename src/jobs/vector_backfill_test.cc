// SPDX-License-Identifier: Apache-2.0
//
// Filling a vector index, which is the same work with other entries (backfill_test.cc has the
// rest).
#include <atomic>
#include <random>
#include <thread>

#include "derive/vector_entry.h"
#include "jobs/backfill.h"
#include "jobs/jobs_fixture.h"
#include "store/vector_record.h"

namespace magneto::internal::jobs {
namespace {

class VectorBackfillTest : public JobsFixture {
 protected:
  static std::string number(int i) { return "N:" + std::to_string(i); }

  // Some without a vector, some with a wrong one, some without the HASH attribute.
  void random_write(std::mt19937& random) {
    const auto below = [&](unsigned bound) { return static_cast<int>(random() % bound); };
    TestAttributes item = {{"p", "S:p" + std::to_string(below(97))}, {"r", number(below(20))}};
    if (below(6) == 0) return erase(item);
    if (below(5) != 0) item.push_back({"g", "S:g" + std::to_string(below(5))});
    if (below(5) != 0)
      item.push_back({"v", "V:" + std::to_string(below(9)) + " 0.5 -" + std::to_string(below(9))});
    item.push_back({"unprojected", number(below(1000))});
    put(item);
  }
  void fill(int count) {
    std::mt19937 random(3);
    for (int i = 0; i < count; ++i) random_write(random);
  }

  void create_vector_index() {
    const auto change = [&](catalog::Table& copy) -> Result<void> {
      auto& index = add_vector_index(copy, "meaning", 3, {{s("g"), true}}, keys_only());
      index.status = catalog::Status::kCreating;
      index.backfilling = true;
      return {};
    };
    ASSERT_TRUE(database->catalog->update("Music", change).ok());
  }

  BackfillTask task() { return {"Music", table()->find_vector_index("meaning")->space}; }

  Contents raw(storage::Family family, keys::SpaceId space) {
    Arena arena;
    const keys::KeyRange all = keys::whole_space(arena, space);
    const auto view = database->engine->newest_view();
    Contents contents;
    for (const auto cursor = view->range({family, all.begin, all.end}); cursor->valid();
         cursor->next()) {
      contents[std::string(cursor->key())] = cursor->value();
    }
    return contents;
  }

  /// The index has exactly the entries of the table's items, and its counters say so.
  void check_vector_index() {
    const catalog::TablePtr now = table();
    const catalog::VectorIndex& index = *now->find_vector_index("meaning");
    Contents expected;
    std::int64_t bytes = 0;
    for (const auto& [key, item] : contents(storage::Family::kItems, now->space)) {
      Arena arena;
      const auto entry = derive::vector_entry(arena, *now, index, value::ItemView(item));
      if (!entry) continue;
      expected[std::string(entry->key)] =
          store::encode_vector_record(arena, entry->vector, entry->item);
      bytes += static_cast<std::int64_t>(derive::entry_size(entry->vector, entry->item));
    }
    EXPECT_GT(expected.size(), 100U);
    EXPECT_TRUE(raw(storage::Family::kIndexes, index.space) == expected);
    EXPECT_EQ(index.statistics->items, static_cast<std::int64_t>(expected.size()));
    EXPECT_EQ(index.statistics->bytes, bytes);
    EXPECT_EQ(counter(index.space, catalog::kItemsCounter), index.statistics->items);
    EXPECT_EQ(counter(index.space, catalog::kBytesCounter), index.statistics->bytes);
  }
};

TEST_F(VectorBackfillTest, GivesItemsTheirEntriesAndMakesTheIndexActive) {
  open();
  create_table();
  fill(2000);
  create_vector_index();
  ASSERT_TRUE(backfill(work(), task()).ok());
  EXPECT_EQ(table()->find_vector_index("meaning")->status, catalog::Status::kActive);
  EXPECT_FALSE(table()->find_vector_index("meaning")->backfilling);
  check_vector_index();
}

TEST_F(VectorBackfillTest, LeavesOutItemsThatAreOlderThanTheIndexAndDoNotFit) {
  open();
  create_table();
  fill(2000);
  put({{"p", "S:bad"}, {"r", "N:1"}, {"g", "S:g"}, {"v", "V:1 2"}});
  put({{"p", "S:bad"}, {"r", "N:2"}, {"g", "N:7"}, {"v", "V:1 2 3"}});
  put({{"p", "S:bad"}, {"r", "N:3"}, {"g", "S:"}, {"v", "V:1 2 3"}});
  put({{"p", "S:bad"}, {"r", "N:4"}, {"g", "S:g"}, {"v", "S:1 2 3"}});
  create_vector_index();
  ASSERT_TRUE(backfill(work(), task()).ok());
  check_vector_index();
}

TEST_F(VectorBackfillTest, IsExactWhileWritersAreAtWork) {
  open();
  create_table();
  fill(2000);
  create_vector_index();
  std::atomic<bool> done = false;
  std::vector<std::jthread> writers;
  for (unsigned seed = 1; seed <= 2; ++seed) {
    writers.emplace_back([&, seed] {
      std::mt19937 random(seed);
      while (!done) random_write(random);
    });
  }
  ASSERT_TRUE(backfill(work(), task()).ok());
  done = true;
  writers.clear();
  check_vector_index();
}

TEST_F(VectorBackfillTest, IsStillToBeDoneAfterARestart) {
  const std::string place = directory();
  open(place);
  create_table();
  fill(1500);
  create_vector_index();
  open(place);
  EXPECT_TRUE(table()->find_vector_index("meaning")->backfilling);
  fill(100);
  ASSERT_TRUE(backfill(work(), task()).ok());
  check_vector_index();
  open(place);
  EXPECT_FALSE(table()->find_vector_index("meaning")->backfilling);
  check_vector_index();
}

}  // namespace
}  // namespace magneto::internal::jobs
