// SPDX-License-Identifier: Apache-2.0
#include "jobs/expire_items.h"

#include <map>
#include <random>
#include <thread>

#include "jobs/expiry.h"
#include "jobs/jobs_fixture.h"
#include "store/change_record.h"

namespace magneto::internal::jobs {
namespace {

class ExpireItemsTest : public JobsFixture {
 protected:
  void create(const std::string& ttl_attribute) {
    catalog::Table table = test_table("Music", {s("p")}, {n("r")});
    add_index(table, "global", {s("g")}, {n("time")}, keys_only());
    table.ttl_attribute = ttl_attribute;
    ASSERT_TRUE(database->catalog->create(std::move(table)).ok());
  }

  std::string in_seconds(std::int64_t seconds) {
    return "N:" + std::to_string(clock.now_ms() / 1000 + seconds);
  }

  std::size_t count() { return contents(storage::Family::kItems, table()->space).size(); }
  std::uint64_t expire() { return expire_items(work()).value(); }
};

TEST_F(ExpireItemsTest, RemovesWhatHasExpiredWithItsIndexEntries) {
  open();
  create("time");
  for (int i = 0; i < 3000; ++i) {
    TestAttributes item = {{"p", "S:p" + std::to_string(i % 50)}, {"r", "N:" + std::to_string(i)}};
    if (i % 3 != 0) item.push_back({"g", "S:g"});
    if (i % 5 != 0) item.push_back({"time", in_seconds(i % 2 == 0 ? -10 : 10)});
    put(item);
  }
  EXPECT_EQ(expire(), 1200);
  EXPECT_EQ(count(), 1800);
  check_index();
  EXPECT_EQ(expire(), 0);
  clock.now += 20'000;
  EXPECT_EQ(expire(), 1200);
  EXPECT_EQ(count(), 600);
  check_index();
}

TEST_F(ExpireItemsTest, APassOverLargeTablesIsFollowedByALongPause) {
  const ExpiryOptions options{.pause_ms = 60'000, .duty = 0.25, .largest_share = 0.02};
  EXPECT_EQ(pause_after(0, options), 60'000);
  EXPECT_EQ(pause_after(5'000, options), 60'000);
  // An hour, a quarter of it busy: 2 % of 12.5 hours.
  EXPECT_EQ(pause_after(3'600'000, options), 45'000'000 - 3'600'000);
}

TEST_F(ExpireItemsTest, LeavesTablesWithoutTheSettingAlone) {
  open();
  create("");
  put({{"p", "S:a"}, {"r", "N:1"}, {"time", in_seconds(-10)}});
  EXPECT_EQ(expire(), 0);
  EXPECT_EQ(count(), 1);
}

TEST_F(ExpireItemsTest, StopsWhenToldTo) {
  open();
  create("time");
  put({{"p", "S:a"}, {"r", "N:1"}, {"time", in_seconds(-10)}});
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(expire_items(work(stop.get_token())).value(), 0);
  EXPECT_EQ(count(), 1);
}

// Writers give items more time or take them away: what has time must stay.
TEST_F(ExpireItemsTest, NeverTakesAnItemThatHasTime) {
  open();
  create("time");
  std::map<int, std::atomic<bool>> alive;
  for (int i = 0; i < 40; ++i) alive[i] = false;
  std::jthread expiring([&](std::stop_token stop) {
    while (!stop.stop_requested()) expire();
  });
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    const int which = static_cast<int>(random() % 40);
    const TestAttributes key = {{"p", "S:p"}, {"r", "N:" + std::to_string(which)}};
    alive[which] = random() % 2 == 0;
    TestAttributes item = key;
    item.push_back({"time", in_seconds(alive[which] ? 1000 : -1000)});
    put(item);
  }
  expiring.request_stop();
  expiring.join();
  expire();
  std::size_t expected = 0;
  for (const auto& [which, is_alive] : alive) expected += is_alive ? 1 : 0;
  EXPECT_EQ(count(), expected);
  check_index();
}

TEST_F(ExpireItemsTest, TheThreadLooksAgainAndAgain) {
  open();
  create("time");
  const Runner runner(*database->catalog, database->store, {.clock = &clock},
                      {expiry_lane({.pause_ms = 1, .duty = 1})});
  for (int round = 0; round < 3; ++round) {
    put({{"p", "S:a"}, {"r", "N:1"}, {"time", in_seconds(-10)}});
    while (count() != 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

}  // namespace
}  // namespace magneto::internal::jobs
