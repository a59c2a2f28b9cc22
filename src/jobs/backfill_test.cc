// SPDX-License-Identifier: Apache-2.0
#include "jobs/backfill.h"

#include <atomic>
#include <random>
#include <thread>

#include "catalog/stored_keys.h"
#include "jobs/jobs_fixture.h"

namespace magneto::internal::jobs {
namespace {

class BackfillTest : public JobsFixture {
 protected:
  void fill(int count) {
    for (int i = 0; i < count; ++i) {
      TestAttributes item = {{"p", "S:p" + std::to_string(i % 97)}, {"r", number(i)}};
      if (i % 5 != 0) item.push_back({"g", "S:g" + std::to_string(i % 13)});
      if (i % 7 != 0) item.push_back({"y", number(i % 31)});
      if (i % 3 == 0)
        item.push_back({"x", "S:" + std::string(static_cast<std::size_t>(i % 50), 'x')});
      put(item);
    }
  }

  static std::string number(int i) { return "N:" + std::to_string(i); }

  BackfillTask task(const std::string& name = "global") {
    return {"Music", table()->find_index(name)->space};
  }

  // A random write that may add, move, change or remove an entry.
  void random_write(std::mt19937& random) {
    const auto below = [&](unsigned bound) { return static_cast<int>(random() % bound); };
    TestAttributes item = {{"p", "S:p" + std::to_string(below(97))}, {"r", number(below(2000))}};
    if (below(4) == 0) return erase(item);
    if (below(4) != 0) item.push_back({"g", "S:g" + std::to_string(below(13))});
    if (below(4) != 0) item.push_back({"y", number(below(31))});
    if (below(2) != 0)
      item.push_back({"x", "S:" + std::string(static_cast<std::size_t>(below(50)), 'x')});
    item.push_back({"unprojected", number(below(1000))});
    put(item);
  }
};

TEST_F(BackfillTest, GivesEveryItemItsEntryAndMakesTheIndexActive) {
  open();
  create_table();
  fill(1000);
  create_index();
  ASSERT_TRUE(backfill(work(), task()).ok());
  const catalog::Index* index = table()->find_index("global");
  EXPECT_EQ(index->status, catalog::Status::kActive);
  EXPECT_FALSE(index->backfilling);
  check_index();
  EXPECT_GT(index->statistics->items, 500);
}

TEST_F(BackfillTest, OfAnEmptyTableIsDoneAtOnce) {
  open();
  create_table();
  create_index();
  ASSERT_TRUE(backfill(work(), task()).ok());
  EXPECT_FALSE(table()->find_index("global")->backfilling);
  check_index();
}

TEST_F(BackfillTest, SkipsItemsWhoseAttributesAreNoKeysOfTheIndex) {
  open();
  create_table();
  put({{"p", "S:a"}, {"r", "N:1"}, {"g", "N:5"}, {"y", "N:1"}});
  put({{"p", "S:a"}, {"r", "N:2"}, {"g", "S:" + std::string(2049, 'g')}, {"y", "N:1"}});
  put({{"p", "S:a"}, {"r", "N:3"}, {"g", "S:"}, {"y", "N:1"}});
  put({{"p", "S:a"}, {"r", "N:4"}, {"g", "S:g"}, {"y", "S:1"}});
  put({{"p", "S:a"}, {"r", "N:5"}, {"g", "S:g"}, {"y", "N:1"}});
  create_index();
  ASSERT_TRUE(backfill(work(), task()).ok());
  EXPECT_EQ(table()->find_index("global")->statistics->items, 1);
  check_index();
  // And such an item can still be changed elsewhere, corrected and removed.
  put({{"p", "S:a"}, {"r", "N:1"}, {"g", "N:5"}, {"y", "N:1"}, {"x", "S:x"}});
  put({{"p", "S:a"}, {"r", "N:2"}, {"g", "S:good"}, {"y", "N:1"}});
  erase({{"p", "S:a"}, {"r", "N:3"}});
  check_index();
  EXPECT_EQ(table()->find_index("global")->statistics->items, 2);
}

TEST_F(BackfillTest, WritesBetweenCreationAndBackfillAreNotCountedTwice) {
  open();
  create_table();
  fill(200);
  create_index();
  std::mt19937 random(7);
  for (int i = 0; i < 300; ++i) random_write(random);
  ASSERT_TRUE(backfill(work(), task()).ok());
  check_index();
}

// A request that began before the index was created writes without it: the entry that a newer one
// left behind is wrong then.
TEST_F(BackfillTest, ForgetsEntriesThatAnOlderRequestMadeWrong) {
  open();
  create_table();
  catalog::TablePtr old_version = table();
  create_index();
  put({{"p", "S:a"}, {"r", "N:1"}, {"g", "S:new"}, {"y", "N:1"}});
  put(old_version, {{"p", "S:a"}, {"r", "N:1"}, {"g", "S:old"}, {"y", "N:1"}});
  EXPECT_EQ(contents(storage::Family::kIndexes, task().index_space).size(), 1u);
  old_version.reset();
  ASSERT_TRUE(backfill(work(), task()).ok());
  check_index();
}

TEST_F(BackfillTest, BeginsWhenTheLastOldRequestHasEnded) {
  open();
  create_table();
  fill(10);
  catalog::TablePtr old_version = table();
  create_index();
  std::atomic<bool> filled{false};
  const BackfillTask global = task();
  std::thread filler([&] {
    EXPECT_TRUE(backfill(work(), global).ok());
    filled = true;
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  EXPECT_FALSE(filled);
  put(old_version, {{"p", "S:late"}, {"r", "N:1"}, {"g", "S:g"}, {"y", "N:1"}});
  old_version.reset();
  filler.join();
  check_index();
}

TEST_F(BackfillTest, IsExactWhileWritersAreAtWork) {
  for (unsigned seed = 1; seed <= 3; ++seed) {
    open();
    create_table();
    fill(2000);
    std::atomic<bool> stop{false};
    std::vector<std::thread> writers;
    for (unsigned i = 0; i < 3; ++i) {
      writers.emplace_back([&, i] {
        std::mt19937 random(seed * 100 + i);
        while (!stop) random_write(random);
      });
    }
    create_index();
    EXPECT_TRUE(backfill(work(), task()).ok());
    stop = true;
    for (std::thread& writer : writers) writer.join();
    check_index();
    EXPECT_GT(table()->find_index("global")->statistics->items, 100);
  }
}

TEST_F(BackfillTest, GoesOnAfterARestartFromWhereItWas) {
  const std::string where = directory();
  open(where);
  create_table();
  fill(3000);
  create_index();
  const BackfillTask global = task();

  // Stops somewhere in the middle.
  std::stop_source stop;
  std::thread stopper([&] {
    while (contents(storage::Family::kIndexes, global.index_space).size() < 200) {
      std::this_thread::yield();
    }
    stop.request_stop();
  });
  JobContext slow = work(stop.get_token());
  slow.duty = 0.005;
  ASSERT_TRUE(backfill(slow, global).ok());
  stopper.join();
  ASSERT_TRUE(table()->find_index("global")->backfilling);
  const std::size_t half = contents(storage::Family::kIndexes, global.index_space).size();
  ASSERT_GE(half, 200u);
  ASSERT_TRUE(database->engine->flush().ok());

  open(where);
  EXPECT_EQ(contents(storage::Family::kIndexes, global.index_space).size(), half);
  ASSERT_TRUE(table()->find_index("global")->backfilling);
  std::mt19937 random(3);
  for (int i = 0; i < 200; ++i) random_write(random);
  ASSERT_TRUE(backfill(work(), global).ok());
  EXPECT_FALSE(table()->find_index("global")->backfilling);
  check_index();

  open(where);
  check_index();
}

TEST_F(BackfillTest, KeepsNoProgressWhenItIsDone) {
  open();
  create_table();
  fill(100);
  create_index();
  const BackfillTask global = task();
  ASSERT_TRUE(backfill(work(), global).ok());
  const auto view = database->engine->newest_view();
  const std::string key = catalog::backfill_key(global.index_space);
  EXPECT_EQ(view->get({storage::Family::kCatalog, key}).value(), std::nullopt);
}

TEST_F(BackfillTest, EndsQuietlyWhenTheIndexOrTableIsGone) {
  open();
  create_table();
  fill(2000);
  create_index();
  const BackfillTask global = task();
  std::thread remover([&] {
    while (contents(storage::Family::kIndexes, global.index_space).size() < 100) {
      std::this_thread::yield();
    }
    remove_index();
  });
  JobContext slow = work();
  slow.duty = 0.01;
  EXPECT_TRUE(backfill(slow, global).ok());
  remover.join();
  EXPECT_EQ(table()->find_index("global"), nullptr);
  EXPECT_LT(contents(storage::Family::kIndexes, global.index_space).size(), 1300u);
  EXPECT_TRUE(backfill(work(), {"Nothing", 99}).ok());
}

}  // namespace
}  // namespace magneto::internal::jobs
