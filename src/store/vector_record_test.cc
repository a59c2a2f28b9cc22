// SPDX-License-Identifier: Apache-2.0
#include "store/vector_record.h"

#include <gtest/gtest.h>

#include <string>

#include "derive/test_tables.h"
#include "value/vector_distance.h"

namespace magneto::internal::store {
namespace {

TEST(VectorRecord, HasTheGoldenBytes) {
  Arena arena;
  const float vector[] = {1.0F, -2.0F};
  const std::string expected(
      "\x02\x02\x00\x00\x00\x80\x3F\x00\x00\x00\xC0\x01\x01p\x04\x01"
      "a",
      17);
  EXPECT_EQ(encode_vector_record(arena, vector, test_item(arena, {{"p", "S:a"}})), expected);
}

TEST(VectorRecord, ReadsWhatItWrites) {
  Arena arena;
  const std::vector<float> vector(4096, 0.5F);
  const value::ItemView item = test_item(arena, {{"p", "S:a"}, {"x", "N:1"}});
  const auto read = decode_vector_record(encode_vector_record(arena, vector, item), "key");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->vector, value::bytes_of(vector));
  EXPECT_EQ(read->item, item);
}

TEST(VectorRecord, RefusesWhatIsNone) {
  const std::string_view damaged[] = {
      "", {"\x01\x01\x00", 3}, {"\x02\x01\x00 abc", 7}, {"\x02\x01\x00 abcd", 7}};
  for (const std::string_view record : damaged) {
    const auto read = decode_vector_record(record, "k");
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.error().code(), ErrorCode::kCorruption);
  }
}

}  // namespace
}  // namespace magneto::internal::store
