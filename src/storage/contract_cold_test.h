// SPDX-License-Identifier: Apache-2.0
//
// What is read is complete, however little of it is in memory: the part of the contract for an
// engine whose data lies in many files and has just been opened. See contract_test.h.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <random>

#include "storage/contract_test.h"

namespace magneto::internal::storage {

class EngineColdReads : public EngineContract {
 protected:
  static constexpr int kKeys = 4000;

  static std::string name(int i) {
    char key[16];
    std::snprintf(key, sizeof key, "k%07d", i);
    return key;
  }
  /// Hard to compress, so that many files come of few keys.
  static std::string value(int i, int round) {
    std::mt19937 random(static_cast<std::uint32_t>(i * 31 + round));
    std::string bytes(100, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    return bytes;
  }

  void write_keys(int begin, int end, int step, int round) {
    for (int i = begin; i < end; i += 100 * step) {
      write([&](Batch& batch) {
        for (int k = i; k < std::min(end, i + 100 * step); k += step) {
          model_[name(k)] = value(k, round);
          batch.put({Family::kItems, name(k)}, model_[name(k)]);
        }
      });
    }
    flush();
  }

  /// Several files a level, and several levels: everything, then parts of it over that, then some
  /// of it erased, with a restart behind each.
  void fill() {
    write_keys(0, kKeys, 1, 0);
    restart();
    for (int round = 1; round <= 4; ++round) {
      write_keys(round, kKeys, 3 + round, round);
      restart();
    }
    write([&](Batch& batch) {
      for (int i = 0; i < kKeys; i += 11) {
        batch.erase({Family::kItems, name(i)});
        model_.erase(name(i));
      }
    });
    flush();
    restart();
  }

  void restart() {
    if (GetParam().survives_closing) reopen();
  }

  /// Opens again with nothing of the data in memory, neither the engine's nor the system's. (On a
  /// file system that lies in memory the latter changes nothing.)
  void open_cold() {
    if (!GetParam().survives_closing) return;
    engine_.reset();
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_)) {
      if (!entry.is_regular_file()) continue;
      const int file = ::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC);
      ASSERT_GE(file, 0);
      ::fsync(file);
      ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
      ::close(file);
    }
    open();
  }

  Pairs expected(const Range& range) const {
    const auto end = range.end.empty() ? model_.end() : model_.lower_bound(std::string(range.end));
    Pairs pairs(model_.lower_bound(std::string(range.begin)), end);
    if (range.backward) std::reverse(pairs.begin(), pairs.end());
    return pairs;
  }

  /// Up to `limit` pairs; nothing when the cursor would have had to wait.
  std::optional<Pairs> try_read(const Range& range, std::size_t limit, Blocking blocking) {
    Pairs pairs;
    const auto view = engine_->view(blocking);
    const auto cursor = view->range(range);
    for (; pairs.size() < limit && cursor->valid(); cursor->next()) {
      pairs.emplace_back(cursor->key(), cursor->value());
    }
    const Result<void> status = cursor->status();
    if (status.ok()) return pairs;
    EXPECT_EQ(blocking, Blocking::kNever) << status.error().message();
    EXPECT_EQ(status.error().code(), ErrorCode::kWouldBlock);
    return std::nullopt;
  }

  /// As an event loop and its pool do it.
  Pairs read_page(const Range& range, std::size_t limit) {
    auto pairs = try_read(range, limit, Blocking::kNever);
    if (!pairs) pairs = try_read(range, limit, Blocking::kAllowed);
    return pairs.value_or(Pairs());
  }

  /// Everything, page by page, each page from where the last one ended.
  Pairs read_in_pages(bool backward, std::size_t limit) {
    Pairs all;
    std::string begin;
    std::string end;
    for (;;) {
      const Pairs page = read_page({Family::kItems, begin, end, backward}, limit);
      all.insert(all.end(), page.begin(), page.end());
      if (page.size() < limit) return all;
      (backward ? end : begin) = backward ? page.back().first : page.back().first + '\0';
    }
  }

  std::map<std::string, std::string> model_;
};

TEST_P(EngineColdReads, PagesShowEachKeyOnce) {
  fill();
  for (const std::size_t limit : {40, 1000, 7, 1'000'000}) {
    for (const bool backward : {false, true}) {
      open_cold();
      const Range all{Family::kItems, "", "", backward};
      EXPECT_TRUE(read_in_pages(backward, limit) == expected(all))
          << "cold, limit " << limit << (backward ? ", backward" : "");
      EXPECT_TRUE(read_in_pages(backward, limit) == expected(all))
          << "again, limit " << limit << (backward ? ", backward" : "");
    }
  }
}

TEST_P(EngineColdReads, ACursorThatMayNotWaitShowsAllOrWouldBlock) {
  fill();
  std::mt19937 random(3);
  int answered = 0;
  open_cold();
  for (int step = 0; step < 400; ++step) {
    if (step % 50 == 0) open_cold();
    const std::string begin = name(static_cast<int>(random() % kKeys));
    const std::string end = name(static_cast<int>(random() % kKeys));
    if (begin > end) continue;
    const Range range{Family::kItems, begin, end, random() % 2 == 0};
    const auto pairs = try_read(range, kKeys, Blocking::kNever);
    if (pairs) {
      ++answered;
      EXPECT_TRUE(*pairs == expected(range)) << begin << " to " << end;
    }
    // Some of the range gets warm.
    if (step % 3 == 0) try_read(range, random() % 300, Blocking::kAllowed);
  }
  EXPECT_GT(answered, 0);
}

TEST_P(EngineColdReads, WhatIsInMemoryNeedNotWait) {
  fill();
  open_cold();
  const std::string begin = name(1000);
  const std::string end = name(1200);
  const Range range{Family::kItems, begin, end};
  ASSERT_TRUE(try_read(range, kKeys, Blocking::kAllowed));
  EXPECT_TRUE(try_read(range, kKeys, Blocking::kNever));
}

TEST_P(EngineColdReads, AKeyIsFoundAsItIsOrWouldBlock) {
  fill();
  open_cold();
  for (int i = 0; i < kKeys; i += 7) {
    const std::string key = i % 2 == 0 ? name(i) : name(i) + "x";
    const auto view = engine_->view(Blocking::kNever);
    const auto found = view->get({Family::kItems, key});
    const auto known = model_.find(key);
    if (found.ok()) {
      EXPECT_EQ(*found, known == model_.end() ? std::nullopt
                                              : std::optional<std::string_view>(known->second));
    } else {
      EXPECT_EQ(found.error().code(), ErrorCode::kWouldBlock);
    }
    if (i % 5 == 0) get(key);  // gets warm
  }
}

}  // namespace magneto::internal::storage
