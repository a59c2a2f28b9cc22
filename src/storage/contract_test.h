// SPDX-License-Identifier: Apache-2.0
//
// What every engine must do: the contract of engine.h as tests. An engine's test program includes
// this header and contract_concurrency_test.h and contract_model_test.h once, and names its
// engines:
//
//   INSTANTIATE_TEST_SUITE_P(Rocksdb, EngineContract, ::testing::Values(on_disk(), in_memory()));
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "base/test_directory.h"
#include "storage/counters.h"
#include "storage/engine.h"

namespace magneto::internal::storage {

struct EngineUnderTest {
  std::string name;
  bool survives_closing;  ///< What was flushed is there after closing and opening again.
  std::function<Result<std::unique_ptr<Engine>>(const std::string& directory)> open;
};

inline std::ostream& operator<<(std::ostream& out, const EngineUnderTest& engine) {
  return out << engine.name;
}

/// Opens one engine in a new directory.
class EngineContract : public ::testing::TestWithParam<EngineUnderTest> {
 protected:
  using Pairs = std::vector<std::pair<std::string, std::string>>;

  void SetUp() override { open(); }

  void open() {
    Result<std::unique_ptr<Engine>> opened = GetParam().open(directory_);
    ASSERT_TRUE(opened.ok()) << opened.error().message();
    engine_ = std::move(opened).value();
  }
  void reopen() {
    engine_.reset();
    open();
  }

  /// Writes without looking at anything.
  void write(FunctionRef<void(Batch&)> fill) {
    const auto decide = [&](Values, Batch& batch) -> Result<void> {
      fill(batch);
      return {};
    };
    const Result<void> written = engine_->modify({}, decide, Blocking::kAllowed);
    ASSERT_TRUE(written.ok()) << written.error().message();
  }
  void put(std::string_view key, std::string_view value, Family family = Family::kItems) {
    write([&](Batch& batch) { batch.put({family, key}, value); });
  }
  void flush() { ASSERT_TRUE(engine_->flush().ok()); }

  static std::optional<std::string> get(View& view, std::string_view key,
                                        Family family = Family::kItems) {
    const auto value = view.get({family, key});
    EXPECT_TRUE(value.ok());
    if (!value.ok() || !value->has_value()) return std::nullopt;
    return std::string(**value);
  }
  std::optional<std::string> get(std::string_view key, Family family = Family::kItems) {
    return get(*engine_->view(Blocking::kAllowed), key, family);
  }

  static Pairs read(View& view, const Range& range) {
    Pairs pairs;
    const std::unique_ptr<Cursor> cursor = view.range(range);
    for (; cursor->valid(); cursor->next()) pairs.emplace_back(cursor->key(), cursor->value());
    EXPECT_TRUE(cursor->status().ok());
    return pairs;
  }
  std::string keys(const Range& range) {
    std::string all;
    for (const auto& [key, value] : read(*engine_->view(Blocking::kAllowed), range)) all += key;
    return all;
  }

  std::vector<std::int64_t> counters(std::string_view key) {
    const auto view = engine_->view(Blocking::kAllowed);
    const auto value = view->get({Family::kCounters, key});
    EXPECT_TRUE(value.ok());
    std::vector<std::int64_t> sums;
    if (!value.ok() || !value->has_value()) return sums;
    for (std::size_t i = 0; i < counter_count(**value); ++i) sums.push_back(counter_at(**value, i));
    return sums;
  }

