// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/skipping_memtable.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <vector>

#include "storage/rocksdb/rocksdb_engine.h"

namespace magneto::internal::storage {
namespace {

/// One memtable with keys that are overwritten over and over, beside maps of what each moment saw.
class SkippingMemtable : public ::testing::Test {
 protected:
  using Model = std::map<std::string, std::string>;
  struct Moment {
    std::unique_ptr<View> view;
    Model model;
  };

  void SetUp() override {
    auto opened = open_rocksdb({.write_buffer_bytes = 256 << 20});
    ASSERT_TRUE(opened.ok());
    engine_ = std::move(opened).value();
  }

  void change(FunctionRef<void(Batch&)> fill) {
    const auto decide = [&](Values, Batch& batch) -> Result<void> {
      fill(batch);
      return {};
    };
    ASSERT_TRUE(engine_->modify({}, decide, Blocking::kAllowed).ok());
  }
  void put(const std::string& key, const std::string& value) {
    change([&](Batch& batch) { batch.put({Family::kItems, key}, value); });
    model_[key] = value;
  }
  void erase(const std::string& key) {
    change([&](Batch& batch) { batch.erase({Family::kItems, key}); });
    model_.erase(key);
  }

  static std::string key(std::size_t number) { return "key" + std::to_string(100 + number); }

  static void expect_same(const Moment& moment, std::string_view begin, std::string_view end) {
    for (const bool backward : {false, true}) {
      std::vector<std::pair<std::string, std::string>> expected(
          moment.model.lower_bound(std::string(begin)),
          end.empty() ? moment.model.end() : moment.model.lower_bound(std::string(end)));
      if (backward) std::reverse(expected.begin(), expected.end());
      std::vector<std::pair<std::string, std::string>> found;
      const auto cursor = moment.view->range({Family::kItems, begin, end, backward});
      for (; cursor->valid(); cursor->next()) found.emplace_back(cursor->key(), cursor->value());
      ASSERT_TRUE(cursor->status().ok());
      ASSERT_EQ(found, expected) << (backward ? "backward" : "forward");
    }
  }

  void run(std::uint32_t seed) {
    std::mt19937 random(seed);
    std::vector<Moment> moments;
    for (int step = 0; step < 20'000; ++step) {
      const std::string k = key(random() % 30);
      const auto choice = random() % 100;
      if (choice < 90) {
        put(k, std::to_string(step));
      } else {
        erase(k);
      }
      if (step % 300 == 0) {
        moments.push_back({engine_->view(Blocking::kAllowed), model_});
        for (int look = 0; look < 8; ++look) {
          const Moment& moment = moments[random() % moments.size()];
          const std::string begin = key(random() % 30);
          const std::string end = key(random() % 30);
          if (begin < end) expect_same(moment, begin, end);
        }
      }
    }
    for (const Moment& moment : moments) expect_same(moment, "a", "");
  }

  std::unique_ptr<Engine> engine_;
  Model model_;
};

TEST_F(SkippingMemtable, ShowsEachViewWhatItsMomentSaw) { run(1); }

TEST_F(SkippingMemtable, ShowsNothingNewerWhileACursorIsOpen) {
  for (std::size_t i = 0; i < 30; ++i) put(key(i), "old");
  const auto view = engine_->view(Blocking::kAllowed);
  const auto cursor = view->range({Family::kItems, "a", ""});
  std::size_t count = 0;
  for (; cursor->valid(); cursor->next(), ++count) {
    EXPECT_EQ(cursor->value(), "old");
    for (int i = 0; i < 20; ++i) put(key(count + 1), "new");
    put(key(count) + "between", "new");
  }
  EXPECT_EQ(count, 30u);
}

}  // namespace
}  // namespace magneto::internal::storage
