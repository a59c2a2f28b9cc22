// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/data_directory.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/test_directory.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace magneto::internal::storage {
namespace {

class DataDirectories : public ::testing::Test {
 protected:
  void SetUp() override { path_ = root_ + "/data"; }

  void write(const std::string& name, const std::string& text) {
    std::filesystem::create_directory(path_);
    std::ofstream(path_ + "/" + name) << text;
  }

  void expect_refused(ErrorCode code, std::string_view words) {
    const auto engine = open_rocksdb({.directory = path_});
    ASSERT_FALSE(engine.ok());
    EXPECT_EQ(engine.error().code(), code);
    EXPECT_NE(engine.error().message().find(path_), std::string::npos) << engine.error().message();
    EXPECT_NE(engine.error().message().find(words), std::string::npos) << engine.error().message();
  }

  const TestDirectory test_directory_;
  const std::string& root_ = test_directory_.path();
  std::string path_;
};

TEST_F(DataDirectories, AreCreatedWithTheirFormat) {
  ASSERT_TRUE(open_rocksdb({.directory = path_}).ok());
  std::string line;
  std::getline(std::ifstream(path_ + "/FORMAT"), line);
  EXPECT_EQ(line, "magneto data, format 2");
}

TEST_F(DataDirectories, InUseAreRefusedByNameUntilLetGo) {
  {
    const auto first = open_rocksdb({.directory = path_});
    ASSERT_TRUE(first.ok());
    expect_refused(ErrorCode::kInvalidArgument, "in use by another process");
  }
  EXPECT_TRUE(open_rocksdb({.directory = path_}).ok());
}

TEST_F(DataDirectories, OfANewerVersionAreRefused) {
  write("FORMAT", "magneto data, format 3\n");
  expect_refused(ErrorCode::kInvalidArgument, "newer version");
}

TEST_F(DataDirectories, WithADamagedFormatAreRefused) {
  for (const char* text : {"", "magneto data, format 1", "magneto data, format x\n",
                           "magneto data, format 0\n", "something else\n"}) {
    write("FORMAT", text);
    expect_refused(ErrorCode::kCorruption, "FORMAT is damaged");
  }
}

TEST_F(DataDirectories, WithoutTheirFormatAreRefusedByTheNameOfTheFile) {
  ASSERT_TRUE(open_rocksdb({.directory = path_}).ok());
  std::filesystem::remove(path_ + "/FORMAT");
  expect_refused(ErrorCode::kCorruption, path_ + "/FORMAT is missing");
}

TEST_F(DataDirectories, WithoutATableFileAreRefusedByTheNameOfTheFile) {
  {
    const auto engine = open_rocksdb({.directory = path_});
    ASSERT_TRUE(engine.ok());
    const auto put = [](Values, Batch& batch) -> Result<void> {
      batch.put({Family::kItems, "key"}, "value");
      return {};
    };
    ASSERT_TRUE((*engine)->modify({}, put, Blocking::kAllowed).ok());
  }
  ASSERT_TRUE(open_rocksdb({.directory = path_}).ok());  // Writes what the log has.
  for (const auto& entry : std::filesystem::directory_iterator(path_)) {
    if (entry.path().extension() != ".sst") continue;
    std::filesystem::rename(entry.path(), root_ + "/lost");
    expect_refused(ErrorCode::kCorruption, entry.path().string());
    std::filesystem::rename(root_ + "/lost", entry.path());
    return;
  }
  FAIL() << "there is no table file";
}

TEST_F(DataDirectories, OfSomebodyElseAreRefusedAndLeftAlone) {
  write("letter.txt", "dear");
  expect_refused(ErrorCode::kInvalidArgument, "holds other files");
  EXPECT_FALSE(std::filesystem::exists(path_ + "/FORMAT"));
}

TEST_F(DataDirectories, WhoseCreationWasInterruptedAreNew) {
  write("FORMAT.new", "magn");
  EXPECT_TRUE(open_rocksdb({.directory = path_}).ok());
}

TEST_F(DataDirectories, WithoutAParentCannotBeCreated) {
  path_ = root_ + "/missing/data";
  expect_refused(ErrorCode::kInvalidArgument, "cannot be created");
}

TEST_F(DataDirectories, ThatAreFilesAreRefused) {
  std::ofstream(root_ + "/file") << "x";
  path_ = root_ + "/file";
  expect_refused(ErrorCode::kInvalidArgument, "cannot be created: File exists");
}

TEST_F(DataDirectories, KeepRocksdbsOwnLogsFew) {
  for (int i = 0; i < 6; ++i) ASSERT_TRUE(open_rocksdb({.directory = path_}).ok());
  int logs = 0;
  for (const auto& entry : std::filesystem::directory_iterator(path_)) {
    if (entry.path().filename().string().starts_with("LOG")) {
      ++logs;
      EXPECT_LT(entry.file_size(), 1u << 20);
    }
  }
  EXPECT_LE(logs, 4);
}

}  // namespace
}  // namespace magneto::internal::storage
