// SPDX-License-Identifier: Apache-2.0
#include "operations/streams/shard_iterator.h"

#include <gtest/gtest.h>

#include "operations/streams/sequence_number.h"
#include "operations/streams/stream_name.h"

namespace magneto::internal::operations {
namespace {

constexpr std::string_view kArn =
    "arn:aws:dynamodb:us-east-1:000000000000:table/Music/stream/2026-11-21T04:39:48.123";
constexpr std::int64_t kNow_ms = 1'793'000'000'000;

TEST(ShardIterator, IsReadAsItWasWritten) {
  Arena arena;
  const auto text = write_iterator(arena, {kArn, kNow_ms, 17, UINT64_MAX});
  EXPECT_TRUE(text.starts_with(std::string(kArn) + "|1|"));
  const auto iterator = read_iterator(text, kNow_ms);
  ASSERT_TRUE(iterator.ok());
  EXPECT_EQ(iterator->stream_arn, kArn);
  EXPECT_EQ(iterator->made_ms, kNow_ms);
  EXPECT_EQ(iterator->shard_begin, 17);
  EXPECT_EQ(iterator->position, UINT64_MAX);
}

TEST(ShardIterator, LivesForFifteenMinutes) {
  Arena arena;
  const auto text = write_iterator(arena, {kArn, kNow_ms, 1, 1});
  EXPECT_TRUE(read_iterator(text, kNow_ms + 15 * 60'000).ok());
  const auto expired = read_iterator(text, kNow_ms + 15 * 60'000 + 1);
  EXPECT_EQ(expired.error().code(), ErrorCode::kExpiredIterator);
}

TEST(ShardIterator, IsInvalidWhenAnythingInItIsChanged) {
  Arena arena;
  const std::string text(write_iterator(arena, {kArn, kNow_ms, 1, 1}));
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = changed[i] == 'x' ? 'y' : 'x';
    const auto iterator = read_iterator(changed, kNow_ms);
    ASSERT_FALSE(iterator.ok()) << i;
    EXPECT_EQ(iterator.error().code(), ErrorCode::kValidation);
    EXPECT_EQ(iterator.error().message(), "Invalid ShardIterator");
    EXPECT_FALSE(read_iterator(text.substr(0, i), kNow_ms).ok()) << i;
  }
}

TEST(SequenceNumber, HasTwentyOneDigitsInTheOrderOfNumbers) {
  Arena arena;
  EXPECT_EQ(sequence_number(arena, 0), "100000000000000000000");
  EXPECT_EQ(sequence_number(arena, UINT64_MAX), "118446744073709551615");
  for (const derive::ChangeNumber number : {0ul, 9ul, 10ul, UINT64_MAX}) {
    EXPECT_EQ(read_sequence_number(sequence_number(arena, number)), number);
  }
  EXPECT_EQ(read_sequence_number("000100000000000000000007"), 7);
}

TEST(SequenceNumber, IsNothingElse) {
  for (const char* text :
       {"", "1", "10000000000000000000", "200000000000000000000", "1000000000000000000000",
        "118446744073709551616", "10000000000000000000x", "1-0000000000000000001"}) {
    EXPECT_FALSE(read_sequence_number(text)) << text;
  }
}

TEST(StreamArn, NamesTableAndLabel) {
  const auto name = read_stream_arn(kArn);
  ASSERT_TRUE(name.ok());
  EXPECT_EQ(name->table, "Music");
  EXPECT_EQ(name->label, "2026-11-21T04:39:48.123");
  EXPECT_TRUE(read_stream_arn("arn:aws:dynamodb:eu-west-1:1:table/Music/stream/x").ok());
  for (const char* text : {"", "Music", "arn:aws:dynamodb:us-east-1:000000000000:table/Music",
                           "arn:aws:dynamodb:us-east-1:000000000000:table/Music/stream/",
                           "arn:aws:dynamodb:us-east-1:000000000000:table/M/stream/x",
                           "arn:aws:s3:us-east-1:000000000000:table/Music/stream/x"}) {
    EXPECT_EQ(read_stream_arn(text).error().code(), ErrorCode::kValidation) << text;
  }
}

}  // namespace
}  // namespace magneto::internal::operations
