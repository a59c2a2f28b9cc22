// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/stalls.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "base/test_directory.h"
#include "storage/rocksdb/rocksdb_engine.h"
#include "storage/rocksdb/unreliable_disk_test.h"

namespace magneto::internal::storage {
namespace {

using Condition = ::rocksdb::WriteStallCondition;

::rocksdb::WriteStallInfo change(const std::string& family, Condition from, Condition to) {
  ::rocksdb::WriteStallInfo info;
  info.cf_name = family;
  info.condition.prev = from;
  info.condition.cur = to;
  return info;
}

TEST(Stalls, CountsHowOftenWritersOfAFamilyBeganToWait) {
  Stalls stalls;
  EXPECT_EQ(stalls.count(), 0u);
  stalls.OnStallConditionsChanged(change("items", Condition::kNormal, Condition::kDelayed));
  stalls.OnStallConditionsChanged(change("items", Condition::kDelayed, Condition::kStopped));
  stalls.OnStallConditionsChanged(change("indexes", Condition::kNormal, Condition::kStopped));
  EXPECT_EQ(stalls.count(), 2u);
  EXPECT_EQ(stalls.now(), 2u);
  stalls.OnStallConditionsChanged(change("items", Condition::kStopped, Condition::kNormal));
  stalls.OnStallConditionsChanged(change("indexes", Condition::kStopped, Condition::kDelayed));
  EXPECT_EQ(stalls.now(), 1u);
  stalls.OnStallConditionsChanged(change("items", Condition::kNormal, Condition::kDelayed));
  EXPECT_EQ(stalls.count(), 3u);
}

/// An engine whose disk takes no table files for a while.
class StalledEngine : public ::testing::Test {
 protected:
  static constexpr int kMany = 200;  // of them fit into memory: fewer than 60

  void SetUp() override { open(); }
  void open() {
    engine_.reset();
    auto opened = open_rocksdb(
        {.directory = directory_.path(), .write_buffer_bytes = 64 << 10, .file_system = &disk_});
    ASSERT_TRUE(opened.ok()) << opened.error().message();
    engine_ = std::move(opened).value();
  }

  Result<void> put(int number, Blocking blocking) {
    const auto decide = [&](Values, Batch& batch) -> Result<void> {
      batch.put({Family::kItems, std::to_string(number)}, std::string(5000, 'x'));
      return {};
    };
    return engine_->modify({}, decide, blocking);
  }
  int count() {
    const auto view = engine_->view(Blocking::kAllowed);
    int keys = 0;
    for (auto c = view->range({Family::kItems, "", ""}); c->valid(); c->next()) ++keys;
    return keys;
  }

  const TestDirectory directory_;
  UnreliableDisk disk_;
  std::unique_ptr<Engine> engine_;
};

TEST_F(StalledEngine, RefusesWhoMustNotWaitLetsOthersWaitAndLosesNothing) {
  disk_.hold_tables();
  int written = 0;
  Result<void> result;
  while (written < kMany && (result = put(written, Blocking::kNever)).ok()) ++written;
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code(), ErrorCode::kWouldBlock);
  EXPECT_EQ(rocksdb_figures(*engine_)->stalled_families, 1u);
  EXPECT_GE(rocksdb_figures(*engine_)->stalls, 1u);

  // What is there can be brought to the log and read, and writing has not ended.
  ASSERT_TRUE(engine_->flush().ok());
  EXPECT_EQ(count(), written);
  EXPECT_TRUE(engine_->health().writable);

  std::atomic<int> failed{0};
  std::atomic<bool> ended{false};
  std::thread waiting([&] {
    for (int number = written; number < kMany; ++number) {
      if (!put(number, Blocking::kAllowed).ok()) ++failed;
    }
    ended = true;
  });
  EXPECT_FALSE(ended);  // However long one looks: not all of it has room in memory.
  disk_.release_tables();
  waiting.join();
  EXPECT_EQ(failed, 0);
  ASSERT_TRUE(engine_->flush().ok());
  EXPECT_EQ(count(), kMany);
  open();
  EXPECT_EQ(count(), kMany);
}

TEST(RocksdbFigures, TellHowLargeTheLogsAre) {
  const TestDirectory directory;
  auto opened = open_rocksdb({.directory = directory.path()});
  ASSERT_TRUE(opened.ok()) << opened.error().message();
  Engine& engine = **opened;
  const std::uint64_t before = rocksdb_figures(engine)->log_bytes;
  const std::string value(100'000, 'x');
  const auto put = [&](Values, Batch& batch) -> Result<void> {
    batch.put({Family::kItems, "key"}, value);
    return {};
  };
  ASSERT_TRUE(engine.modify({}, put, Blocking::kAllowed).ok());
  ASSERT_TRUE(engine.flush().ok());
  EXPECT_GE(rocksdb_figures(engine)->log_bytes, before + value.size());
  EXPECT_EQ(rocksdb_figures(engine)->stalled_families, 0u);
}

TEST(RocksdbFigures, OfDataInMemoryHaveNoLog) {
  auto opened = open_rocksdb({});
  ASSERT_TRUE(opened.ok()) << opened.error().message();
  EXPECT_EQ(rocksdb_figures(**opened)->log_bytes, 0u);
}

}  // namespace
}  // namespace magneto::internal::storage
