// SPDX-License-Identifier: Apache-2.0
//
// The part of the contract that several threads are needed for. See contract_test.h.
#pragma once

#include <latch>
#include <random>

#include "storage/contract_test.h"

namespace magneto::internal::storage {

class EngineConcurrency : public EngineContract {
 protected:
  static constexpr int kThreads = 4;

  /// As an event loop and its pool do it.
  Result<void> modify(std::span<const Key> keys, Decide decide) {
    Result<void> result = engine_->modify(keys, decide, Blocking::kNever);
    if (result.ok() || result.error().code() != ErrorCode::kWouldBlock) return result;
    return engine_->modify(keys, decide, Blocking::kAllowed);
  }

  void run_threads(const std::function<void(int thread)>& work) {
    std::latch start(kThreads);
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] {
        start.arrive_and_wait();
        work(i);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }

  static int number(const std::optional<std::string_view>& value) {
    return value ? std::stoi(std::string(*value)) : 0;
  }
};

TEST_P(EngineConcurrency, IncrementsOfOneKeyAreNeverLost) {
  constexpr int kIncrements = 2000;
  run_threads([&](int) {
    const Key key{Family::kItems, "n"};
    for (int i = 0; i < kIncrements; ++i) {
      const auto increment = [&](Values values, Batch& batch) -> Result<void> {
        batch.put(key, std::to_string(number(values[0]) + 1));
        return {};
      };
      ASSERT_TRUE(modify({&key, 1}, increment).ok());
    }
  });
  flush();
  EXPECT_EQ(get("n"), std::to_string(kThreads * kIncrements));
}

TEST_P(EngineConcurrency, AddsToOneCounterAreNeverLost) {
  constexpr int kAdds = 2000;
  run_threads([&](int thread) {
    const std::int64_t deltas[] = {1, thread};
    for (int i = 0; i < kAdds; ++i) {
      write([&](Batch& batch) { batch.add({Family::kCounters, "t"}, deltas); });
    }
  });
  flush();
  EXPECT_EQ(counters("t"), (std::vector<std::int64_t>{kThreads * kAdds, (0 + 1 + 2 + 3) * kAdds}));
}

// Each write takes a from some key and gives it to another: in any view, the sum is what it was.
TEST_P(EngineConcurrency, WritesOfManyOverlappingKeysAreAtomicAndDoNotDeadlock) {
  constexpr int kKeys = 20;
  constexpr int kTransfers = 1500;
  std::vector<std::string> names;
  for (int i = 0; i < kKeys; ++i) names.push_back("k" + std::to_string(i));
  write([&](Batch& batch) {
    for (const std::string& name : names) batch.put({Family::kItems, name}, "100");
  });
  flush();

  std::atomic<bool> done{false};
  std::thread reader([&] {
    while (!done) {
      const auto view = engine_->view(Blocking::kAllowed);
      int sum = 0;
      for (const auto& [key, value] : read(*view, {Family::kItems, "", ""}))
        sum += std::stoi(value);
      ASSERT_EQ(sum, 100 * kKeys);
      int again = 0;
      for (const std::string& name : names) again += std::stoi(get(*view, name).value_or("0"));
      ASSERT_EQ(again, 100 * kKeys);
    }
  });
  run_threads([&](int thread) {
    std::mt19937 random(static_cast<std::uint32_t>(thread));
    for (int i = 0; i < kTransfers; ++i) {
      // Up to twelve keys in random order, some of them twice.
      std::vector<Key> keys;
      const std::size_t count = 2 + random() % 11;
      for (std::size_t k = 0; k < count; ++k) {
        keys.push_back({Family::kItems, names[random() % kKeys]});
      }
      const auto transfer = [&](Values values, Batch& batch) -> Result<void> {
        if (keys.front().bytes == keys.back().bytes) return {};
        batch.put(keys.front(), std::to_string(number(values.front()) - 1));
        batch.put(keys.back(), std::to_string(number(values.back()) + 1));
        return {};
      };
      ASSERT_TRUE(modify(keys, transfer).ok());
    }
  });
  done = true;
  reader.join();
}

TEST_P(EngineConcurrency, WritersOfOtherKeysDoNotWaitForALatchedOne) {
  std::atomic<bool> other_done{false};
  std::thread other;
  const Key key{Family::kItems, "held"};
  const auto hold = [&](Values, Batch&) -> Result<void> {
    // While this key is latched, another is written, and this one cannot be.
    other = std::thread([&] {
      put("free", "1");
      const auto nothing = [](Values, Batch&) -> Result<void> { return {}; };
      const Result<void> tried = engine_->modify({&key, 1}, nothing, Blocking::kNever);
      EXPECT_FALSE(tried.ok());
      if (!tried.ok()) {
        EXPECT_EQ(tried.error().code(), ErrorCode::kWouldBlock);
      }
      other_done = true;
      other_done.notify_one();
    });
    other_done.wait(false);
    return {};
  };
  ASSERT_TRUE(engine_->modify({&key, 1}, hold, Blocking::kAllowed).ok());
  other.join();
  EXPECT_GE(engine_->statistics().would_block, 1u);
}

TEST_P(EngineConcurrency, WhoMayWaitGetsTheLatchWhenItIsFree) {
  const Key key{Family::kItems, "held"};
  std::thread waiter;
  std::atomic<bool> released{false};
  const auto hold = [&](Values, Batch& batch) -> Result<void> {
    waiter = std::thread([&] {
      const auto look = [&](Values values, Batch&) -> Result<void> {
        EXPECT_TRUE(released);
        EXPECT_EQ(values[0], "1");
        return {};
      };
      EXPECT_TRUE(engine_->modify({&key, 1}, look, Blocking::kAllowed).ok());
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    batch.put(key, "1");
    released = true;
    return {};
  };
  ASSERT_TRUE(engine_->modify({&key, 1}, hold, Blocking::kAllowed).ok());
  waiter.join();
}

// What an answered writer wrote is in every view made afterwards, on any thread.
TEST_P(EngineConcurrency, AnsweredWritesAreInEveryLaterView) {
  constexpr int kWrites = 500;
  std::atomic<int> answered{0};
  std::atomic<bool> done{false};
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        const int at_least = answered.load();
        const std::string seen = get("n").value_or("0");
        ASSERT_GE(std::stoi(seen), at_least);
      }
    });
  }
  for (int i = 1; i <= kWrites; ++i) {
    put("n", std::to_string(i));
    engine_->when_durable(engine_->last_commit(), [&answered, i](const Result<void>& flushed) {
      ASSERT_TRUE(flushed.ok());
      answered.store(i);
    });
    if (i % 10 == 0) flush();
  }
  flush();
  done = true;
  for (std::thread& reader : readers) reader.join();
}

}  // namespace magneto::internal::storage
