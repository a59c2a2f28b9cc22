// SPDX-License-Identifier: Apache-2.0
//
// The manifest names the table files, and RocksDB deletes those that it does not name. One that is
// not of the same moment as the rest of the directory must be refused before that.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "base/test_directory.h"
#include "storage/rocksdb/crc32c.h"
#include "storage/rocksdb/log_check.h"
#include "storage/rocksdb/log_file_system.h"
#include "storage/rocksdb/lost_files.h"
#include "storage/rocksdb/rocksdb_engine.h"
#include "storage/rocksdb/synced_marks.h"
#include "storage/rocksdb/unreliable_disk_test.h"

namespace magneto::internal::storage {
namespace {

namespace fs = std::filesystem;

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

std::string manifest_of(const std::string& directory) {
  const std::string current = read(directory + "/CURRENT");
  return directory + "/" + current.substr(0, current.size() - 1);
}

std::set<std::string> tables_of(const std::string& directory) {
  std::set<std::string> tables;
  for (const auto& entry : fs::directory_iterator(directory)) {
    if (entry.path().extension() == ".sst") tables.insert(entry.path().filename());
  }
  return tables;
}

/// Copies of a directory in use, from before and after its logs became table files.
class Manifest : public ::testing::Test {
 protected:
  static constexpr int kWrites = 500;

  void SetUp() override {
    RocksdbOptions options = options_;
    options.directory = root_ + "/live";
    auto opened = open_rocksdb(options);
    ASSERT_TRUE(opened.ok());
    live_ = std::move(opened).value();
    put(0, 10);
    copy_live("/before");
    put(10, kWrites);
    copy_live("/data");
    whole_ = read(manifest_of(data_));
  }

  void put(int begin, int end) {
    for (int i = begin; i < end; ++i) {
      const auto decide = [&](Values, Batch& batch) -> Result<void> {
        batch.put({Family::kItems, "k" + std::to_string(i)}, std::string(1000, 'v'));
        return {};
      };
      ASSERT_TRUE(live_->modify({}, decide, Blocking::kAllowed).ok());
    }
    ASSERT_TRUE(live_->flush().ok());
  }

  /// In one moment: no file may come or go, or become longer meanwhile.
  void copy_live(const std::string& name) {
    const std::string live = root_ + "/live";
    for (bool of_one_moment = false; !of_one_moment;) {
      const std::string before = state(live);
      fs::remove_all(root_ + name);
      std::error_code gone;
      fs::copy(live, root_ + name, gone);
      of_one_moment = !gone && is_marked(root_ + name) && state(live) == before;
    }
  }
  /// Whether the mark of the manifest lies at its end, as it does unless it is just being written.
  static bool is_marked(const std::string& directory) {
    const std::string marks = read(directory + "/SYNCED");
    const std::string slot = marks.substr(marks.size() - 2 * 16);
    std::uint64_t bytes[4];
    std::memcpy(bytes, slot.data(), sizeof bytes);
    return std::max(bytes[1], bytes[3]) == fs::file_size(manifest_of(directory));
  }
  static std::string state(const std::string& directory) {
    std::set<std::string> files;
    std::error_code gone;
    for (const auto& entry : fs::directory_iterator(directory)) {
      files.insert(entry.path().filename().string() + " " +
                   std::to_string(fs::file_size(entry.path(), gone)));
    }
    std::string text = read(directory + "/SYNCED");
    for (const std::string& file : files) text += "\n" + file;
    return text;
  }

  Result<std::unique_ptr<Engine>> open() { return open_rocksdb(options_); }
  void expect_refused(const std::string& with) {
    const std::set<std::string> tables = tables_of(data_);
    const auto engine = open();
    ASSERT_FALSE(engine.ok());
    EXPECT_EQ(engine.error().code(), ErrorCode::kCorruption);
    EXPECT_NE(engine.error().message().find(with), std::string::npos) << engine.error().message();
    EXPECT_NE(engine.error().message().find("--accept-lost-log"), std::string::npos);
    EXPECT_EQ(tables_of(data_), tables);  // nothing was deleted
  }
  void expect_all_is_there() {
    const auto engine = open();
    ASSERT_TRUE(engine.ok()) << engine.error().message();
    EXPECT_EQ(count(**engine), kWrites);
  }
  static int count(Engine& engine) {
    const auto view = engine.view(Blocking::kAllowed);
    int items = 0;
    for (auto c = view->range({Family::kItems, "", ""}); c->valid(); c->next()) ++items;
    return items;
  }

