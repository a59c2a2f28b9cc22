// SPDX-License-Identifier: Apache-2.0
//
// A file that cannot be read, or not be read rightly, is an error and never a gap: the engine over
// many table files of which some fail.
#include <gtest/gtest.h>
#include <rocksdb/file_system.h>
#include <rocksdb/version.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "base/test_directory.h"
#include "storage/rocksdb/database.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace magneto::internal::storage {
namespace {

/// Opens and reads of table files that fail.
class FailingReads : public ::rocksdb::FileSystemWrapper {
 public:
  FailingReads() : FileSystemWrapper(::rocksdb::FileSystem::Default()) {}
  const char* Name() const override { return "FailingReads"; }

  ::rocksdb::IOStatus NewRandomAccessFile(const std::string& path,
                                          const ::rocksdb::FileOptions& options,
                                          std::unique_ptr<::rocksdb::FSRandomAccessFile>* file,
                                          ::rocksdb::IODebugContext* debug) override {
    if (fail_opens) return ::rocksdb::IOStatus::IOError("Too many open files");
    const auto status = FileSystemWrapper::NewRandomAccessFile(path, options, file, debug);
    if (status.ok()) *file = std::make_unique<File>(*this, std::move(*file));
    return status;
  }

  std::atomic<bool> fail_opens{false};
  std::atomic<int> reads_before_failure{-1};  ///< Below zero: none fails.

 private:
  class File : public ::rocksdb::FSRandomAccessFileOwnerWrapper {
   public:
    File(FailingReads& files, std::unique_ptr<::rocksdb::FSRandomAccessFile> file)
        : FSRandomAccessFileOwnerWrapper(std::move(file)), files_(files) {}
    ::rocksdb::IOStatus Read(std::uint64_t offset, std::size_t size,
                             const ::rocksdb::IOOptions& options, ::rocksdb::Slice* result,
                             char* scratch, ::rocksdb::IODebugContext* debug) const override {
      if (files_.reads_before_failure == 0) return ::rocksdb::IOStatus::IOError("broken");
      if (files_.reads_before_failure > 0) --files_.reads_before_failure;
      return FSRandomAccessFileOwnerWrapper::Read(offset, size, options, result, scratch, debug);
    }

   private:
    FailingReads& files_;
  };
};

class ReadFaults : public ::testing::Test {
 protected:
  static constexpr int kKeys = 8000;

  void SetUp() override {
    options_.directory = root_.path() + "/data";
    options_.cache_bytes = 1 << 10;
    options_.write_buffer_bytes = 128 << 10;
    options_.table_file_bytes = 16 << 10;
    options_.file_system = &files_;
    std::mt19937 random(5);
    open();
    for (int round = 0; round < 6; ++round) {
      for (int i = round; i < kKeys; i += 1 + round) put(name(i), bytes(random));
      open();
    }
  }

