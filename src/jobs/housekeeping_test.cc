// SPDX-License-Identifier: Apache-2.0
#include "jobs/housekeeping.h"

#include <atomic>

#include "jobs/jobs_fixture.h"
#include "jobs/sweep_tokens.h"
#include "store/token.h"

namespace magneto::internal::jobs {
namespace {

class HousekeepingTest : public JobsFixture {
 protected:
  std::unique_ptr<Runner> start() {
    return std::make_unique<Runner>(
        *database->catalog, database->store,
        Runner::Options{.clock = &clock, .on_error = [&](auto, auto&) { ++errors; }},
        std::vector<Lane>{housekeeping_lane(1)});
  }

  void fill(int count) {
    for (int i = 0; i < count; ++i) {
      const std::string text = std::to_string(i);
      put({{"p", "S:p" + text}, {"r", "N:1"}, {"g", "S:g"}, {"y", "N:" + text}});
    }
  }

  void use_token(std::string_view token) {
    Arena arena;
    const auto used = database->store.modify_once(
        arena, {token, "digest"}, {}, [](auto, auto) { return Result<void>(); },
        Blocking::kAllowed);
    EXPECT_TRUE(used.ok());
  }

  std::size_t token_count() {
    const auto view = database->engine->newest_view();
    const auto cursor = view->range({storage::Family::kTokens, {}, {}});
    std::size_t count = 0;
    for (; cursor->valid(); cursor->next()) ++count;
    return count;
  }

  std::atomic<int> errors{0};
};

TEST_F(HousekeepingTest, FillsANewIndexWithoutBeingAsked) {
  open();
  create_table();
  fill(500);
  const auto runner = start();
  create_index();
  runner->wait_until_idle();
  EXPECT_FALSE(table()->find_index("global")->backfilling);
  EXPECT_EQ(table()->find_index("global")->statistics->items, 500);
  check_index();
  EXPECT_EQ(errors, 0);
}

TEST_F(HousekeepingTest, FillsSeveralIndexes) {
  open();
  create_table();
  fill(300);
  const auto runner = start();
  create_index("one");
  create_index("two");
  runner->wait_until_idle();
  check_index("one");
  check_index("two");
  EXPECT_FALSE(table()->find_index("two")->backfilling);
}

TEST_F(HousekeepingTest, TakesUpWorkLeftFromBefore) {
  const std::string where = directory();
  open(where);
  create_table();
  fill(300);
  create_index();
  open(where);
  const auto runner = start();
  runner->wait_until_idle();
  EXPECT_FALSE(table()->find_index("global")->backfilling);
  check_index();
}

TEST_F(HousekeepingTest, SetsATableThatIsUpdatingActiveWhenItsLastIndexIsFilled) {
  open();
  create_table();
  create_index();
  ASSERT_TRUE(database->catalog
                  ->update("Music",
                           [](catalog::Table& copy) {
                             copy.status = catalog::Status::kUpdating;
                             return Result<void>();
                           })
                  .ok());
  const auto runner = start();
  runner->wait_until_idle();
  EXPECT_EQ(table()->status, catalog::Status::kActive);
}

TEST_F(HousekeepingTest, DropsWhatWasRemovedAndNothingElse) {
  open();
  create_table();
  ASSERT_TRUE(database->catalog->create(test_table("Other", {s("p")}, {})).ok());
  const auto runner = start();
  create_index();
  fill(100);
  put(database->catalog->find("Other").value(), {{"p", "S:stays"}});
  const keys::SpaceId other = database->catalog->find("Other").value()->space;
  runner->wait_until_idle();

  const keys::SpaceId items = table()->space;
  const keys::SpaceId entries = table()->find_index("global")->space;
  remove_index();
  runner->wait_until_idle();
  EXPECT_TRUE(contents(storage::Family::kIndexes, entries).empty());
  EXPECT_EQ(contents(storage::Family::kItems, items).size(), 100u);
  EXPECT_EQ(counter(entries, catalog::kItemsCounter), 0);

  ASSERT_TRUE(database->catalog->remove("Music", [](const auto&) { return Result<void>(); }).ok());
  runner->wait_until_idle();
  EXPECT_TRUE(contents(storage::Family::kItems, items).empty());
  EXPECT_EQ(counter(items, catalog::kItemsCounter), 0);
  EXPECT_EQ(contents(storage::Family::kItems, other).size(), 1u);
  EXPECT_EQ(counter(other, catalog::kItemsCounter), 1);
  EXPECT_TRUE(database->catalog->pending_drops().empty());
  EXPECT_EQ(errors, 0);
}

TEST_F(HousekeepingTest, DropsOnlyWhenTheLastRequestHasEnded) {
  open();
  create_table();
  fill(10);
  catalog::TablePtr request = table();
  const auto runner = start();
  ASSERT_TRUE(database->catalog->remove("Music", [](const auto&) { return Result<void>(); }).ok());
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  EXPECT_EQ(contents(storage::Family::kItems, request->space).size(), 10u);
  put(request, {{"p", "S:late"}, {"r", "N:1"}});
  const keys::SpaceId space = request->space;
  request.reset();
  runner->wait_until_idle();
  EXPECT_TRUE(contents(storage::Family::kItems, space).empty());
}

TEST_F(HousekeepingTest, SweepsTokensOnceTheyHaveExpired) {
  open();
  const auto runner = start();
  use_token("one");
  clock.now += store::kTokenWindow_ms / 2;
  use_token("two");
  runner->wake();
  runner->wait_until_idle();
  EXPECT_EQ(token_count(), 2u);
  clock.now += store::kTokenWindow_ms / 2;
  runner->wake();
  runner->wait_until_idle();
  EXPECT_EQ(token_count(), 1u);
}

TEST_F(HousekeepingTest, SweepsMoreTokensThanOneStepTakes) {
  open();
  for (int i = 0; i < 200; ++i) use_token("old" + std::to_string(i));
  clock.now += store::kTokenWindow_ms;
  for (int i = 0; i < 200; ++i) use_token("new" + std::to_string(i));
  EXPECT_EQ(sweep_expired_tokens(work()).value(), 200u);
  EXPECT_EQ(token_count(), 200u);
  EXPECT_EQ(sweep_expired_tokens(work()).value(), 0u);
}

TEST_F(HousekeepingTest, StopsInTheMiddleOfItsWork) {
  open();
  create_table();
  fill(2000);
  {
    const Runner runner(*database->catalog, database->store, {.clock = &clock},
                        {housekeeping_lane(0.0001)});
    create_index();
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_TRUE(table()->find_index("global")->backfilling);
  start()->wait_until_idle();
  EXPECT_FALSE(table()->find_index("global")->backfilling);
  check_index();
}

}  // namespace
}  // namespace magneto::internal::jobs
