// SPDX-License-Identifier: Apache-2.0
//
// Copies of a database in use, and the check of its files.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/test_directory.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace magneto::internal::storage {
namespace {

class Copying : public ::testing::Test {
 protected:
  static std::unique_ptr<Engine> open(const std::string& directory) {
    auto opened = open_rocksdb(
        {.directory = directory, .write_buffer_bytes = 128 << 10, .table_file_bytes = 32 << 10});
    EXPECT_TRUE(opened.ok()) << opened.error().message();
    return opened.ok() ? std::move(opened).value() : nullptr;
  }

  /// An item and its index entry, both with the number, in one write.
  static void write(Engine& engine, int number) {
    const std::string item = "k" + std::to_string(number % 500);
    const Key keys[] = {{Family::kItems, item}, {Family::kIndexes, item}};
    const std::string value = std::to_string(number) + "." + std::string(300, 'v');
    const auto decide = [&](Values, Batch& batch) -> Result<void> {
      for (const Key& key : keys) batch.put(key, value);
      return {};
    };
    ASSERT_TRUE(engine.modify(keys, decide, Blocking::kAllowed).ok());
  }

  /// In these, byte 200 is part of an entry. In a file of 1 KB it is part of the properties, which
  /// the engine reads when it opens.
  static std::vector<std::string> largest_table_files(const std::string& directory,
                                                      std::size_t count) {
    std::vector<std::pair<std::uintmax_t, std::string>> files;
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
      if (entry.path().extension() == ".sst") files.emplace_back(entry.file_size(), entry.path());
    }
    std::ranges::sort(files, std::greater());
    files.resize(std::min(files.size(), count));
    std::vector<std::string> paths;
    for (auto& [bytes, path] : files) paths.push_back(std::move(path));
    return paths;
  }

  /// The highest number there is. Items and entries must agree.
  static int highest(Engine& engine) {
    const auto view = engine.view(Blocking::kAllowed);
    int number = 0;
    for (auto item = view->range({Family::kItems, "", ""}); item->valid(); item->next()) {
      const auto entry = view->get({Family::kIndexes, item->key()});
      EXPECT_TRUE(entry.ok() && *entry == item->value());
      number = std::max(number, std::stoi(std::string(item->value())));
    }
    return number;
  }

  static std::vector<std::string> verify(Engine& engine) {
    auto damages = engine.verify([](const VerifyProgress&) { return true; });
    EXPECT_TRUE(damages.ok());
    return damages.ok() ? *damages : std::vector<std::string>{"error"};
  }

  const TestDirectory root_;
  const std::string data_ = root_.path() + "/data";
};

TEST_F(Copying, UnderLoadGivesADatabaseWithAllThatWasDurable) {
  const auto engine = open(data_);
  std::atomic<int> written{0};
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    for (int number = 1; !stop; ++number) {
      write(*engine, number);
      if (number % 50 == 0) {
        ASSERT_TRUE(engine->flush().ok());
        written = number;
      }
    }
  });
  for (int i = 0; i < 8; ++i) {
    const std::string copy = root_.path() + "/copy" + std::to_string(i);
    std::this_thread::sleep_for(std::chrono::milliseconds(60));
    const int at_least = written;
    const Result<void> copied = engine->copy_to(copy);
    ASSERT_TRUE(copied.ok()) << copied.error().message();
    const auto opened = open(copy);
    ASSERT_NE(opened, nullptr);
    EXPECT_GE(highest(*opened), at_least);
    EXPECT_TRUE(verify(*opened).empty());
    write(*opened, 1'000'000'000);  // a database like any other
    ASSERT_TRUE(opened->flush().ok());
  }
  stop = true;
  writer.join();
  EXPECT_GT(written, 0);
  EXPECT_LT(highest(*engine), 1'000'000'000);
  EXPECT_TRUE(verify(*engine).empty());
}

TEST_F(Copying, RefusesADirectoryThatIsThere) {
  const auto engine = open(data_);
  std::filesystem::create_directory(root_.path() + "/copy");
  for (const char* name : {"/copy", "/data"}) {
    const Result<void> copied = engine->copy_to(root_.path() + name);
    ASSERT_FALSE(copied.ok());
    EXPECT_EQ(copied.error().code(), ErrorCode::kInvalidArgument);
  }
}

TEST_F(Copying, OfADirectoryThatCannotBeMadeIsAnError) {
  const auto engine = open(data_);
  EXPECT_FALSE(engine->copy_to(root_.path() + "/missing/copy").ok());
  write(*engine, 1);
  EXPECT_TRUE(engine->flush().ok());
}

TEST_F(Copying, OfMemoryIsRefused) {
  auto engine = open_rocksdb({});
  const Result<void> copied = (*engine)->copy_to(root_.path() + "/copy");
  ASSERT_FALSE(copied.ok());
  EXPECT_EQ(copied.error().code(), ErrorCode::kInvalidArgument);
}

TEST_F(Copying, VerifyingNamesEachDamagedFileWithAnOffset) {
  {
    const auto engine = open(data_);
    for (int number = 1; number <= 3000; ++number) write(*engine, number);
    ASSERT_TRUE(engine->copy_to(root_.path() + "/copy").ok());
  }
  const std::vector<std::string> damaged = largest_table_files(root_.path() + "/copy", 2);
  ASSERT_EQ(damaged.size(), 2u);
  for (const std::string& path : damaged) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(200);
    file.put('?');
  }
  const auto engine = open(root_.path() + "/copy");
  ASSERT_NE(engine, nullptr);
  std::vector<std::string> looked_at;
  std::uint64_t total = 0;
  auto damages = engine->verify([&](const VerifyProgress& progress) {
    looked_at.emplace_back(progress.file);
    EXPECT_LE(progress.done_bytes, progress.total_bytes);
    total = progress.total_bytes;
    return true;
  });
  ASSERT_TRUE(damages.ok());
  EXPECT_GT(total, 0u);
  for (const std::string& path : damaged) {
    EXPECT_EQ(std::ranges::count(looked_at, path), 1);
    EXPECT_EQ(std::ranges::count_if(*damages,
                                    [&](const std::string& text) {
                                      return text.find(path) != std::string::npos &&
                                             text.find("offset") != std::string::npos;
                                    }),
              1)
        << path;
  }
  EXPECT_EQ(damages->size(), 2u);
}

TEST_F(Copying, VerifyingStopsWhenAsked) {
  const auto engine = open(data_);
  for (int number = 1; number <= 3000; ++number) write(*engine, number);
  int calls = 0;
  auto damages = engine->verify([&](const VerifyProgress&) { return ++calls < 2; });
  ASSERT_TRUE(damages.ok());
  EXPECT_LE(calls, 2);
}

}  // namespace
}  // namespace magneto::internal::storage
