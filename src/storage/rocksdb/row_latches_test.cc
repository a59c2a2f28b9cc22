// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/row_latches.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace magneto::internal::storage {
namespace {

TEST(RowLatches, AHeldOneIsRefusedToWhoMayNotWait) {
  RowLatches latches;
  ASSERT_TRUE(latches.lock(3, Blocking::kNever));
  EXPECT_FALSE(latches.lock(3, Blocking::kNever));
  EXPECT_TRUE(latches.lock(4, Blocking::kNever));
  latches.unlock(3);
  EXPECT_TRUE(latches.lock(3, Blocking::kNever));
}

TEST(RowLatches, ManyWaitersAllGetTheirTurn) {
  RowLatches latches;
  int counter = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 5000; ++i) {
        ASSERT_TRUE(latches.lock(0, Blocking::kAllowed));
        ++counter;
        latches.unlock(0);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(counter, 8 * 5000);
}

TEST(RowLatches, ASetThatCannotBeLatchedLetsGoOfWhatItHad) {
  RowLatches latches;
  std::vector<std::string> names;
  std::vector<Key> keys;
  for (int i = 0; i < 100; ++i) names.push_back("k" + std::to_string(i));
  for (const std::string& name : names) keys.push_back({Family::kItems, name});
  const std::uint32_t held = RowLatches::stripe_of(keys[70]);
  ASSERT_TRUE(latches.lock(held, Blocking::kNever));
  {
    LatchedKeys all(latches);
    EXPECT_FALSE(all.lock(keys, Blocking::kNever));
  }
  latches.unlock(held);
  LatchedKeys all(latches);
  EXPECT_TRUE(all.lock(keys, Blocking::kNever));
}

TEST(RowLatches, AKeyNamedTwiceIsLatchedOnce) {
  RowLatches latches;
  const Key twice[] = {{Family::kItems, "a"}, {Family::kItems, "b"}, {Family::kItems, "a"}};
  {
    LatchedKeys held(latches);
    EXPECT_TRUE(held.lock(twice, Blocking::kNever));
  }
  EXPECT_TRUE(latches.lock(RowLatches::stripe_of(twice[0]), Blocking::kNever));
}

TEST(RowLatches, SpreadOverTheStripes) {
  std::vector<int> counts(RowLatches::kStripes);
  for (int i = 0; i < 160'000; ++i) {
    const std::string name = "item" + std::to_string(i);
    ++counts[RowLatches::stripe_of({Family::kItems, name})];
  }
  for (const int count : counts) EXPECT_LT(count, 40);  // ten on average
}

}  // namespace
}  // namespace magneto::internal::storage