  const TestDirectory test_directory_;
  const std::string& root_ = test_directory_.path();
  const std::string data_ = root_ + "/data";
  RocksdbOptions options_{
      .directory = data_, .write_buffer_bytes = 64 << 10, .table_file_bytes = 32 << 10};
  std::unique_ptr<Engine> live_;
  std::string whole_;
};

TEST_F(Manifest, OneThatIsWholeIsReadToItsEnd) {
  ASSERT_FALSE(tables_of(data_).empty());
  EXPECT_EQ(find_bad_record(whole_, whole_.size()), std::nullopt);
  expect_all_is_there();
}

TEST_F(Manifest, OneThatWasCopiedBeforeTheTablesIsRefused) {
  const std::string older = read(manifest_of(root_ + "/before"));
  ASSERT_LT(older.size(), whole_.size());
  ASSERT_EQ(whole_.substr(0, older.size()), older);
  write(manifest_of(data_), older);
  expect_refused(manifest_of(data_) + " is damaged at offset " + std::to_string(older.size()));

  write(manifest_of(data_), whole_);
  expect_all_is_there();
}

TEST_F(Manifest, OneThatEndsAnywhereBeforeItsEndIsRefused) {
  for (std::size_t end = 0; end < whole_.size(); end += 97) {
    write(manifest_of(data_), whole_.substr(0, end));
    expect_refused(manifest_of(data_) + " is damaged");
  }
  fs::remove(manifest_of(data_));
  expect_refused(manifest_of(data_) + " is missing");
  write(manifest_of(data_), whole_);
  expect_all_is_there();
}

TEST_F(Manifest, ATornTailIsNoDamage) {
  write(manifest_of(data_), whole_ + whole_.substr(0, 20));
  expect_all_is_there();
}

TEST_F(Manifest, OneOfAnEarlierStartIsRefused) {
  const std::string earlier = manifest_of(data_);
  const std::string current = read(data_ + "/CURRENT");
  ASSERT_TRUE(open().ok());
  ASSERT_NE(read(data_ + "/CURRENT"), current);
  write(data_ + "/CURRENT", current);
  write(earlier, whole_);
  expect_refused(data_ + "/CURRENT names " + earlier);
}

TEST_F(Manifest, OneOfALaterStartIsRefused) {
  const std::string marks = read(data_ + "/SYNCED");
  ASSERT_TRUE(open().ok());
  write(data_ + "/SYNCED", marks);
  const auto engine = open();
  ASSERT_FALSE(engine.ok());
  EXPECT_EQ(engine.error().code(), ErrorCode::kCorruption);
}

TEST_F(Manifest, WhoAcceptsTheLossMayOpenIt) {
  const std::string older = read(manifest_of(root_ + "/before"));
  write(manifest_of(data_), older);
  options_.accept_lost_log = true;
  {
    const auto engine = open();
    ASSERT_TRUE(engine.ok()) << engine.error().message();
    EXPECT_LT(count(**engine), kWrites);
  }
  options_.accept_lost_log = false;
  EXPECT_TRUE(open().ok());
}

TEST_F(Manifest, ThatOfACopyIsMarkedToo) {
  const std::string copied = root_ + "/copied";
  ASSERT_TRUE(live_->copy_to(copied).ok());
  options_.directory = copied;
  const std::string manifest = manifest_of(copied);
  const std::string bytes = read(manifest);
  fs::resize_file(manifest, bytes.size() - 1);
  const auto refused = open();
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message().find(manifest), std::string::npos);
  write(manifest, bytes);
  expect_all_is_there();
}

// Written by an older version, which marked no manifests.
TEST_F(Manifest, OneWithoutAMarkIsTakenAsItIsOnce) {
  std::string marks = read(data_ + "/SYNCED");
  marks[15] = '2';
  marks.resize(marks.size() - 32);
  write(data_ + "/SYNCED", marks);
  expect_all_is_there();

  const std::string now = manifest_of(data_);
  fs::resize_file(now, fs::file_size(now) - 1);
  const auto refused = open();
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message().find(now), std::string::npos);
}

/// A record as RocksDB writes it, with its checksum.
std::string record(const std::string& payload) {
  const auto bytes = [](std::uint32_t value, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += static_cast<char>(value >> 8 * i);
    return text;
  };
  const std::string checked = "\x01" + payload;
  const std::uint32_t crc = crc32c(checked);
  return bytes((crc >> 15 | crc << 17) + 0xA282EAD8u, 4) +
         bytes(static_cast<std::uint32_t>(payload.size()), 2) + checked;
}

