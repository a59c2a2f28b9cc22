// SPDX-License-Identifier: Apache-2.0
#include "jobs/backups.h"

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <random>
#include <thread>

#include "catalog/backup.h"
#include "jobs/copy_backup.h"
#include "jobs/drop_data.h"
#include "jobs/finish_transitions.h"
#include "jobs/jobs_fixture.h"
#include "jobs/restore_table.h"
#include "jobs/trim_histories.h"
#include "store/change_record.h"

namespace magneto::internal::jobs {
namespace {

using catalog::Backup;
using catalog::BackupStatus;
using catalog::DocumentKind;
using storage::Family;

using Attributes = std::map<std::string, std::string>;  // Item key without space, to item bytes.

class BackupsTest : public JobsFixture {
 protected:
  void SetUp() override { open(); }

  // As CreateBackup does.
  Backup create_backup() {
    const catalog::TablePtr source = table();
    Backup backup;
    backup.created_ms = clock.now_ms();
    backup.id = catalog::make_backup_id("Music", backup.created_ms, "0a1b2c3d");
    backup.name = "first";
    backup.space = database->catalog->take_space().value();
    backup.table = *source;
    EXPECT_TRUE(database->engine->flush().ok());
    database->store.pinned_snapshots().pin(catalog::DocumentKind::kBackup, backup.id,
                                           {database->store.snapshot(Blocking::kAllowed)});
    EXPECT_TRUE(database->catalog->documents()
                    .put(DocumentKind::kBackup, backup.id, catalog::encode_backup(backup))
                    .ok());
    return backup;
  }

  BackupStatus status(const Backup& backup) {
    return catalog::find_backup(*database->catalog, backup.id).value()->status;
  }

  Result<void> copy(const Backup& backup) { return copy_backup(work(), backup.id); }

  // As UpdateContinuousBackups does.
  void turn_recovery(bool on) {
    const auto change = [&](catalog::Table& copy) -> Result<void> {
      if (!on) {
        copy.history->closing = true;
        return {};
      }
      if (!copy.history) copy.history.emplace();
      copy.history->closing = false;
      copy.history->enabled_ms = clock.now_ms();
      copy.history->first = 0;
      return {};
    };
    ASSERT_TRUE(database->catalog->update("Music", change).ok());
    ASSERT_TRUE(jobs::finish_transitions(*database->catalog, database->store).ok());
  }

  // As the restores do.
  void start_restore(const std::string& name, catalog::Restore restore) {
    catalog::Table target = test_table(name, {s("p")}, {n("r")});
    add_index(target, "global", {s("g")}, {n("y")}, include({"x"}));
    target.status = catalog::Status::kCreating;
    target.restore = std::move(restore);
    ASSERT_TRUE(database->catalog->create(std::move(target)).ok());
  }
  void start_restore(const std::string& name, const Backup& backup) {
    start_restore(name, {.backup = backup.id, .source_table = "Music", .items = backup.space});
  }
  void start_restore(const std::string& name, store::ChangeNumber until) {
    const catalog::TablePtr source = table();
    start_restore(name, {.backup = {},
                         .source_table = "Music",
                         .items = source->space,
                         .history = source->history->space,
                         .until = until});
  }
  store::ChangeNumber now() { return database->store.next_change(Blocking::kAllowed).value(); }

  Result<void> restore(const std::string& name, std::stop_token stop = {}) {
    return restore_table(work(std::move(stop)), name);
  }

  catalog::TablePtr find(const std::string& name) { return database->catalog->find(name).value(); }

  // The items in a space, whatever the space.
  Attributes items_in(keys::SpaceId space) {
    Attributes items;
    for (const auto& [key, item] : contents(Family::kItems, space)) items[key.substr(4)] = item;
    return items;
  }
  Attributes items_of(const std::string& name) { return items_in(find(name)->space); }

  // Counters and the index are those of the items.
  void check_restored(const std::string& name) {
    const catalog::TablePtr restored = find(name);
    EXPECT_FALSE(restored->restoring());
    const auto items = contents(Family::kItems, restored->space);
    EXPECT_EQ(restored->statistics->items, static_cast<std::int64_t>(items.size()));
    EXPECT_EQ(counter(restored->space, catalog::kItemsCounter), restored->statistics->items);
    const catalog::Index& index = *restored->indexes.front();
    Contents expected;
    for (const auto& [key, item] : items) {
      Arena arena;
      const auto entry = derive::index_entry(arena, *restored, index, value::ItemView(item));
      if (entry) expected[std::string(entry->key)] = entry->item.bytes();
    }
    EXPECT_TRUE(contents(Family::kIndexes, index.space) == expected);
    EXPECT_EQ(index.statistics->items, static_cast<std::int64_t>(expected.size()));
  }

