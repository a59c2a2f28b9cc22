// SPDX-License-Identifier: Apache-2.0
//
// Nothing acknowledged is ever lost: the engine on a disk that fails.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <chrono>
#include <filesystem>
#include <random>
#include <thread>

#include "base/test_directory.h"
#include "storage/counters.h"
#include "storage/rocksdb/rocksdb_engine.h"
#include "storage/rocksdb/unreliable_disk_test.h"

namespace magneto::internal::storage {
namespace {

class EngineDurability : public ::testing::Test {
 protected:
  void SetUp() override {
    options_.directory = directory_ + "/data";
    options_.file_system = &disk_;
  }
  void TearDown() override {
    disk_.release_log_syncs();
    engine_.reset();
  }

  void open() {
    Result<std::unique_ptr<Engine>> opened = open_rocksdb(options_);
    ASSERT_TRUE(opened.ok()) << opened.error().message();
    engine_ = std::move(opened).value();
  }

  Result<void> put(std::string_view key, std::string_view value) {
    const auto decide = [&](Values, Batch& batch) -> Result<void> {
      batch.put({Family::kItems, key}, value);
      return {};
    };
    return engine_->modify({}, decide, Blocking::kAllowed);
  }

  std::optional<std::string> get(std::string_view key) {
    const auto view = engine_->view(Blocking::kAllowed);
    const auto value = view->get({Family::kItems, key});
    EXPECT_TRUE(value.ok());
    if (!value.ok() || !value->has_value()) return std::nullopt;
    return std::string(**value);
  }