/// A directory in which one manifest takes the place of another, step by step.
class ReplacedManifest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto marks = SyncedMarks::open(directory_, {.was_there = false, .accept_lost = false});
    ASSERT_TRUE(marks.ok());
    files_ = std::make_unique<LogFileSystem>(
        std::shared_ptr<::rocksdb::FileSystem>(std::shared_ptr<void>(), &disk_), directory_,
        std::move(marks).value());
    fs::create_directory(after_);
    replace(5);
  }

  /// What an opening would say after a crash now: SYNCED is as it is, or as it was brought to the
  /// disk last.
  void expect_sound() {
    for (const std::string& marks : {read(directory_ + "/SYNCED"), synced_}) {
      for (const auto& entry : fs::directory_iterator(directory_)) {
        if (!entry.is_regular_file()) continue;
        fs::copy(entry.path(), after_, fs::copy_options::overwrite_existing);
      }
      write(after_ + "/SYNCED", marks);
      auto opened = SyncedMarks::open(after_, {.was_there = true, .accept_lost = false});
      ASSERT_TRUE(opened.ok()) << opened.error().message();
      const Result<void> checked = (*opened)->check_files();
      EXPECT_TRUE(checked.ok()) << checked.error().message();
    }
  }

  std::string name(std::uint64_t number) const { return "MANIFEST-00000" + std::to_string(number); }

  void append(const std::string& payload) {
    ASSERT_TRUE(manifest_->Append(record(payload), {}, nullptr).ok());
    ASSERT_TRUE(manifest_->Sync({}, nullptr).ok());
    if (!synced_.empty()) expect_sound();
  }
  void start(std::uint64_t number) {
    ASSERT_TRUE(
        files_->NewWritableFile(directory_ + "/" + name(number), {}, &manifest_, nullptr).ok());
    if (!synced_.empty()) expect_sound();
    append("all tables");
  }
  void replace(std::uint64_t number) {
    start(number);
    const std::string unfinished = directory_ + "/unfinished.dbtmp";
    write(unfinished, name(number) + "\n");
    synced_ = read(directory_ + "/SYNCED");
    ASSERT_TRUE(files_->RenameFile(unfinished, directory_ + "/CURRENT", {}, nullptr).ok());
    expect_sound();
    append("one more table");
  }

  UnreliableDisk disk_;
  const TestDirectory test_directory_;
  const std::string& directory_ = test_directory_.path();
  const std::string after_ = directory_ + "/after";
  std::unique_ptr<LogFileSystem> files_;
  std::unique_ptr<::rocksdb::FSWritableFile> manifest_;
  std::string synced_;
};

TEST_F(ReplacedManifest, HasAMarkWhicheverOfTheTwoIsNamedAfterACrash) {
  replace(6);
  replace(7);
}

TEST_F(ReplacedManifest, KeepsItsMarkWhenTheNextOnesFail) {
  for (const std::uint64_t failing : {6u, 7u, 8u}) start(failing);
  EXPECT_EQ(current_manifest(directory_).value(), 5u);
  replace(9);
}

TEST_F(ReplacedManifest, IsNotTakenInsteadOfItsSuccessor) {
  replace(6);
  write(directory_ + "/CURRENT", name(5) + "\n");
  auto marks = SyncedMarks::open(directory_, {.was_there = true, .accept_lost = false});
  ASSERT_TRUE(marks.ok());
  EXPECT_EQ((*marks)->check_files().error().code(), ErrorCode::kCorruption);
}

TEST(CurrentManifest, IsReadOrDamaged) {
  const TestDirectory directory;
  EXPECT_EQ(current_manifest(directory.path()).value(), 0u);
  write(directory.path() + "/CURRENT", "MANIFEST-000012\n");
  EXPECT_EQ(current_manifest(directory.path()).value(), 12u);
  for (const std::string text : {"", "MANIFEST-", "MANIFEST-000012", "MANIFEST-x\n", "000012\n",
                                 "MANIFEST-000012 \n", "MANIFEST-99999999999999999999999\n"}) {
    write(directory.path() + "/CURRENT", text);
    const auto damaged = current_manifest(directory.path());
    ASSERT_FALSE(damaged.ok()) << text;
    EXPECT_EQ(damaged.error().code(), ErrorCode::kCorruption);
  }
}

}  // namespace
}  // namespace magneto::internal::storage
