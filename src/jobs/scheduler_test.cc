// SPDX-License-Identifier: Apache-2.0
#include "jobs/scheduler.h"

#include <atomic>

#include "jobs/jobs_fixture.h"
#include "jobs/sweep_tokens.h"
#include "store/token.h"

namespace magneto::internal::jobs {
namespace {

class SchedulerTest : public JobsFixture {
 protected:
  std::unique_ptr<Scheduler> start() {
    return std::make_unique<Scheduler>(
        *database->catalog, database->store,
        Scheduler::Options{.clock = &clock, .duty = 1, .on_error = [&](auto, auto&) { ++errors; }});
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

TEST_F(SchedulerTest, FillsANewIndexWithoutBeingAsked) {
  open();
  create_table();
  fill(500);
  const auto scheduler = start();
  create_index();
  scheduler->wait_until_idle();
  EXPECT_FALSE(table()->find_index("global")->backfilling);
  EXPECT_EQ(table()->find_index("global")->statistics->items, 500);
  check_index();
  EXPECT_EQ(errors, 0);
}

TEST_F(SchedulerTest, FillsSeveralIndexes) {
  open();
  create_table();
  fill(300);
  const auto scheduler = start();
  create_index("one");
  create_index("two");
  scheduler->wait_until_idle();
  check_index("one");
  check_index("two");
  EXPECT_FALSE(table()->find_index("two")->backfilling);
}

TEST_F(SchedulerTest, TakesUpWorkLeftFromBefore) {
  const std::string where = directory();
  open(where);
  create_table();
  fill(300);
  create_index();
  open(where);
  const auto scheduler = start();
  scheduler->wait_until_idle();
  EXPECT_FALSE(table()->find_index("global")->backfilling);
  check_index();
}

TEST_F(SchedulerTest, SetsATableThatIsUpdatingActiveWhenItsLastIndexIsFilled) {
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
  const auto scheduler = start();
  scheduler->wait_until_idle();
  EXPECT_EQ(table()->status, catalog::Status::kActive);
}

TEST_F(SchedulerTest, DropsWhatWasRemovedAndNothingElse) {
  open();
  create_table();
  ASSERT_TRUE(database->catalog->create(test_table("Other", {s("p")}, {})).ok());
  const auto scheduler = start();
  create_index();
  fill(100);
  put(database->catalog->find("Other").value(), {{"p", "S:stays"}});
  const keys::SpaceId other = database->catalog->find("Other").value()->space;
  scheduler->wait_until_idle();

  const keys::SpaceId items = table()->space;
  const keys::SpaceId entries = table()->find_index("global")->space;
  remove_index();
  scheduler->wait_until_idle();
  EXPECT_TRUE(contents(storage::Family::kIndexes, entries).empty());
  EXPECT_EQ(contents(storage::Family::kItems, items).size(), 100u);
  EXPECT_EQ(counter(entries, catalog::kItemsCounter), 0);

  ASSERT_TRUE(database->catalog->remove("Music", [](const auto&) { return Result<void>(); }).ok());
  scheduler->wait_until_idle();
  EXPECT_TRUE(contents(storage::Family::kItems, items).empty());
  EXPECT_EQ(counter(items, catalog::kItemsCounter), 0);
  EXPECT_EQ(contents(storage::Family::kItems, other).size(), 1u);
  EXPECT_EQ(counter(other, catalog::kItemsCounter), 1);
  EXPECT_TRUE(database->catalog->pending_drops().empty());
  EXPECT_EQ(errors, 0);
}

TEST_F(SchedulerTest, DropsOnlyWhenTheLastRequestHasEnded) {
  open();
  create_table();
  fill(10);
  catalog::TablePtr request = table();
  const auto scheduler = start();
  ASSERT_TRUE(database->catalog->remove("Music", [](const auto&) { return Result<void>(); }).ok());
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  EXPECT_EQ(contents(storage::Family::kItems, request->space).size(), 10u);
  put(request, {{"p", "S:late"}, {"r", "N:1"}});
  const keys::SpaceId space = request->space;
  request.reset();
  scheduler->wait_until_idle();
  EXPECT_TRUE(contents(storage::Family::kItems, space).empty());
}

TEST_F(SchedulerTest, SweepsTokensOnceTheyHaveExpired) {
  open();
  const auto scheduler = start();
  use_token("one");
  clock.now += store::kTokenWindow_ms / 2;
  use_token("two");
  scheduler->wake();
  scheduler->wait_until_idle();
  EXPECT_EQ(token_count(), 2u);
  clock.now += store::kTokenWindow_ms / 2;
  scheduler->wake();
  scheduler->wait_until_idle();
  EXPECT_EQ(token_count(), 1u);
}

TEST_F(SchedulerTest, SweepsMoreTokensThanOneStepTakes) {
  open();
  for (int i = 0; i < 200; ++i) use_token("old" + std::to_string(i));
  clock.now += store::kTokenWindow_ms;
  for (int i = 0; i < 200; ++i) use_token("new" + std::to_string(i));
  EXPECT_EQ(sweep_expired_tokens(work()).value(), 200u);
  EXPECT_EQ(token_count(), 200u);
  EXPECT_EQ(sweep_expired_tokens(work()).value(), 0u);
}

TEST_F(SchedulerTest, StopsInTheMiddleOfItsWork) {
  open();
  create_table();
  fill(2000);
  {
    Scheduler scheduler(*database->catalog, database->store, {.clock = &clock, .duty = 0.01});
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
