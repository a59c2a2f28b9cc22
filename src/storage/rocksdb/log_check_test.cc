// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/log_check.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <vector>

#include "base/test_directory.h"
#include "storage/rocksdb/crc32c.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace magneto::internal::storage {
namespace {

TEST(Crc32c, GivesThePublishedValues) {
  // RFC 3720, B.4.
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAu);
  EXPECT_EQ(crc32c(std::string(32, '\xFF')), 0x62A8AB43u);
  EXPECT_EQ(crc32c("123456789"), 0xE3069283u);
  EXPECT_EQ(crc32c("6789", crc32c("12345")), 0xE3069283u);
}

/// A log as the engine leaves it when its process dies: a copy of the directory while it is open.
class DamagedLog : public ::testing::Test {
 protected:
  static constexpr int kWrites = 300;
  static constexpr std::size_t kBlock = 32 * 1024;

  void SetUp() override {
    auto opened = open_rocksdb({.directory = root_ + "/live"});
    ASSERT_TRUE(opened.ok());
    for (int i = 0; i < kWrites; ++i) write(**opened, i);
    ASSERT_TRUE((*opened)->flush().ok());
    std::filesystem::copy(root_ + "/live", root_ + "/data");
    for (const auto& entry : std::filesystem::directory_iterator(root_ + "/data")) {
      if (entry.path().extension() == ".log" && entry.file_size() > 0) log_ = entry.path();
    }
    ASSERT_FALSE(log_.empty());
    std::ifstream in(log_, std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(in), {});
  }

  static void write(Engine& engine, int i) {
    const auto decide = [&](Values, Batch& batch) -> Result<void> {
      batch.put({Family::kItems, "k" + std::to_string(i)}, std::string(1000, 'v'));
      return {};
    };
    ASSERT_TRUE(engine.modify({}, decide, Blocking::kAllowed).ok());
  }

  void change_log(const std::string& bytes) {
    std::ofstream(log_, std::ios::binary | std::ios::trunc) << bytes;
  }
  Result<std::unique_ptr<Engine>> open() { return open_rocksdb(options_); }
  void expect_refused(const std::string& file) {
    const auto engine = open();
    ASSERT_FALSE(engine.ok());
    EXPECT_EQ(engine.error().code(), ErrorCode::kCorruption);
    EXPECT_NE(engine.error().message().find(file), std::string::npos) << engine.error().message();
  }

  static int count(Engine& engine) {
    const auto view = engine.view(Blocking::kAllowed);
    int items = 0;
    for (auto c = view->range({Family::kItems, "", ""}); c->valid(); c->next()) ++items;
    return items;
  }

  const TestDirectory test_directory_;
  const std::string& root_ = test_directory_.path();
  RocksdbOptions options_{.directory = root_ + "/data"};
  std::string log_;
  std::string bytes_;
};

TEST_F(DamagedLog, AnUndamagedOneIsReadToItsEnd) {
  EXPECT_EQ(find_bad_record(bytes_, bytes_.size()), std::nullopt);
  const auto engine = open();
  ASSERT_TRUE(engine.ok()) << engine.error().message();
  EXPECT_EQ(count(**engine), kWrites);
}

TEST_F(DamagedLog, EveryChangedByteIsFound) {
  for (std::size_t at = 0; at < bytes_.size(); at += 97) {
    std::string changed = bytes_;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    const auto bad = find_bad_record(changed, changed.size());
    ASSERT_TRUE(bad) << at;
    EXPECT_LE(*bad, at);
    EXPECT_LT(at - *bad, 32u * 1024u);
  }
}

TEST_F(DamagedLog, DamageInWhatWasAcknowledgedIsAnErrorWithFileAndOffset) {
  std::string changed = bytes_;
  changed[changed.size() / 2] ^= 1;
  change_log(changed);
  const auto engine = open();
  ASSERT_FALSE(engine.ok());
  EXPECT_EQ(engine.error().code(), ErrorCode::kCorruption);
  EXPECT_NE(engine.error().message().find(log_), std::string::npos);
  const std::string offset = std::to_string(find_bad_record(changed, changed.size()).value());
  EXPECT_NE(engine.error().message().find("offset " + offset), std::string::npos);

  change_log(bytes_);  // and the log was left alone: once repaired, everything is there
  const auto repaired = open();
  ASSERT_TRUE(repaired.ok()) << repaired.error().message();
  EXPECT_EQ(count(**repaired), kWrites);
}

// RocksDB takes a record that ends behind its file for the last one, cut off by a crash: all that
// stands behind its beginning would be gone.
TEST_F(DamagedLog, ALengthThatReachesBeyondTheEndIsAnError) {
  const std::size_t last_block = bytes_.size() / kBlock * kBlock;
  std::string changed = bytes_;
  changed[last_block + 4] = '\xF9';  // of a record that would fill the block
  changed[last_block + 5] = '\x7F';
  ASSERT_LT(bytes_.size(), last_block + kBlock);
  change_log(changed);
  expect_refused(log_ + " is damaged at offset " + std::to_string(last_block));
}

