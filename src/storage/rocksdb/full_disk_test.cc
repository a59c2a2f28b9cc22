// SPDX-License-Identifier: Apache-2.0
//
// The engine on a file system that is really full: a small one of its own, in memory. Needs root.
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/test_directory.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace magneto::internal::storage {
namespace {

class FullDisk : public ::testing::Test {
 protected:
  void SetUp() override {
    mounted_ = ::mount("tmpfs", root_.path().c_str(), "tmpfs", 0, "size=40m") == 0;
    if (!mounted_) GTEST_SKIP() << "no file system can be mounted here";
    options_.directory = root_.path() + "/data";
    options_.write_buffer_bytes = 1 << 20;
    options_.resume_interval_ms = 20;
  }
  void TearDown() override {
    engine_.reset();
    if (mounted_) {
      EXPECT_EQ(::umount2(root_.path().c_str(), MNT_DETACH), 0);
    }
  }

  Result<void> open() {
    engine_.reset();
    auto opened = open_rocksdb(options_);
    if (!opened.ok()) return std::move(opened).error();
    engine_ = std::move(opened).value();
    return {};
  }
  Result<void> put(const std::string& key, std::size_t bytes) {
    const auto decide = [&](Values, Batch& batch) -> Result<void> {
      std::string value(bytes, '\0');
      for (std::size_t i = 0; i < bytes; ++i) value[i] = static_cast<char>((i * 7919) >> (i % 9));
      batch.put({Family::kItems, key}, value);
      return {};
    };
    MAGNETO_RETURN_IF_ERROR(engine_->modify({}, decide, Blocking::kAllowed));
    return engine_->flush();
  }
  /// Whether all keys below `count` are there.
  bool has_all(int count) {
    const auto view = engine_->view(Blocking::kAllowed);
    for (int i = 0; i < count; ++i) {
      const auto value = view->get({Family::kItems, "k" + std::to_string(i)});
      if (!value.ok() || !*value) return false;
    }
    return true;
  }
  /// Leaves `left` bytes of room.
  void take_room(std::uintmax_t left) {
    const std::string path = root_.path() + "/other";
    const auto space = std::filesystem::space(root_.path()).available;
    std::ofstream(path, std::ios::app).flush();
    if (space > left) {
      std::ofstream(path, std::ios::app | std::ios::binary) << std::string(space - left, 'x');
    }
  }
  void give_room() { std::filesystem::remove(root_.path() + "/other"); }

  const TestDirectory root_;
  bool mounted_ = false;
  RocksdbOptions options_;
  std::unique_ptr<Engine> engine_;
};

TEST_F(FullDisk, EndsWritingUntilThereIsRoomAndLosesNothing) {
  ASSERT_TRUE(open().ok());
  int written = 0;
  for (int round = 0; round < 3; ++round) {
    take_room(static_cast<std::uintmax_t>(round) * 300'000 + 100'000);
    Result<void> result;
    for (int i = 0; i < 2000 && (result = put("k" + std::to_string(written), 5000)).ok(); ++i) {
      ++written;
    }
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code(), ErrorCode::kIo);
    EXPECT_FALSE(engine_->health().writable);
    EXPECT_TRUE(engine_->health().may_resume) << engine_->health().reason;
    EXPECT_TRUE(has_all(written));
    give_room();
    for (int i = 0; i < 1000 && !engine_->health().writable; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    const Result<void> again = put("k" + std::to_string(written), 100);
    ASSERT_TRUE(again.ok()) << again.error().message();
    ++written;
  }
  EXPECT_TRUE(has_all(written));
  ASSERT_TRUE(open().ok());
  EXPECT_TRUE(has_all(written));
}

// RocksDB aborted here.
TEST_F(FullDisk, AStartOnItOpensForReadingAndErasing) {
  ASSERT_TRUE(open().ok());
  int written = 0;
  for (; written < 800; ++written) ASSERT_TRUE(put("k" + std::to_string(written), 5000).ok());
  for (const std::uintmax_t left : {0, 4096, 50'000, 200'000}) {
    ASSERT_TRUE(std::filesystem::exists(options_.directory + "/RESERVE"));
    engine_.reset();
    take_room(left);
    const Result<void> opened = open();
    ASSERT_TRUE(opened.ok()) << opened.error().message();
    EXPECT_TRUE(has_all(written));
    --written;
    const std::string last = "k" + std::to_string(written);
    // A compaction may hold the reserve's room for a moment; writing goes on by itself after that.
    Result<void> dropped = engine_->drop_range(Family::kItems, last, last + "z");
    for (int tries = 0; !dropped.ok() && tries < 40; ++tries) {
      std::this_thread::sleep_for(std::chrono::milliseconds(250));
      dropped = engine_->drop_range(Family::kItems, last, last + "z");
    }
    EXPECT_TRUE(dropped.ok()) << dropped.error().message();
    EXPECT_TRUE(has_all(written));
    EXPECT_FALSE(has_all(written + 1));
    give_room();
    ASSERT_TRUE(open().ok());
  }
  EXPECT_TRUE(has_all(written));
}

TEST_F(FullDisk, AStartWithoutReserveSaysWhy) {
  ASSERT_TRUE(open().ok());
  for (int i = 0; i < 800; ++i) ASSERT_TRUE(put("k" + std::to_string(i), 5000).ok());
  engine_.reset();
  std::filesystem::remove(options_.directory + "/RESERVE");
  take_room(0);
  const Result<void> opened = open();
  ASSERT_FALSE(opened.ok());
  EXPECT_NE(opened.error().message().find("No space left on device"), std::string::npos)
      << opened.error().message();
  give_room();
  ASSERT_TRUE(open().ok());
  EXPECT_TRUE(has_all(800));
}

}  // namespace
}  // namespace magneto::internal::storage