  /// Writing goes on by itself.
  void wait_until_writable() {
    for (int i = 0; i < 3000 && !(engine_->health().writable && put("probe", "1").ok()); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    EXPECT_TRUE(engine_->health().writable) << engine_->health().reason;
  }

  void wait_for_held_sync() {
    while (disk_.waiting_syncs() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  UnreliableDisk disk_;
  const TestDirectory test_directory_;
  const std::string& directory_ = test_directory_.path();
  RocksdbOptions options_;
  std::unique_ptr<Engine> engine_;
};

TEST_F(EngineDurability, AWriteIsNeitherAnsweredNorVisibleBeforeItsFlushHasEnded) {
  open();
  ASSERT_TRUE(put("a", "old").ok());
  ASSERT_TRUE(engine_->flush().ok());

  disk_.hold_log_syncs();
  ASSERT_TRUE(put("a", "new").ok());
  std::atomic<bool> answered{false};
  engine_->when_durable(engine_->last_commit(), [&](const Result<void>&) { answered = true; });
  wait_for_held_sync();
  EXPECT_FALSE(answered);
  EXPECT_LT(engine_->durable_commit(), engine_->last_commit());
  EXPECT_EQ(get("a"), "old");

  disk_.release_log_syncs();
  ASSERT_TRUE(engine_->flush().ok());
  EXPECT_TRUE(answered);
  EXPECT_EQ(get("a"), "new");
}

TEST_F(EngineDurability, AWriteDuringAFlushWaitsForTheNextOne) {
  open();
  disk_.hold_log_syncs();
  ASSERT_TRUE(put("first", "1").ok());
  const CommitPoint first = engine_->last_commit();
  wait_for_held_sync();
  ASSERT_TRUE(put("second", "1").ok());  // after the snapshot and the sync of the first

  std::atomic<bool> second_visible{true};
  std::atomic<bool> first_answered{false};
  engine_->when_durable(first, [&](const Result<void>&) {
    second_visible = get("second").has_value();
    first_answered = true;
    first_answered.notify_one();
  });
  disk_.release_log_syncs();
  first_answered.wait(false);
  EXPECT_FALSE(second_visible);
  ASSERT_TRUE(engine_->flush().ok());
  EXPECT_EQ(get("second"), "1");
}

TEST_F(EngineDurability, WithRelaxedDurabilityNobodyWaits) {
  options_.durability = Durability::kAsync;
  open();
  disk_.hold_log_syncs();
  ASSERT_TRUE(put("a", "1").ok());
  bool answered = false;
  engine_->when_durable(engine_->last_commit(), [&](const Result<void>&) { answered = true; });
  EXPECT_TRUE(answered);
  EXPECT_EQ(get("a"), "1");
}

TEST_F(EngineDurability, AFailedFlushIsToldToThoseWhoWaitAndEndsAllWriting) {
  open();
  ASSERT_TRUE(put("a", "old").ok());
  ASSERT_TRUE(engine_->flush().ok());
  std::atomic<int> listener_errors{0};
  engine_->add_flush_listener([&](const Result<void>& flushed) {
    if (!flushed.ok()) ++listener_errors;
  });

  disk_.fail_log_syncs();
  ASSERT_TRUE(put("a", "new").ok());
  const Result<void> flushed = engine_->flush();
  ASSERT_FALSE(flushed.ok());
  EXPECT_EQ(flushed.error().code(), ErrorCode::kIo);
  EXPECT_NE(flushed.error().message().find("the disk is broken"), std::string::npos);

  const Result<void> later = put("b", "1");
  ASSERT_FALSE(later.ok());
  EXPECT_EQ(later.error().code(), ErrorCode::kIo);
  EXPECT_FALSE(engine_->flush().ok());
  EXPECT_FALSE(engine_->health().writable);
  EXPECT_FALSE(engine_->health().may_resume);
  EXPECT_EQ(get("a"), "old");  // what was durable can still be read
  engine_.reset();
  EXPECT_EQ(listener_errors, 1);
}

TEST_F(EngineDurability, AFullDiskEndsWritingUntilThereIsRoom) {
  options_.resume_interval_ms = 10;
  open();
  std::atomic<int> heard{0};
  engine_->add_health_listener(
      [&](const EngineHealth& health) { heard += health.writable ? 100 : 1; });
  ASSERT_TRUE(put("before", "1").ok());
  ASSERT_TRUE(engine_->flush().ok());
  disk_.fail_log_appends();
  ASSERT_TRUE(put("a", "1").ok());  // in the log's buffer
  const Result<void> flushed = engine_->flush();
  ASSERT_FALSE(flushed.ok());
  EXPECT_NE(flushed.error().message().find("the disk is full"), std::string::npos);
  EXPECT_FALSE(put("b", "1").ok());
  EXPECT_EQ(get("a"), std::nullopt);
  const EngineHealth health = engine_->health();
  EXPECT_FALSE(health.writable);
  EXPECT_TRUE(health.may_resume);
  EXPECT_EQ(health.failures, 1u);
  EXPECT_NE(health.reason.find("the disk is full"), std::string::npos);
  EXPECT_FALSE(put("b", "1").ok());

  disk_.make_room();
  wait_until_writable();
  ASSERT_TRUE(put("c", "1").ok());
  ASSERT_TRUE(engine_->flush().ok());
  EXPECT_EQ(get("c"), "1");
  EXPECT_EQ(heard, 101);
  EXPECT_EQ(engine_->health().reason, "");
  EXPECT_EQ(engine_->health().failures, 1u);

  disk_.cut_power();  // the log has no hole where the disk was full
  engine_.reset();
  disk_.lose_what_was_not_synced(1);
  open();
  EXPECT_EQ(get("before"), "1");
  EXPECT_EQ(get("a"), "1");
  EXPECT_EQ(get("b"), std::nullopt);
  EXPECT_EQ(get("c"), "1");
}

// Again and again, also while table files and new logs are written; each key that was acknowledged
// is there at the end.
TEST_F(EngineDurability, WritingGoesOnAfterEachErrorThatPasses) {
  options_.resume_interval_ms = 5;
  options_.write_buffer_bytes = 128 << 10;
  open();
  std::mt19937 random(9);
  std::vector<int> acknowledged;
  int number = 0;
  for (int round = 0; round < 30; ++round) {
    const auto kind = random() % 3;
    const auto write_some = [&](int count) {
      for (int i = 0; i < count; ++i) {
        const int mine = ++number;
        if (!put("k" + std::to_string(mine), std::string(500, 'x')).ok()) return;
        if (i % 20 == 19 && !engine_->flush().ok()) return;
        if (i % 20 == 19) acknowledged.push_back(mine);
      }
    };
    write_some(static_cast<int>(random() % 200));
    if (kind == 0) disk_.fail_log_appends();
    if (kind == 1) disk_.fail_all_appends();
    if (kind == 2) disk_.fail_creations(true);
    write_some(600);
    disk_.make_room();
    disk_.fail_creations(false);
    wait_until_writable();
  }
  EXPECT_GT(engine_->health().failures, 10u);
  ASSERT_TRUE(put("last", "1").ok());
  ASSERT_TRUE(engine_->flush().ok());
  for (const bool again : {false, true}) {
    if (again) {
      engine_.reset();
      open();
    }
    for (const int key : acknowledged) {
      ASSERT_NE(get("k" + std::to_string(key)), std::nullopt) << key;
    }
    EXPECT_EQ(get("last"), "1");
  }
  EXPECT_GT(acknowledged.size(), 30u);
}

// The real thing: this process may open nothing more, so a log cannot be followed by the next one.
TEST_F(EngineDurability, WritingGoesOnWhenThereAreDescriptorsAgain) {
  options_.file_system = nullptr;
  options_.resume_interval_ms = 10;
  options_.write_buffer_bytes = 128 << 10;
  open();
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
  const rlimit none{3, limit.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  int acknowledged = 0;
  for (int i = 0; i < 5000; ++i) {
    if (!put("k" + std::to_string(i), std::string(500, 'x')).ok()) break;
    if (i % 20 != 0) continue;
    if (!engine_->flush().ok()) break;
    acknowledged = i;
  }
  const EngineHealth health = engine_->health();
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
  EXPECT_FALSE(health.writable);
  EXPECT_NE(health.reason.find("Too many open files"), std::string::npos) << health.reason;
  wait_until_writable();
  ASSERT_TRUE(put("last", "1").ok());
  ASSERT_TRUE(engine_->flush().ok());
  engine_.reset();
  open();
  EXPECT_EQ(get("last"), "1");
  for (int i = 0; i <= acknowledged; ++i) {
    ASSERT_NE(get("k" + std::to_string(i)), std::nullopt) << i;
  }
}

/// Writers under load, with all they were told, on a disk whose power is cut again and again.
class PowerLoss : public EngineDurability {
 protected:
  static constexpr int kWriters = 3;
  static constexpr int kKeys = 40;

  struct Writer {
    int issued = 0;                // the last write that was given to the engine
    std::atomic<int> answered{0};  // the last one that was answered as durable
    std::atomic<int> seen{0};      // the last one that some view showed
  };

  static std::string key_of(int writer, int number) {
    return "w" + std::to_string(writer) + "k" + std::to_string(number % kKeys);
  }

  /// Write `number`: an item, its index entry (another family), and a count, in one batch.
  Result<void> write(int writer, int number) {
    const std::string item = key_of(writer, number);
    const std::string value = std::to_string(number) + std::string(200, 'x');
    const std::string counter = "w" + std::to_string(writer);
    const Key key{Family::kItems, item};
    const auto decide = [&](Values values, Batch& batch) -> Result<void> {
      if (values[0]) batch.erase({Family::kIndexes, entry(item, *values[0])});
      batch.put(key, value);
      batch.put({Family::kIndexes, entry(item, value)}, "");
      const std::int64_t one = 1;
      batch.add({Family::kCounters, counter}, {&one, 1});
      return {};
    };
    return engine_->modify({&key, 1}, decide, Blocking::kAllowed);
  }
  static std::string entry(std::string_view item, std::string_view value) {
    return std::string(item) + "/" + std::to_string(std::stoi(std::string(value)));
  }

  void run_writer(int number) {
    Writer& writer = writers_[number];
    while (!stop_) {
      if (!write(number, writer.issued + 1).ok()) return;
      const int issued = ++writer.issued;
      engine_->when_durable(engine_->last_commit(), [&writer, issued](const Result<void>& flushed) {
        if (flushed.ok()) writer.answered = issued;
      });
    }
  }

  std::int64_t count(View& view, int writer) {
    const auto sums = view.get({Family::kCounters, "w" + std::to_string(writer)});
    EXPECT_TRUE(sums.ok());
    return sums.ok() && *sums ? counter_at(**sums, 0) : 0;
  }

  void run_reader() {
    while (!stop_) {
      const auto view = engine_->view(Blocking::kAllowed);
      for (int i = 0; i < kWriters; ++i) writers_[i].seen = static_cast<int>(count(*view, i));
    }
  }

  /// What is there is what some moment of the past was, not before the last answer.
  void check() {
    const auto view = engine_->view(Blocking::kAllowed);
    std::size_t items = 0;
    for (int w = 0; w < kWriters; ++w) {
      const int last = static_cast<int>(count(*view, w));
      EXPECT_GE(last, writers_[w].answered) << "an acknowledged write is lost";
      EXPECT_GE(last, writers_[w].seen) << "a view showed what was not durable";
      EXPECT_LE(last, writers_[w].issued + 1);
      for (int number = std::max(1, last - kKeys + 1); number <= last; ++number, ++items) {
        const std::string key = key_of(w, number);
        const auto value = view->get({Family::kItems, key});
        ASSERT_TRUE(value.ok() && *value) << key;
        EXPECT_EQ(std::stoi(std::string(**value)), number);
        const auto index = view->get({Family::kIndexes, key + "/" + std::to_string(number)});
        ASSERT_TRUE(index.ok());
        EXPECT_TRUE(index->has_value()) << "item without its entry";
      }
      writers_[w].issued = last;
      writers_[w].answered = last;
      writers_[w].seen = last;
    }
    std::size_t entries = 0;
    for (auto c = view->range({Family::kIndexes, "", ""}); c->valid(); c->next()) ++entries;
    EXPECT_EQ(entries, items) << "entry without its item";
  }

  void run_until_power_is_cut(int milliseconds) {
    stop_ = false;
    std::vector<std::thread> threads;
    for (int i = 0; i < kWriters; ++i) threads.emplace_back([this, i] { run_writer(i); });
    threads.emplace_back([this] { run_reader(); });
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    disk_.cut_power();
    stop_ = true;
    for (std::thread& thread : threads) thread.join();
    engine_.reset();
  }

  void cut_power_again_and_again(int rounds) {
    std::mt19937 random(7);
    int acknowledged = 0;
    for (int round = 0; round < rounds && !HasFatalFailure(); ++round) {
      open();
      check();
      run_until_power_is_cut(1 + static_cast<int>(random() % 60));
      for (const Writer& writer : writers_) acknowledged += writer.answered;
      disk_.lose_what_was_not_synced(static_cast<std::uint32_t>(random()));
    }
    open();
    check();
    EXPECT_GT(acknowledged, rounds);
  }

  Writer writers_[kWriters];
  std::atomic<bool> stop_{false};
};

TEST_F(PowerLoss, LosesNothingThatWasAnsweredOrSeen) { cut_power_again_and_again(25); }

// Table files, compactions and new logs all the time.
TEST_F(PowerLoss, LosesNothingWhileTableFilesAreWritten) {
  options_.write_buffer_bytes = 128 << 10;
  cut_power_again_and_again(12);
}

}  // namespace
}  // namespace magneto::internal::storage