  void put_numbered(int count, const std::string& value) {
    for (int i = 0; i < count; ++i) {
      const std::string number = "N:" + std::to_string(i);
      put({{"p", "S:p"}, {"r", number}, {"g", "S:" + value}, {"y", number}});
    }
  }
};

TEST_F(BackupsTest, ABackupIsOfTheMomentOfTheRequest) {
  create_table();
  put_numbered(100, "before");
  const Backup backup = create_backup();
  const Attributes expected = items_of("Music");
  put_numbered(150, "after");
  EXPECT_EQ(status(backup), BackupStatus::kCreating);
  ASSERT_TRUE(copy(backup).ok());
  EXPECT_EQ(status(backup), BackupStatus::kAvailable);
  EXPECT_TRUE(items_in(backup.space) == expected);
}

TEST_F(BackupsTest, AnInterruptedBackupIsBegunAnew) {
  open(directory());
  create_table();
  put_numbered(50, "kept");
  const Backup backup = create_backup();
  // What a crash may leave: part of the copy, and an item that is not there any more.
  ASSERT_TRUE(copy(backup).ok());
  erase({{"p", "S:p"}, {"r", "N:0"}});
  ASSERT_TRUE(database->catalog->documents()
                  .put(DocumentKind::kBackup, backup.id, catalog::encode_backup(backup))
                  .ok());
  open(directory());
  EXPECT_EQ(status(backup), BackupStatus::kCreating);
  ASSERT_TRUE(copy(backup).ok());
  EXPECT_EQ(status(backup), BackupStatus::kAvailable);
  EXPECT_TRUE(items_in(backup.space) == items_of("Music"));
}

TEST_F(BackupsTest, ATableIsNotErasedBeforeItsBackupIsMade) {
  create_table();
  put_numbered(10, "kept");
  const Attributes expected = items_of("Music");
  const Backup backup = create_backup();
  database->store.pinned_snapshots().take(catalog::DocumentKind::kBackup,
                                          backup.id);  // As after a restart.
  ASSERT_TRUE(
      database->catalog->remove("Music", [](const catalog::Table&) -> Result<void> { return {}; })
          .ok());
  ASSERT_TRUE(drop_removed_data(work()).ok());
  ASSERT_TRUE(copy(backup).ok());
  EXPECT_TRUE(items_in(backup.space) == expected);
  ASSERT_TRUE(drop_removed_data(work()).ok());
  EXPECT_TRUE(database->catalog->pending_drops().empty());
  EXPECT_TRUE(items_in(backup.table.space).empty());
}

TEST_F(BackupsTest, RestoresABackupWithItsIndexes) {
  create_table();
  put_numbered(100, "g");
  const Backup backup = create_backup();
  ASSERT_TRUE(copy(backup).ok());
  const Attributes expected = items_of("Music");
  put_numbered(20, "later");
  start_restore("Again", backup);
  ASSERT_TRUE(restore("Again").ok());
  EXPECT_TRUE(items_of("Again") == expected);
  check_restored("Again");
}

TEST_F(BackupsTest, AnInterruptedRestoreGoesOn) {
  open(directory());
  create_table();
  put_numbered(100, "g");
  const Backup backup = create_backup();
  ASSERT_TRUE(copy(backup).ok());
  start_restore("Again", backup);
  // Stopped before anything, then after a restart.
  std::stop_source stop;
  stop.request_stop();
  ASSERT_TRUE(restore("Again", stop.get_token()).ok());
  EXPECT_TRUE(find("Again")->restoring());
  open(directory());
  EXPECT_TRUE(find("Again")->restoring());
  ASSERT_TRUE(restore("Again").ok());
  EXPECT_TRUE(items_of("Again") == items_of("Music"));
  check_restored("Again");
  open(directory());
  EXPECT_FALSE(find("Again")->restoring());
  check_restored("Again");
}

TEST_F(BackupsTest, WithoutRecoveryNothingIsRecorded) {
  create_table();
  put_numbered(10, "g");
  EXPECT_FALSE(database->engine->newest_view()->range({Family::kChanges, {}, {}})->valid());
}

TEST_F(BackupsTest, RecoveryGoesWhenItIsTurnedOff) {
  create_table();
  turn_recovery(true);
  put_numbered(10, "g");
  EXPECT_TRUE(database->engine->newest_view()->range({Family::kChanges, {}, {}})->valid());
  turn_recovery(false);
  ASSERT_TRUE(trim_histories(work()).ok());
  EXPECT_FALSE(table()->history);
  ASSERT_TRUE(drop_removed_data(work()).ok());
  EXPECT_FALSE(database->engine->newest_view()->range({Family::kChanges, {}, {}})->valid());
}

TEST_F(BackupsTest, RecordsOlderThanThePeriodAreTrimmed) {
  create_table();
  turn_recovery(true);
  put_numbered(10, "old");
  clock.now += 20 * catalog::kDay_ms;
  put_numbered(10, "new");
  const store::ChangeNumber middle = derive::change_number_at(clock.now_ms() - catalog::kDay_ms);
  clock.now += 16 * catalog::kDay_ms;
  ASSERT_TRUE(trim_histories(work()).ok());
  const store::ChangeKey begin(table()->history->space, 0);
  const auto view = database->engine->newest_view();
  const auto cursor = view->range({Family::kChanges, begin.bytes(), {}});
  ASSERT_TRUE(cursor->valid());
  EXPECT_GT(store::ChangeKey::decode(cursor->key()).value().number(), middle);
}

TEST_F(BackupsTest, ARestoreKeepsWhatItNeedsOfATableThatChangesAndGoes) {
  create_table();
  turn_recovery(true);
  put_numbered(50, "then");
  const Attributes expected = items_of("Music");
  start_restore("Again", now());
  const keys::SpaceId history = table()->history->space;
  turn_recovery(false);
  ASSERT_TRUE(trim_histories(work()).ok());
  ASSERT_TRUE(table()->history);  // It goes on to be written.
  put_numbered(60, "later");
  turn_recovery(true);  // And is the same one again, with a new beginning.
  EXPECT_EQ(table()->history->space, history);
  erase({{"p", "S:p"}, {"r", "N:3"}});
  ASSERT_TRUE(
      database->catalog->remove("Music", [](const catalog::Table&) -> Result<void> { return {}; })
          .ok());
  ASSERT_TRUE(drop_removed_data(work()).ok());
  ASSERT_TRUE(restore("Again").ok());
  EXPECT_TRUE(items_of("Again") == expected);
  check_restored("Again");
  ASSERT_TRUE(drop_removed_data(work()).ok());
  EXPECT_TRUE(database->catalog->pending_drops().empty());
}

// Random writes, and the table as it was at random moments.
TEST_F(BackupsTest, RestoresTheTableAsItWasAtAnyMoment) {
  create_table();
  std::mt19937 random(11);
  const auto write = [&] {
    const std::string r = "N:" + std::to_string(random() % 40);
    if (random() % 3 == 0) {
      erase({{"p", "S:p"}, {"r", r}});
    } else {
      put({{"p", "S:p"},
           {"r", r},
           {"g", "S:" + std::to_string(random() % 3)},
           {"y", "N:" + std::to_string(random() % 1000)}});
    }
  };
  for (int i = 0; i < 30; ++i) write();
  turn_recovery(true);
  std::map<store::ChangeNumber, Attributes> moments;
  for (int i = 0; i < 12; ++i) {
    moments[now()] = items_of("Music");
    for (int j = 0; j < 25; ++j) write();
    clock.now += static_cast<std::int64_t>(random() % 3);
  }
  int restored = 0;
  for (const auto& [moment, expected] : moments) {
    const std::string name = "Restored" + std::to_string(restored++);
    start_restore(name, moment);
    write();  // After the request, before the copy.
    ASSERT_TRUE(restore(name).ok());
    EXPECT_TRUE(items_of(name) == expected) << name;
    check_restored(name);
  }
}

TEST_F(BackupsTest, RestoresWhileTheTableIsWrittenTo) {
  create_table();
  turn_recovery(true);
  put_numbered(300, "then");
  const Attributes expected = items_of("Music");
  start_restore("Again", now());
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int i = 0; !done; i = (i + 7) % 400) {
      put({{"p", "S:p"}, {"r", "N:" + std::to_string(i)}, {"g", "S:later"}, {"y", "N:1"}});
      erase({{"p", "S:p"}, {"r", "N:" + std::to_string((i + 3) % 400)}});
    }
  });
  Runner runner(*database->catalog, database->store, {.clock = &clock}, {backup_lane(1)});
  runner.wait_until_idle();
  done = true;
  writer.join();
  EXPECT_TRUE(items_of("Again") == expected);
  check_restored("Again");
}