  const TestDirectory test_directory_;
  const std::string& directory_ = test_directory_.path();
  std::unique_ptr<Engine> engine_;
};

TEST_P(EngineContract, AFlushedWriteIsVisible) {
  put("a", "1");
  flush();
  EXPECT_EQ(get("a"), "1");
  EXPECT_EQ(get("b"), std::nullopt);
}

TEST_P(EngineContract, AnEraseTakesTheValueAway) {
  put("a", "1");
  write([](Batch& batch) { batch.erase({Family::kItems, "a"}); });
  flush();
  EXPECT_EQ(get("a"), std::nullopt);
}

TEST_P(EngineContract, FamiliesDoNotSeeEachOther) {
  put("a", "item", Family::kItems);
  put("a", "entry", Family::kIndexes);
  put("a", "table", Family::kCatalog);
  flush();
  EXPECT_EQ(get("a", Family::kItems), "item");
  EXPECT_EQ(get("a", Family::kIndexes), "entry");
  EXPECT_EQ(get("a", Family::kCatalog), "table");
  EXPECT_EQ(get("a", Family::kTokens), std::nullopt);
}

TEST_P(EngineContract, AnyBytesMayBeKeysAndValues) {
  const std::string key("\0\xFF\0k", 4);
  const std::string large(500'000, 'x');
  put(key, large);
  put("empty", "");
  flush();
  EXPECT_EQ(get(key), large);
  EXPECT_EQ(get("empty"), "");
}

TEST_P(EngineContract, DecideSeesTheNewestValuesInTheOrderOfTheKeys) {
  put("a", "1");
  put("b", "2");
  put("a", "3");  // not flushed: decide sees it all the same
  const Key asked[] = {{Family::kItems, "b"},
                       {Family::kItems, "missing"},
                       {Family::kItems, "a"},
                       {Family::kItems, "b"},
                       {Family::kIndexes, "a"}};
  int calls = 0;
  const auto decide = [&](Values values, Batch&) -> Result<void> {
    ++calls;
    EXPECT_EQ(values.size(), 5u);
    EXPECT_EQ(values[0], "2");
    EXPECT_EQ(values[1], std::nullopt);
    EXPECT_EQ(values[2], "3");
    EXPECT_EQ(values[3], "2");
    EXPECT_EQ(values[4], std::nullopt);
    return {};
  };
  ASSERT_TRUE(engine_->modify(asked, decide, Blocking::kAllowed).ok());
  EXPECT_EQ(calls, 1);
}

TEST_P(EngineContract, AnErrorOfDecideIsReturnedAndNothingIsWritten) {
  put("a", "1");
  const Key key{Family::kItems, "a"};
  const auto decide = [&](Values, Batch& batch) -> Result<void> {
    batch.put(key, "2");
    return validation_error("no");
  };
  const Result<void> result = engine_->modify({&key, 1}, decide, Blocking::kAllowed);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code(), ErrorCode::kValidation);
  EXPECT_EQ(result.error().message(), "no");
  put("b", "the latch is free and the batch gone");
  flush();
  EXPECT_EQ(get("a"), "1");
}

TEST_P(EngineContract, AnEmptyBatchIsNoCommit) {
  put("a", "1");
  const CommitPoint before = engine_->last_commit();
  write([](Batch&) {});
  EXPECT_EQ(engine_->last_commit(), before);
}

TEST_P(EngineContract, TheLastOfSeveralWritesToAKeyInOneBatchWins) {
  write([](Batch& batch) {
    batch.put({Family::kItems, "a"}, "1");
    batch.erase({Family::kItems, "a"});
    batch.put({Family::kItems, "a"}, "2");
  });
  flush();
  EXPECT_EQ(get("a"), "2");
}

TEST_P(EngineContract, ARangeIsInKeyOrderAndWithinItsBounds) {
  for (const char* key : {"d", "a", "c", "e", "b"}) put(key, key);
  put("bb", "elsewhere", Family::kIndexes);
  flush();
  const Family items = Family::kItems;
  EXPECT_EQ(keys({items, "", ""}), "abcde");
  EXPECT_EQ(keys({items, "b", "d"}), "bc");
  EXPECT_EQ(keys({items, "bb", "dd"}), "cd");
  EXPECT_EQ(keys({items, "c", ""}), "cde");
  EXPECT_EQ(keys({items, "x", ""}), "");
  EXPECT_EQ(keys({items, "", "", true}), "edcba");
  EXPECT_EQ(keys({items, "b", "d", true}), "cb");
  EXPECT_EQ(keys({items, "bb", "dd", true}), "dc");
  EXPECT_EQ(keys({items, "", "c", true}), "ba");
  EXPECT_EQ(keys({items, "", "a", true}), "");
}

TEST_P(EngineContract, ARangeWhoseEndIsNotAboveItsBeginIsEmpty) {
  for (const char* key : {"a", "b", "c"}) put(key, key);
  flush();
  for (const bool backward : {false, true}) {
    EXPECT_EQ(keys({Family::kItems, "b", "b", backward}), "");
    EXPECT_EQ(keys({Family::kItems, "c", "a", backward}), "");
  }
}

TEST_P(EngineContract, BoundsAreCopied) {
  put("b", "1");
  flush();
  const auto view = engine_->view(Blocking::kAllowed);
  std::string begin = "a";
  std::string end = "c";
  const auto cursor = view->range({Family::kItems, begin, end});
  begin = "x";
  end = "x";
  ASSERT_TRUE(cursor->valid());
  EXPECT_EQ(cursor->key(), "b");
  cursor->next();
  EXPECT_FALSE(cursor->valid());
}

TEST_P(EngineContract, AViewStaysAsItWas) {
  put("a", "old");
  put("gone", "old");
  flush();
  const auto before = engine_->view(Blocking::kAllowed);
  const auto cursor = before->range({Family::kItems, "", ""});
  put("a", "new");
  put("b", "new");
  write([](Batch& batch) { batch.erase({Family::kItems, "gone"}); });
  flush();
  EXPECT_EQ(get(*before, "a"), "old");
  EXPECT_EQ(get(*before, "b"), std::nullopt);
  EXPECT_EQ(read(*before, {Family::kItems, "", ""}), (Pairs{{"a", "old"}, {"gone", "old"}}));
  EXPECT_EQ(cursor->value(), "old");
  EXPECT_EQ(get("a"), "new");
  EXPECT_EQ(keys({Family::kItems, "", ""}), "ab");
}

TEST_P(EngineContract, TheNewestViewSeesWhatIsNotFlushedYet) {
  put("a", "1");
  EXPECT_EQ(get(*engine_->newest_view(), "a"), "1");
}

TEST_P(EngineContract, ReadsThatMayNotBlockAnswerFromMemory) {
  put("a", "1");
  flush();
  const auto view = engine_->view(Blocking::kNever);
  EXPECT_EQ(get(*view, "a"), "1");
  EXPECT_EQ(read(*view, {Family::kItems, "", ""}).size(), 1u);
}

TEST_P(EngineContract, ADroppedRangeIsGone) {
  for (int i = 0; i < 3000; ++i) put("k" + std::to_string(i), std::string(1000, 'x'));
  put("j", "before");
  put("l", "behind");
  put("k1", "other family", Family::kIndexes);
  ASSERT_TRUE(engine_->drop_range(Family::kItems, "k", "l").ok());
  EXPECT_EQ(keys({Family::kItems, "", ""}), "jl");
  EXPECT_EQ(get("k1", Family::kIndexes), "other family");
  if (GetParam().survives_closing) {
    reopen();
    EXPECT_EQ(keys({Family::kItems, "", ""}), "jl");
  }
  ASSERT_TRUE(engine_->drop_range(Family::kItems, "l", "j").ok());
  EXPECT_EQ(keys({Family::kItems, "", ""}), "jl");
  ASSERT_TRUE(engine_->drop_range(Family::kItems, "", "").ok());
  EXPECT_EQ(keys({Family::kItems, "", ""}), "");
}

TEST_P(EngineContract, WhatIsWrittenBehindADropStays) {
  put("a", "old");
  put("b", "old");
  ASSERT_TRUE(engine_->drop_range(Family::kItems, "a", "c").ok());
  put("b", "new");
  flush();
  EXPECT_EQ(get("a"), std::nullopt);
  EXPECT_EQ(get("b"), "new");
  if (!GetParam().survives_closing) return;
  reopen();
  EXPECT_EQ(get("a"), std::nullopt);
  EXPECT_EQ(get("b"), "new");
}

TEST_P(EngineContract, CountersAddUp) {
  const auto add = [&](std::vector<std::int64_t> deltas) {
    write([&](Batch& batch) { batch.add({Family::kCounters, "t"}, deltas); });
  };
  EXPECT_TRUE(counters("t").empty());
  add({1, 100});
  add({2, -250});
  flush();
  EXPECT_EQ(counters("t"), (std::vector<std::int64_t>{3, -150}));
  add({-10});      // shorter: the rest stays
  add({0, 0, 7});  // longer: from zero
  flush();
  EXPECT_EQ(counters("t"), (std::vector<std::int64_t>{-7, -150, 7}));
  EXPECT_TRUE(counters("u").empty());
}

TEST_P(EngineContract, CountersWrapAround) {
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  for (const std::int64_t delta : {most, std::int64_t{2}}) {
    write([&](Batch& batch) { batch.add({Family::kCounters, "t"}, {&delta, 1}); });
  }
  flush();
  EXPECT_EQ(counters("t"),
            (std::vector<std::int64_t>{std::numeric_limits<std::int64_t>::min() + 1}));
}

TEST_P(EngineContract, ErasedCountersStartAgain) {
  const std::int64_t five = 5;
  write([&](Batch& batch) { batch.add({Family::kCounters, "t"}, {&five, 1}); });
  write([&](Batch& batch) { batch.erase({Family::kCounters, "t"}); });
  write([&](Batch& batch) { batch.add({Family::kCounters, "t"}, {&five, 1}); });
  flush();
  EXPECT_EQ(counters("t"), (std::vector<std::int64_t>{5}));
}

TEST_P(EngineContract, CommitPointsRiseWithEachWrite) {
  CommitPoint last = engine_->last_commit();
  for (int i = 0; i < 10; ++i) {
    put("a", "1");
    EXPECT_GT(engine_->last_commit(), last);
    last = engine_->last_commit();
  }
  flush();
  EXPECT_GE(engine_->durable_commit(), last);
}

TEST_P(EngineContract, WhoWaitsForAWriteThenSeesIt) {
  for (int i = 0; i < 200; ++i) {
    const std::string value = std::to_string(i);
    put("a", value);
    std::atomic<int> answers{0};
    engine_->when_durable(engine_->last_commit(), [&](const Result<void>& flushed) {
      EXPECT_TRUE(flushed.ok());
      EXPECT_EQ(get("a"), value);  // visible no later than the answer
      answers.store(1);
      answers.notify_one();
    });
    answers.wait(0);
  }
}

TEST_P(EngineContract, WhatIsDurableAlreadyIsAnsweredAtOnceOnTheSameThread) {
  put("a", "1");
  flush();
  std::thread::id answered_on;
  engine_->when_durable(engine_->last_commit(),
                        [&](const Result<void>&) { answered_on = std::this_thread::get_id(); });
  EXPECT_EQ(answered_on, std::this_thread::get_id());
}

TEST_P(EngineContract, ListenersHearOfEachAdvanceThatSomebodyHadToWaitFor) {
  std::atomic<int> errors{0};
  engine_->add_flush_listener([&](const Result<void>& flushed) { errors += !flushed.ok(); });
  std::atomic<CommitPoint> heard{0};
  engine_->add_flush_listener([&](const Result<void>&) {
    heard.store(engine_->durable_commit());
    heard.notify_one();
  });
  for (int i = 0; i < 50; ++i) {
    put("a", "1");
    const CommitPoint mine = engine_->last_commit();
    if (engine_->durable_commit() >= mine) continue;
    for (CommitPoint now = heard; now < mine && engine_->durable_commit() < mine; now = heard) {
      heard.wait(now);
    }
    EXPECT_GE(engine_->durable_commit(), mine);
  }
  flush();
  engine_.reset();
  EXPECT_EQ(errors, 0);
}

TEST_P(EngineContract, ClosingAnswersWhoStillWaits) {
  std::atomic<int> answers{0};
  for (int i = 0; i < 100; ++i) {
    put("k" + std::to_string(i), "1");
    engine_->when_durable(engine_->last_commit(), [&](const Result<void>& flushed) {
      EXPECT_TRUE(flushed.ok());
      ++answers;
    });
  }
  engine_.reset();
  EXPECT_EQ(answers, 100);
}

TEST_P(EngineContract, EverythingIsThereAfterClosingAndOpening) {
  if (!GetParam().survives_closing) GTEST_SKIP() << "lives in memory";
  const std::int64_t one = 1;
  for (int i = 0; i < 100; ++i) {
    write([&](Batch& batch) {
      batch.put({Family::kItems, "k" + std::to_string(i % 10)}, std::to_string(i));
      batch.put({Family::kIndexes, "e" + std::to_string(i)}, "entry");
      batch.add({Family::kCounters, "t"}, {&one, 1});
    });
    if (i % 30 == 29) reopen();
  }
  reopen();  // without a flush: closing flushes
  EXPECT_EQ(get("k9"), "99");
  EXPECT_EQ(counters("t"), (std::vector<std::int64_t>{100}));
  EXPECT_EQ(read(*engine_->view(Blocking::kAllowed), {Family::kIndexes, "", ""}).size(), 100u);
}

// A bug of old: of several keys, one that was not there was found, and empty, when only a table
// file could tell.
TEST_P(EngineContract, WhatIsAnsweredWithoutWaitingIsRight) {
  constexpr int kKeys = 3000;
  const std::string value(400, 'x');
  const auto check = [&](const std::string& name, const std::optional<std::string_view>& expected) {
    const auto view = engine_->view(Blocking::kNever);
    const auto found = view->get({Family::kItems, name});
    if (found.ok()) {
      EXPECT_EQ(*found, expected) << name;
    } else {
      EXPECT_EQ(found.error().code(), ErrorCode::kWouldBlock);
    }
    const Key keys[] = {{Family::kItems, name}, {Family::kItems, "k10000000"}};
    for (const std::size_t count : {1, 2}) {
      const auto look = [&](Values values, Batch&) -> Result<void> {
        EXPECT_EQ(values[0], expected) << name << " among " << count;
        return {};
      };
      const Result<void> modified = engine_->modify({keys, count}, look, Blocking::kNever);
      if (!modified.ok()) {
        EXPECT_EQ(modified.error().code(), ErrorCode::kWouldBlock);
      }
    }
  };
  const auto check_all = [&] {
    for (int i = 0; i < kKeys; ++i) check("k" + std::to_string(i), value);
    for (int i = 0; i < 5 * kKeys; ++i) check("k" + std::to_string(i) + "z", std::nullopt);
  };
  for (int i = 0; i < kKeys; ++i) put("k" + std::to_string(i), value);
  flush();
  check_all();
  if (!GetParam().survives_closing) return;
  reopen();
  check_all();
}

TEST_P(EngineContract, StatisticsCountCommits) {
  const auto before = engine_->statistics();
  put("a", "1");
  write([](Batch&) {});
  EXPECT_EQ(engine_->statistics().commits, before.commits + 1);
  EXPECT_GT(engine_->statistics().memory_bytes, 0u);
}

}  // namespace magneto::internal::storage