TEST_F(DamagedLog, AMarkWithinARecordIsFineAsLongAsItsRestIsThere) {
  const std::size_t end = bytes_.size();
  for (std::uint64_t mark = end - 1100; mark <= end; mark += 100) {
    ASSERT_EQ(find_bad_record(bytes_, mark), std::nullopt) << mark;
  }
  EXPECT_NE(find_bad_record(std::string_view(bytes_).substr(0, end - 1), end - 1), std::nullopt);
}

TEST_F(DamagedLog, EndsOfRecordsAreFoundInPiecesOfAnySize) {
  std::vector<std::uint64_t> found;  // behind each byte
  RecordEnds by_bytes;
  for (std::size_t at = 0; at < bytes_.size(); ++at) {
    by_bytes.append(std::string_view(bytes_).substr(at, 1));
    found.push_back(by_bytes.last());
    if (at == 0 || found[at] == found[at - 1]) continue;
    const std::string_view whole = std::string_view(bytes_).substr(0, found[at]);
    ASSERT_EQ(find_bad_record(whole, whole.size()), std::nullopt);
  }
  EXPECT_EQ(found.back(), bytes_.size());
  EXPECT_GE(std::set(found.begin(), found.end()).size(), std::size_t{kWrites});

  for (const std::size_t piece : {6u, 7u, 100u, 1019u, 40'000u}) {
    RecordEnds ends;
    for (std::size_t at = 0; at < bytes_.size(); at += piece) {
      ends.append(std::string_view(bytes_).substr(at, piece));
      ASSERT_EQ(ends.last(), found[std::min(at + piece, bytes_.size()) - 1]);
    }
  }
}

TEST_F(DamagedLog, AMissingEndOfWhatWasAcknowledgedIsAnError) {
  change_log(bytes_.substr(0, bytes_.size() - 1));
  const auto engine = open();
  ASSERT_FALSE(engine.ok());
  EXPECT_EQ(engine.error().code(), ErrorCode::kCorruption);
}

TEST_F(DamagedLog, ATornTailBehindWhatWasAcknowledgedIsDropped) {
  // The beginning of one more record, as after a power failure: whole, cut off, and of noise.
  const std::string record = bytes_.substr(0, 200);
  for (const std::string& tail : {record, record.substr(0, 3), std::string(5000, '\xA7'),
                                  std::string(5000, '\0'), std::string(100'000, '\0')}) {
    std::filesystem::remove_all(root_ + "/data");
    std::filesystem::copy(root_ + "/live", root_ + "/data");
    change_log(bytes_ + tail);
    const auto engine = open();
    ASSERT_TRUE(engine.ok()) << engine.error().message();
    EXPECT_EQ(count(**engine), kWrites);
  }
}

TEST_F(DamagedLog, IsReadUpToTheDamageByWhoAcceptsThat) {
  std::string changed = bytes_;
  changed[changed.size() / 2] ^= 1;
  change_log(changed);
  expect_refused(log_);
  options_.accept_lost_log = true;
  const auto engine = open();
  ASSERT_TRUE(engine.ok()) << engine.error().message();
  EXPECT_LT(count(**engine), kWrites);
  EXPECT_GT(count(**engine), 0);
}

TEST_F(DamagedLog, ThatIsMissingIsAnErrorUntilThatIsAccepted) {
  std::filesystem::remove(log_);
  expect_refused(log_);
  expect_refused(log_);  // and it stays one
  options_.accept_lost_log = true;
  ASSERT_TRUE(open().ok());
  options_.accept_lost_log = false;
  const auto engine = open();
  ASSERT_TRUE(engine.ok()) << engine.error().message();
  EXPECT_EQ(count(**engine), 0);
}

TEST_F(DamagedLog, MissingOrDamagedMarksAreAnErrorUntilThatIsAccepted) {
  const std::string marks = root_ + "/data/SYNCED";
  const auto size = std::filesystem::file_size(marks);
  for (const std::uintmax_t kept : {std::uintmax_t{0}, std::uintmax_t{16}, size / 2, size - 1}) {
    std::filesystem::resize_file(marks, kept);
    expect_refused(marks);
  }
  std::ofstream(marks) << std::string(size, 'x');
  expect_refused(marks);
  std::filesystem::remove(marks);
  expect_refused(marks);
  EXPECT_FALSE(std::filesystem::exists(marks));
  options_.accept_lost_log = true;
  const auto engine = open();
  ASSERT_TRUE(engine.ok()) << engine.error().message();
  EXPECT_EQ(count(**engine), kWrites);
}

// A directory of an older version, whose marks may speak of logs that RocksDB has deleted.
TEST_F(DamagedLog, OldMarksOfLogsThatAreGoneMeanNothing) {
  std::fstream marks(root_ + "/data/SYNCED", std::ios::in | std::ios::out | std::ios::binary);
  marks.seekp(15);
  marks.put('1');
  marks.close();
  std::filesystem::remove(log_);
  const auto engine = open();
  ASSERT_TRUE(engine.ok()) << engine.error().message();
}

TEST_F(DamagedLog, WithoutTheFileThatNamesTheTablesNothingIsOpened) {
  const std::string current = root_ + "/data/CURRENT";
  std::filesystem::remove(current);
  expect_refused(current);
  options_.accept_lost_log = true;
  expect_refused(current);
  EXPECT_TRUE(std::filesystem::exists(log_));
}

}  // namespace
}  // namespace magneto::internal::storage
