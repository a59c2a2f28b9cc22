// SPDX-License-Identifier: Apache-2.0
#include "keys/key_bytes.h"

#include <gtest/gtest.h>

#include "keys/key_test_items.h"

namespace magneto::internal::keys {
namespace {

using value::Type;
using value::ValueView;

std::string hex(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    text += kDigits[static_cast<unsigned char>(c) >> 4];
    text += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

class KeyBytes : public ::testing::Test {
 protected:
  value::ItemView item(std::vector<value::Attribute> attributes) {
    return value::make_item(arena_, attributes);
  }
  ValueView s(std::string_view text) { return value::make_string(arena_, text); }
  ValueView b(std::string_view bytes) { return value::make_binary(arena_, bytes); }
  ValueView n(std::string_view text) { return test_number(arena_, text); }
  Arena arena_;
};

// Golden: these bytes are stored. The hashes were computed with md5sum.

TEST_F(KeyBytes, OfAStringPartition) {
  const KeySchema schema{{{"p", Type::kString}}, {}};
  EXPECT_EQ(hex(item_key(arena_, 7, schema, item({{"p", s("user1")}}))),
            "00000007"
            "14cfe67fb25d01b5"
            "00057573657231");
}

TEST_F(KeyBytes, OfABinaryPartitionIsNotEscaped) {
  const KeySchema schema{{{"p", Type::kBinary}}, {}};
  EXPECT_EQ(hex(item_key(arena_, 1, schema, item({{"p", b(std::string_view("\0\xFF\0", 3))}}))),
            "00000001"
            "f43e2424007287a8"
            "000300ff00");
}

TEST_F(KeyBytes, OfAStringSortKeyEscapesZerosAndEnds) {
  const KeySchema schema{{{"p", Type::kString}}, {{"s", Type::kString}}};
  EXPECT_EQ(hex(item_key(arena_, 0x01020304, schema,
                         item({{"p", s("a")}, {"s", s(std::string_view("x\0y", 3))}}))),
            "01020304"
            "f6558e516275dee2"
            "000161"
            "7800ff790001");
}

TEST_F(KeyBytes, OfANumberSortKeyEndsWithZero) {
  const KeySchema schema{{{"p", Type::kString}}, {{"s", Type::kNumber}}};
  EXPECT_EQ(hex(item_key(arena_, 1, schema, item({{"p", s("a")}, {"s", n("1")}}))),
            "00000001"
            "f6558e516275dee2"
            "000161"
            "c10200");
}

TEST_F(KeyBytes, OfAnIndexEntryEndWithTheItemsOwnKey) {
  const KeySchema table{{{"p", Type::kString}}, {{"s", Type::kString}}};
  const KeySchema index{{{"a", Type::kString}, {"b", Type::kNumber}}, {{"c", Type::kNumber}}};
  const auto all =
      item({{"p", s("q")}, {"s", s("r")}, {"a", s("a")}, {"b", n("1")}, {"c", n("-1")}});
  EXPECT_EQ(hex(index_key(arena_, 9, index, table, all)),
            "00000009"
            "e9d4bdfb51ea87da"
            "0001610002c102"  // partition
            "3e646600"        // sort
            "7f24bbbb"        // tie
            "000171720001");  // item
}

TEST_F(KeyBytes, OrderOfOneCollectionIsTheOrderOfTheSortValues) {
  RandomKeys random(arena_, 1);
  for (int round = 0; round < 20'000; ++round) {
    const Type type = random.type();
    const KeySchema schema{{{"p", Type::kString}}, {{"s", type}}};
    const ValueView x = random.value(type);
    const ValueView y = random.value(type);
    const int order = compare_values(x, y);
    const auto key_x = item_key(arena_, 1, schema, item({{"p", s("a")}, {"s", x}}));
    const auto key_y = item_key(arena_, 1, schema, item({{"p", s("a")}, {"s", y}}));
    ASSERT_EQ(order < 0, key_x < key_y) << hex(key_x) << " " << hex(key_y);
    ASSERT_EQ(order == 0, key_x == key_y) << hex(key_x) << " " << hex(key_y);
  }
}

TEST_F(KeyBytes, OfTwoSortAttributesOrderByTheFirstThenTheSecond) {
  RandomKeys random(arena_, 2);
  for (int round = 0; round < 20'000; ++round) {
    const Type first = random.type();
    const Type second = random.type();
    const KeySchema table{{{"p", Type::kString}}, {}};
    const KeySchema index{{{"p", Type::kString}}, {{"f", first}, {"g", second}}};
    const ValueView x[] = {random.value(first), random.value(second)};
    const ValueView y[] = {random.value(first), random.value(second)};
    const int by_first = compare_values(x[0], y[0]);
    const int order = by_first != 0 ? by_first : compare_values(x[1], y[1]);
    const auto key = [&](const ValueView* v) {
      return index_key(arena_, 1, index, table, item({{"p", s("a")}, {"f", v[0]}, {"g", v[1]}}));
    };
    ASSERT_EQ(order < 0, key(x) < key(y)) << hex(key(x)) << " " << hex(key(y));
    ASSERT_EQ(order == 0, key(x) == key(y)) << hex(key(x)) << " " << hex(key(y));
  }
}

TEST_F(KeyBytes, OfDifferentItemsDiffer) {
  // Without the lengths, ("ab", "c") and ("a", "bc") would share their bytes.
  const KeySchema table{{{"id", Type::kString}}, {}};
  const KeySchema index{{{"a", Type::kString}, {"b", Type::kString}}, {}};
  const auto key = [&](std::string_view a, std::string_view b, std::string_view id) {
    return index_key(arena_, 1, index, table, item({{"a", s(a)}, {"b", s(b)}, {"id", s(id)}}));
  };
  EXPECT_NE(key("ab", "c", "1"), key("a", "bc", "1"));
  EXPECT_NE(key("a", "b", "1"), key("a", "b", "2"));
}

}  // namespace
}  // namespace magneto::internal::keys
