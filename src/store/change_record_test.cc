// SPDX-License-Identifier: Apache-2.0
#include "store/change_record.h"

#include <gtest/gtest.h>

#include <string>

#include "derive/test_tables.h"

namespace magneto::internal::store {
namespace {

using derive::Change;
using derive::ChangeEvent;
using derive::ChangeOrigin;

std::string length_and(std::string_view item) {
  return std::string("\0\0\0", 3) + static_cast<char>(item.size()) + std::string(item);
}

class ChangeRecordTest : public ::testing::Test {
 protected:
  Arena arena;
  const value::ItemView one = test_item(arena, {{"p", "S:a"}});
  const value::ItemView two = test_item(arena, {{"p", "S:a"}, {"x", "N:1"}});
};

TEST(ChangeKey, IsTheSpaceAndTheNumberInOrder) {
  const ChangeKey key(0x01020304, 0x1112131415161718);
  EXPECT_EQ(key.bytes(), "\x01\x02\x03\x04\x11\x12\x13\x14\x15\x16\x17\x18");
  const ChangeKey again = ChangeKey::decode(key.bytes()).value();
  EXPECT_EQ(again.space(), 0x01020304u);
  EXPECT_EQ(again.number(), 0x1112131415161718u);
  EXPECT_LT(ChangeKey(1, 0xFF).bytes(), ChangeKey(1, 0x100).bytes());
  EXPECT_EQ(ChangeKey::decode("short").error().code(), ErrorCode::kCorruption);
}

TEST_F(ChangeRecordTest, WritesTheGoldenBytes) {
  const Change removed{ChangeEvent::kRemove, ChangeOrigin::kExpiry, std::nullopt, two,
                       std::nullopt};
  EXPECT_EQ(encode_change(arena, removed), "\x01\x03\x01\x02" + length_and(two.bytes()));
  const Change modified{ChangeEvent::kModify, ChangeOrigin::kRequest, std::nullopt, one, two};
  EXPECT_EQ(encode_change(arena, modified),
            std::string("\x01\x02\x00\x06", 4) + length_and(one.bytes()) + length_and(two.bytes()));
}

TEST_F(ChangeRecordTest, ReadsWhatItWrites) {
  for (const bool keys : {false, true}) {
    for (const bool image : {false, true}) {
      if (!keys && !image) continue;
      Change change{ChangeEvent::kInsert, ChangeOrigin::kRequest, {}, {}, {}};
      if (keys) change.keys = one;
      if (image) change.new_image = two;
      const Change read = decode_change(encode_change(arena, change)).value();
      EXPECT_EQ(read.event, change.event);
      EXPECT_EQ(read.origin, change.origin);
      EXPECT_EQ(read.keys, change.keys);
      EXPECT_EQ(read.old_image, change.old_image);
      EXPECT_EQ(read.new_image, change.new_image);
    }
  }
}

TEST_F(ChangeRecordTest, RefusesEveryPartOfARecordAndWhatIsBehindIt) {
  const Change change{ChangeEvent::kModify, ChangeOrigin::kRequest, std::nullopt, one, two};
  const std::string record(encode_change(arena, change));
  for (std::size_t size = 0; size < record.size(); ++size) {
    EXPECT_FALSE(decode_change(std::string_view(record).substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(decode_change(record + "x").ok());
  for (const std::size_t at : {0, 1, 2, 3}) {
    std::string damaged = record;
    damaged[at] = '\x7F';
    EXPECT_FALSE(decode_change(damaged).ok()) << at;
  }
}

}  // namespace
}  // namespace magneto::internal::store