TEST_F(BackupsTest, ASystemBackupHasTheItemsOfItsTableAndGoesByItself) {
  create_table();
  turn_recovery(true);
  put_numbered(20, "kept");
  const Attributes expected = items_of("Music");
  const keys::SpaceId space = table()->space;
  const auto backup_of = [&](const catalog::Table& removed) -> std::optional<catalog::Document> {
    Backup backup;
    backup.id = catalog::make_backup_id("Music", clock.now_ms(), "00000000");
    backup.type = catalog::BackupType::kSystem;
    backup.status = BackupStatus::kAvailable;
    backup.expires_ms = clock.now_ms() + 1000;
    backup.space = removed.space;
    backup.table = removed;
    return catalog::Document{backup.id, catalog::encode_backup(backup)};
  };
  const auto allow = [](const catalog::Table&) -> Result<void> { return {}; };
  ASSERT_TRUE(database->catalog->remove("Music", allow, backup_of).ok());
  ASSERT_TRUE(drop_removed_data(work()).ok());
  EXPECT_TRUE(items_in(space) == expected);
  Runner runner(*database->catalog, database->store, {.clock = &clock}, {backup_lane(1)});
  runner.wait_until_idle();
  EXPECT_EQ(database->catalog->documents().list(DocumentKind::kBackup).size(), 1u);
  clock.now += 1000;
  runner.wake();
  runner.wait_until_idle();
  EXPECT_TRUE(database->catalog->documents().list(DocumentKind::kBackup).empty());
  ASSERT_TRUE(drop_removed_data(work()).ok());
  EXPECT_TRUE(items_in(space).empty());
}

}  // namespace
}  // namespace magneto::internal::jobs
