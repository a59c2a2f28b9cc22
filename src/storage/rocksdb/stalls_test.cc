// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/stalls.h"

#include <gtest/gtest.h>

#include "base/test_directory.h"
#include "storage/rocksdb/rocksdb_engine.h"

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
