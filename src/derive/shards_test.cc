// SPDX-License-Identifier: Apache-2.0
#include "derive/shards.h"

#include <gtest/gtest.h>

namespace magneto::internal::derive {
namespace {

constexpr std::int64_t kHour_ms = 60 * 60 * 1000;
constexpr std::int64_t kStart_ms = 1'793'000'040'000;  // A whole minute.

catalog::Stream stream_of(std::int64_t created_ms) {
  catalog::Stream stream;
  stream.created_ms = created_ms;
  stream.first = change_number_at(created_ms) + 5;
  return stream;
}

std::vector<Shard> shards_at(const catalog::Stream& stream, std::int64_t now_ms) {
  return visible_shards(stream, change_number_at(now_ms), now_ms);
}

TEST(Shards, AYoungStreamHasOneThatIsOpen) {
  const auto shards = shards_at(stream_of(kStart_ms), kStart_ms + kHour_ms);
  ASSERT_EQ(shards.size(), 1);
  EXPECT_EQ(shards[0].begin, change_number_at(kStart_ms) + 5);
  EXPECT_EQ(shards[0].started_ms, kStart_ms);
  EXPECT_FALSE(shards[0].end);
  EXPECT_FALSE(shards[0].parent_started_ms);
}

TEST(Shards, ThereIsNoneWhileTheStreamIsEnabling) {
  catalog::Stream stream = stream_of(kStart_ms);
  stream.first = 0;
  EXPECT_TRUE(shards_at(stream, kStart_ms + kHour_ms).empty());
}

TEST(Shards, EachIsTheParentOfTheNextAndEndsWhereThatBegins) {
  const auto shards = shards_at(stream_of(kStart_ms), kStart_ms + 9 * kHour_ms);
  ASSERT_EQ(shards.size(), 3);
  for (std::size_t i = 1; i < shards.size(); ++i) {
    EXPECT_EQ(shards[i - 1].end, shards[i].begin);
    EXPECT_EQ(shards[i].parent_started_ms, shards[i - 1].started_ms);
    EXPECT_EQ(shards[i].begin, change_number_at(shards[i].started_ms));
  }
  EXPECT_FALSE(shards.back().end);
}

TEST(Shards, AShardClosesWhenNoWriteCanGetANumberInItAnyMore) {
  const catalog::Stream stream = stream_of(kStart_ms);
  const ChangeNumber child = change_number_at(kStart_ms + kShardSpan_ms);
  EXPECT_EQ(visible_shards(stream, child - 1, kStart_ms).size(), 1);
  const auto shards = visible_shards(stream, child, kStart_ms);
  ASSERT_EQ(shards.size(), 2);
  EXPECT_EQ(shards[0].end, child);
}

TEST(Shards, AreGoneWhenAllOfThemIsTrimmed) {
  const auto shards = shards_at(stream_of(kStart_ms), kStart_ms + 28 * kHour_ms);
  ASSERT_EQ(shards.size(), 7);
  EXPECT_EQ(shards[0].started_ms, kStart_ms + kShardSpan_ms);
  EXPECT_EQ(shards[0].parent_started_ms, kStart_ms);
  EXPECT_EQ(shards_at(stream_of(kStart_ms), kStart_ms + 28 * kHour_ms - 60'000).size(), 7);
  EXPECT_EQ(shards_at(stream_of(kStart_ms), kStart_ms + 28 * kHour_ms - 60'000)[0].started_ms,
            kStart_ms);
}

TEST(Shards, OfADisabledStreamAreAllClosed) {
  catalog::Stream stream = stream_of(kStart_ms);
  stream.disabled_ms = kStart_ms + 5 * kHour_ms;
  stream.end = change_number_at(stream.disabled_ms) + 1;
  const auto shards = shards_at(stream, kStart_ms + 20 * kHour_ms);
  ASSERT_EQ(shards.size(), 2);
  EXPECT_EQ(shards[1].end, stream.end);
}

TEST(TrimHorizon, LiesADayBackInWholeMinutes) {
  EXPECT_EQ(trim_horizon(kStart_ms), change_number_at(kStart_ms - 24 * kHour_ms));
  EXPECT_EQ(trim_horizon(kStart_ms + 59'999), change_number_at(kStart_ms - 24 * kHour_ms));
  EXPECT_EQ(trim_horizon(0), 0);
}

}  // namespace
}  // namespace magneto::internal::derive
