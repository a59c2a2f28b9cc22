// SPDX-License-Identifier: Apache-2.0
#include "jobs/trim_streams.h"

#include "jobs/drop_data.h"
#include "jobs/finish_transitions.h"
#include "jobs/jobs_fixture.h"
#include "store/change_record.h"

namespace magneto::internal::jobs {
namespace {

class TrimStreamsTest : public JobsFixture {
 protected:
  void create() {
    catalog::Table table = test_table("Music", {s("p")}, {n("r")});
    table.streams.push_back({});
    table.streams[0].label = "label";
    table.streams[0].created_ms = clock.now_ms();
    table.streams[0].first = database->store.next_change(Blocking::kAllowed).value();
    ASSERT_TRUE(database->catalog->create(std::move(table)).ok());
    space = this->table()->streams[0].space;
  }

  void write(int which) { put({{"p", "S:a"}, {"r", "N:" + std::to_string(which)}}); }

  void disable() {
    const auto change = [&](catalog::Table& copy) -> Result<void> {
      copy.streams[0].disabled_ms = clock.now_ms();
      return {};
    };
    ASSERT_TRUE(database->catalog->update("Music", change).ok());
    ASSERT_TRUE(jobs::finish_transitions(*database->catalog, database->store).ok());
  }

  std::vector<derive::ChangeNumber> numbers() {
    const store::ChangeKey begin(space, 0);
    const store::ChangeKey end(space + 1, 0);
    const auto view = database->engine->newest_view();
    const auto cursor = view->range({storage::Family::kChanges, begin.bytes(), end.bytes()});
    std::vector<derive::ChangeNumber> numbers;
    for (; cursor->valid(); cursor->next()) {
      numbers.push_back(store::ChangeKey::decode(cursor->key()).value().number());
    }
    return numbers;
  }

  void trim() {
    ASSERT_TRUE(trim_streams(work()).ok());
    ASSERT_TRUE(drop_removed_data(work()).ok());
  }

  static constexpr std::int64_t kHour_ms = 60 * 60 * 1000;
  keys::SpaceId space = 0;
};

TEST_F(TrimStreamsTest, RecordsGoAfterADay) {
  open();
  create();
  write(1);
  clock.now += 23 * kHour_ms;
  write(2);
  trim();
  EXPECT_EQ(numbers().size(), 2);
  clock.now += 2 * kHour_ms;
  trim();
  EXPECT_EQ(numbers().size(), 1);
  EXPECT_EQ(table()->streams.size(), 1);
}

TEST_F(TrimStreamsTest, ADisabledStreamIsForgottenAfterADay) {
  open();
  create();
  write(1);
  disable();
  clock.now += 23 * kHour_ms;
  trim();
  EXPECT_EQ(table()->streams.size(), 1);
  EXPECT_EQ(numbers().size(), 1);
  clock.now += kHour_ms;
  trim();
  EXPECT_TRUE(table()->streams.empty());
  EXPECT_TRUE(numbers().empty());
  EXPECT_TRUE(database->catalog->pending_drops().empty());
}

TEST_F(TrimStreamsTest, TheStreamOfARemovedTableIsKeptOverARestartAndForgottenAfterADay) {
  const std::string path = directory();
  open(path);
  create();
  write(1);
  ASSERT_TRUE(database->catalog->remove("Music", [](const auto&) { return Result<void>(); }).ok());
  open(path);
  ASSERT_TRUE(jobs::finish_transitions(*database->catalog, database->store).ok());
  trim();
  ASSERT_EQ(database->catalog->removed_tables().size(), 1);
  EXPECT_EQ(database->catalog->removed_tables()[0]->streams[0].status(),
            catalog::StreamStatus::kDisabled);
  EXPECT_EQ(numbers().size(), 1);
  clock.now += 24 * kHour_ms;
  open(path);
  trim();
  EXPECT_TRUE(database->catalog->removed_tables().empty());
  EXPECT_TRUE(numbers().empty());
  open(path);
  EXPECT_TRUE(database->catalog->removed_tables().empty());
}

// Also when the clock was put back meanwhile.
TEST_F(TrimStreamsTest, NumbersGoOnUpwardsAfterARestart) {
  const std::string path = directory();
  open(path);
  create();
  for (int i = 0; i < 10; ++i) write(i);
  clock.now -= kHour_ms;
  open(path);
  for (int i = 10; i < 20; ++i) write(i);
  EXPECT_EQ(numbers().size(), 20);  // None was written over.
}

}  // namespace
}  // namespace magneto::internal::jobs
