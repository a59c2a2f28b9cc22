// SPDX-License-Identifier: Apache-2.0
#include "keys/partition_hash.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "keys/key_test_items.h"

namespace magneto::internal::keys {
namespace {

using value::ValueView;

/// `keys` in the order in which Scan meets them.
template <class Make>
std::vector<std::string> in_scan_order(std::vector<std::string> keys, Make make) {
  std::ranges::sort(keys, {}, [&](const std::string& key) {
    const ValueView value = make(key);
    return partition_hash({&value, 1});
  });
  return keys;
}

// These orders and segments were recorded of the service by dynalite's tests.

TEST(PartitionHash, StringsInTheOrderOfTheService) {
  Arena arena;
  const std::vector<std::string> recorded = {
      "2",       "8", "9", "1",   "6", "hello", "0", "5", "4", "\xC3\xA4\xC3\xA1\xC3\xB6\xC3\xBC",
      "aardman", "7", "3", "zapf"};
  std::vector<std::string> keys = recorded;
  std::ranges::sort(keys);
  EXPECT_EQ(in_scan_order(keys, [&](const std::string& k) { return value::make_string(arena, k); }),
            recorded);
}

TEST(PartitionHash, NumbersInTheOrderOfTheService) {
  Arena arena;
  const std::vector<std::string> recorded = {"7", "999.9", "8", "3", "2", "-999.9",   "9",
                                             "4", "-0.09", "6", "1", "0", "0.012345", "5"};
  std::vector<std::string> keys = recorded;
  std::ranges::sort(keys);
  EXPECT_EQ(in_scan_order(keys, [&](const std::string& k) { return test_number(arena, k); }),
            recorded);
}

TEST(PartitionHash, SegmentsOfTheService) {
  Arena arena;
  const auto segment_of_4096 = [&](std::string_view key) {
    const ValueView value = value::make_string(arena, key);
    return partition_hash({&value, 1}) >> 52;
  };
  EXPECT_EQ(segment_of_4096("3635"), 0u);
  EXPECT_EQ(segment_of_4096("228"), 0u);
  EXPECT_EQ(segment_of_4096("1668"), 1u);
  EXPECT_EQ(segment_of_4096("3435"), 4u);
}

TEST(PartitionHash, TakesSortAttributesToo) {
  Arena arena;
  const ValueView a = value::make_string(arena, "a");
  const ValueView b = value::make_string(arena, "b");
  const ValueView ab = value::make_string(arena, "ab");
  EXPECT_NE(partition_hash({&a, 1}), partition_hash({&a, 1}, {&b, 1}));
  EXPECT_EQ(partition_hash({&ab, 1}), partition_hash({&a, 1}, {&b, 1}));
}

}  // namespace
}  // namespace magneto::internal::keys