  static std::string name(int i) { return "k" + std::to_string(100'000 + i); }
  static std::string bytes(std::mt19937& random) {
    std::string some(100, '\0');
    for (char& c : some) c = static_cast<char>(random());
    return some;
  }

  Result<void> try_open() {
    engine_.reset();
    Result<std::unique_ptr<Engine>> opened = open_rocksdb(options_);
    if (!opened.ok()) return std::move(opened).error();
    engine_ = std::move(opened).value();
    return {};
  }
  void open() {
    const Result<void> opened = try_open();
    ASSERT_TRUE(opened.ok()) << opened.error().message();
  }

  void put(const std::string& key, const std::string& value) {
    const auto decide = [&](Values, Batch& batch) -> Result<void> {
      batch.put({Family::kItems, key}, value);
      return {};
    };
    ASSERT_TRUE(engine_->modify({}, decide, Blocking::kAllowed).ok());
  }

  /// How many keys a whole walk shows, or nothing after an error.
  std::optional<int> count(bool backward) {
    const auto view = engine_->view(Blocking::kAllowed);
    const auto cursor = view->range({Family::kItems, "", "", backward});
    int keys = 0;
    for (; cursor->valid(); cursor->next()) ++keys;
    const Result<void> status = cursor->status();
    if (status.ok()) return keys;
    EXPECT_NE(status.error().code(), ErrorCode::kWouldBlock);
    return std::nullopt;
  }

  std::vector<std::string> table_files() const {
    std::vector<std::string> paths;
    for (const auto& entry : std::filesystem::directory_iterator(options_.directory)) {
      if (entry.path().extension() == ".sst") paths.push_back(entry.path());
    }
    return paths;
  }

  const TestDirectory root_;
  FailingReads files_;
  RocksdbOptions options_;
  std::unique_ptr<Engine> engine_;
};

TEST_F(ReadFaults, AWalkOverAFileThatCannotBeReadEndsWithAnError) {
  ASSERT_GE(table_files().size(), 5u);  // How many depends on the compactions until now.
  ASSERT_EQ(count(false), kKeys);
  int errors = 0;
  for (int reads = 0; reads < 150; ++reads) {
    const bool backward = reads % 2 == 0;
    if (reads % 10 == 0) open();  // files are not open yet
    files_.reads_before_failure = reads;
    const auto keys = count(backward);
    files_.reads_before_failure = -1;
    errors += !keys;
    EXPECT_EQ(keys.value_or(kKeys), kKeys) << reads;
  }
  EXPECT_GT(errors, 100);
  EXPECT_EQ(count(false), kKeys);
  EXPECT_EQ(count(true), kKeys);
}

TEST_F(ReadFaults, AWalkWithoutDescriptorsEndsWithAnErrorAndALaterOneDoesNot) {
  for (const bool backward : {false, true}) {
    open();
    files_.fail_opens = true;
    const auto keys = count(backward);
    files_.fail_opens = false;
    if (keys) {
      EXPECT_EQ(keys, kKeys);
    }
    EXPECT_EQ(count(backward), kKeys);
  }
}

TEST_F(ReadFaults, ADamagedFileIsNeverLeftOut) {
  engine_.reset();
  int errors = 0;
  const std::vector<std::string> paths = table_files();
  for (std::size_t i = 0; i < paths.size(); i += 1 + paths.size() / 10) {
    if (!std::filesystem::exists(paths[i])) continue;  // was compacted meanwhile
    // At the beginning, in the middle, in the index, in the footer.
    const auto size = static_cast<std::streamoff>(std::filesystem::file_size(paths[i]));
    for (const std::streamoff at : {std::streamoff{20}, size / 2, size - 1500, size - 20}) {
      std::fstream file(paths[i], std::ios::in | std::ios::out | std::ios::binary);
      file.seekg(at);
      const char old = static_cast<char>(file.get());
      const auto write = [&](char byte) {
        file.seekp(at);
        file.put(byte);
        file.flush();
      };
      write(static_cast<char>(old ^ 0x20));
      if (!try_open().ok()) {
        ++errors;
      } else {
        for (const bool backward : {false, true}) {
          const auto keys = count(backward);
          errors += !keys;
          EXPECT_EQ(keys.value_or(kKeys), kKeys) << paths[i] << " at " << at;
        }
      }
      engine_.reset();
      write(old);
    }
  }
  EXPECT_GE(errors, 4);
}

// What is kept of range deletions that an older version made is carried out once.
TEST(Format1, IsUpgradedWithWhatItsRangeDeletionsErased) {
  const TestDirectory root;
  const RocksdbOptions options{.directory = root.path() + "/data"};
  for (const bool flushed : {false, true}) {
    {
      auto opened = Database::open(options);
      ASSERT_TRUE(opened.ok());
      ::rocksdb::DB& db = (*opened)->db();
      auto* const items = (*opened)->families()[Family::kItems];
      ASSERT_TRUE(db.Put({}, items, "a", "1").ok());
      ASSERT_TRUE(db.Put({}, items, "b", "1").ok());
      ASSERT_TRUE(db.Flush({}, items).ok());
      ASSERT_TRUE(db.DeleteRange({}, items, "a", "b").ok());
      if (flushed) {
        ASSERT_TRUE(db.Flush({}, items).ok());
      }
    }
    std::ofstream(options.directory + "/FORMAT") << "magneto data, format 1\n";
    auto engine = open_rocksdb(options);
    ASSERT_TRUE(engine.ok()) << engine.error().message();
    const auto view = (*engine)->view(Blocking::kAllowed);
    EXPECT_EQ(*view->get({Family::kItems, "a"}), std::nullopt);
    EXPECT_EQ(*view->get({Family::kItems, "b"}), "1");
    const auto cursor = view->range({Family::kItems, "", ""});
    ASSERT_TRUE(cursor->valid());
    EXPECT_EQ(cursor->key(), "b");
    std::string line;
    std::getline(std::ifstream(options.directory + "/FORMAT"), line);
    EXPECT_EQ(line, "magneto data, format 2");
  }
}

TEST(Rocksdb, IsTheReleaseWhoseSourceWasReadForThis) {
  EXPECT_EQ(::rocksdb::GetRocksVersionAsString(false).substr(0, 3), "7.8")
      << "Another release: read docs/decisions/would-block.md, which names what the engine takes "
         "for granted, and look at each of it again.";
}

}  // namespace
}  // namespace magneto::internal::storage
