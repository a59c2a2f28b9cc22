// SPDX-License-Identifier: Apache-2.0
#include "objects/directory_store.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace magneto::internal::objects {
namespace {

namespace fs = std::filesystem;

class DirectoryStoreTest : public ::testing::Test {
 protected:
  DirectoryStoreTest() {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    top_ = fs::path(::testing::TempDir()) /
           ("magneto_objects_" + std::to_string(getpid()) + info->name());
    fs::create_directories(top_ / "s3" / "bucket");
    store_ = open_directory(top_ / "s3");
  }
  ~DirectoryStoreTest() override { fs::remove_all(top_); }

  void put_file(const std::string& path, const std::string& text) {
    const fs::path file = top_ / path;
    fs::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
  std::string read(std::string_view key) {
    return read_all(*store_->open("bucket", key).value()).value();
  }
  std::vector<std::string> keys(std::string_view prefix) {
    std::vector<std::string> keys;
    const std::vector<ObjectInfo> found = store_->list("bucket", prefix).value();
    for (const ObjectInfo& each : found) keys.push_back(each.key);
    return keys;
  }

  fs::path top_;
  std::unique_ptr<ObjectStore> store_;
};

using Keys = std::vector<std::string>;

TEST_F(DirectoryStoreTest, ABucketIsAFolder) {
  EXPECT_TRUE(store_->has_bucket("bucket").value());
  EXPECT_FALSE(store_->has_bucket("missing").value());
  put_file("s3/a-file", "");
  EXPECT_FALSE(store_->has_bucket("a-file").value());
  EXPECT_FALSE(store_->has_bucket("..").value());
  EXPECT_FALSE(store_->has_bucket("").value());
  EXPECT_FALSE(store_->has_bucket("../s3/bucket").value());
  EXPECT_FALSE(open_directory(top_ / "nowhere")->has_bucket("bucket").value());
}

TEST_F(DirectoryStoreTest, APrefixMatchesBytesNotFolders) {
  put_file("s3/bucket/data/1.json", "one");
  put_file("s3/bucket/data2/x.json", "xy");
  put_file("s3/bucket/data.bak", "");
  put_file("s3/bucket/other", "");
  EXPECT_EQ(keys("data"), (Keys{"data.bak", "data/1.json", "data2/x.json"}));
  EXPECT_EQ(keys("data/"), (Keys{"data/1.json"}));
  EXPECT_EQ(keys("data/1.json"), (Keys{"data/1.json"}));
  EXPECT_EQ(keys("").size(), 4U);
  EXPECT_EQ(keys("data/1.json/"), Keys{});
  EXPECT_EQ(store_->list("bucket", "data2").value(),
            (std::vector<ObjectInfo>{{"data2/x.json", 2}}));
  EXPECT_TRUE(store_->list("missing", "").value().empty());
}

TEST_F(DirectoryStoreTest, WhatIsWrittenIsRead) {
  ASSERT_TRUE(put_object(*store_, "bucket", "a/b/c", "text").ok());
  EXPECT_EQ(read("a/b/c"), "text");
  ASSERT_TRUE(put_object(*store_, "bucket", "a/b/c", "new").ok());
  EXPECT_EQ(read("a/b/c"), "new");
  EXPECT_EQ(keys(""), (Keys{"a/b/c"}));
}

TEST_F(DirectoryStoreTest, KeysThatAreNoPathsStayInTheBucket) {
  for (const std::string key : {"../../out", "/etc/x", "a//b", "a/./b", "b/"}) {
    ASSERT_TRUE(put_object(*store_, "bucket", key, key).ok()) << key;
    EXPECT_EQ(read(key), key);
  }
  EXPECT_EQ(keys(""), (Keys{"../../out", "/etc/x", "a/./b", "a//b", "b/"}));
  EXPECT_FALSE(fs::exists(top_ / "out"));
}

TEST_F(DirectoryStoreTest, LinksThatLeadOutAreNotFollowed) {
  put_file("secret/file", "hidden");
  put_file("s3/bucket/inside", "shown");
  fs::create_symlink(top_ / "secret/file", top_ / "s3/bucket/file");
  fs::create_symlink(top_ / "secret", top_ / "s3/bucket/folder");
  fs::create_symlink(top_ / "s3/bucket/inside", top_ / "s3/bucket/link");
  EXPECT_EQ(keys(""), (Keys{"inside", "link"}));
  EXPECT_FALSE(store_->open("bucket", "file").ok());
  EXPECT_FALSE(store_->open("bucket", "folder/file").ok());
  EXPECT_FALSE(store_->create("bucket", "folder/new").ok());
  EXPECT_EQ(read("link"), "shown");
}

TEST_F(DirectoryStoreTest, AnUnfinishedObjectIsNotThere) {
  {
    const auto writer = store_->create("bucket", "half").value();
    ASSERT_TRUE(writer->write("some").ok());
    EXPECT_EQ(keys(""), Keys{});
  }
  EXPECT_EQ(keys(""), Keys{});
  EXPECT_TRUE(fs::is_empty(top_ / "s3/.unfinished"));
  EXPECT_FALSE(store_->has_bucket(".unfinished").value());
}

TEST_F(DirectoryStoreTest, WhatCannotBeStoredIsAnError) {
  EXPECT_FALSE(store_->create("missing", "key").ok());
  EXPECT_FALSE(store_->create("bucket", std::string(300, 'k')).ok());
  ASSERT_TRUE(put_object(*store_, "bucket", "a", "").ok());
  EXPECT_FALSE(store_->create("bucket", "a/b").ok());
  EXPECT_FALSE(store_->open("bucket", "none").ok());
}

}  // namespace
}  // namespace magneto::internal::objects
