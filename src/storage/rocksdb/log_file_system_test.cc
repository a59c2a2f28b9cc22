// SPDX-License-Identifier: Apache-2.0
//
// The order in which logs reach the disk, on one that loses power.
#include "storage/rocksdb/log_file_system.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/test_directory.h"
#include "storage/rocksdb/unreliable_disk_test.h"

namespace magneto::internal::storage {
namespace {

using File = std::unique_ptr<::rocksdb::FSWritableFile>;

class LogFileSystemTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Result<std::shared_ptr<SyncedMarks>> marks =
        SyncedMarks::open(directory_, {.was_there = false, .accept_lost = false});
    ASSERT_TRUE(marks.ok());
    files_ = std::make_unique<LogFileSystem>(
        std::shared_ptr<::rocksdb::FileSystem>(std::shared_ptr<void>(), &disk_), directory_,
        std::move(marks).value());
  }

  File create(const std::string& name) {
    File file;
    EXPECT_TRUE(files_->NewWritableFile(directory_ + "/" + name, {}, &file, nullptr).ok());
    disk_.sync_directory();
    return file;
  }
  static void append(File& file, std::string_view text) {
    ASSERT_TRUE(file->Append(::rocksdb::Slice(text.data(), text.size()), {}, nullptr).ok());
  }
  static void sync(File& file) { ASSERT_TRUE(file->Sync({}, nullptr).ok()); }

  /// What is left of a file after the power was cut; with the seed that keeps the least.
  std::uint64_t left_of(const std::string& name) {
    disk_.cut_power();
    disk_.lose_what_was_not_synced(1);
    return std::filesystem::file_size(directory_ + "/" + name);
  }

  /// What is marked of a log.
  std::uint64_t mark_of(std::uint64_t log) const {
    std::ifstream marks(directory_ + "/SYNCED", std::ios::binary);
    marks.seekg(16);
    std::uint64_t slot[2];
    while (marks.read(reinterpret_cast<char*>(slot), sizeof slot)) {
      if (slot[0] == log) return slot[1];
    }
    return 0;
  }

  UnreliableDisk disk_;
  const TestDirectory test_directory_;
  const std::string& directory_ = test_directory_.path();
  std::unique_ptr<LogFileSystem> files_;
};

TEST_F(LogFileSystemTest, ASyncOfALogSyncsTheRestOfOlderOnes) {
  File older = create("000001.log");
  append(older, "synced");
  sync(older);
  append(older, std::string(1000, 'x'));
  File newer = create("000002.log");
  append(newer, "more");
  sync(newer);
  EXPECT_EQ(left_of("000001.log"), 1006u);
}

TEST_F(LogFileSystemTest, NothingIsInANewLogBeforeTheOlderOnesAreOnTheDisk) {
  File older = create("000001.log");
  append(older, std::string(1000, 'x'));
  File newer = create("000002.log");
  append(newer, "not synced, but it may be on the disk all the same");
  EXPECT_EQ(left_of("000001.log"), 1000u);
}

TEST_F(LogFileSystemTest, ASyncOfATableFileSyncsTheRestOfAllLogsButTheNewest) {
  File older = create("000001.log");
  append(older, std::string(1000, 'x'));
  File newest = create("000002.log");
  append(newest, std::string(1000, 'x'));
  File table = create("000003.sst");
  append(table, "what stood in the older log");
  sync(table);
  disk_.hold_log_syncs();  // it would wait for ever if the newest were synced, too
  sync(table);
  EXPECT_EQ(left_of("000001.log"), 1000u);
}

TEST_F(LogFileSystemTest, ALogThatIsClosedIsSynced) {
  File log = create("000001.log");
  append(log, std::string(1000, 'x'));
  ASSERT_TRUE(log->Close({}, nullptr).ok());
  log.reset();
  EXPECT_EQ(left_of("000001.log"), 1000u);
}

TEST_F(LogFileSystemTest, ALogMayBeClosedWhileANewerOneIsSynced) {
  for (int i = 0; i < 40; ++i) {
    File older = create("000001.log");
    File newer = create("000002.log");
    append(newer, "y");
    append(older, "x");  // later than RocksDB would
    disk_.hold_log_syncs();
    std::thread closing([&] { ASSERT_TRUE(older->Close({}, nullptr).ok()); });
    while (disk_.waiting_syncs() == 0) std::this_thread::yield();
    // It sees a rest of the older log, too. Where it comes too late for that, nothing is tested.
    std::thread syncing([&] { sync(newer); });
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    disk_.release_log_syncs();
    closing.join();
    syncing.join();
    ASSERT_TRUE(files_->status().ok()) << files_->status().ToString();
  }
}

TEST_F(LogFileSystemTest, WhatIsOnlyAppendedMayBeLost) {
  File log = create("000001.log");
  append(log, std::string(1000, 'x'));
  EXPECT_LT(left_of("000001.log"), 1000u);
}

TEST_F(LogFileSystemTest, AMarkLiesAtTheEndOfARecordAlsoWhenTheSyncEndsWithinOne) {
  File log = create("000001.log");
  const std::string record = std::string("crc.\x05\0T", 7) + "hello";
  append(log, record + record.substr(0, 9));
  sync(log);
  EXPECT_EQ(mark_of(1), record.size());
  append(log, record.substr(9));
  sync(log);
  EXPECT_EQ(mark_of(1), 2 * record.size());
}

TEST_F(LogFileSystemTest, NothingIsWrittenAfterALogFailed) {
  File older = create("000001.log");
  append(older, "x");
  File newer = create("000002.log");
  File table = create("000003.sst");
  disk_.fail_log_syncs();
  EXPECT_FALSE(table->Sync({}, nullptr).ok());  // the older log's error
  EXPECT_FALSE(files_->status().ok());
  EXPECT_FALSE(table->Append(::rocksdb::Slice("y"), {}, nullptr).ok());
}

}  // namespace
}  // namespace magneto::internal::storage
