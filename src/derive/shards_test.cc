// SPDX-License-Identifier: Apache-2.0
#include "derive/shards.h"

#include <gtest/gtest.h>

#include <vector>

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

std::vector<Shard> visible_shards(const catalog::Stream& stream, ChangeNumber next,
                                  std::int64_t now_ms) {
  const VisibleShards shards(stream, next, now_ms);
  std::vector<Shard> all;
  for (std::size_t i = 0; i < shards.size(); ++i) all.push_back(shards[i]);
  return all;
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

TEST(Shards, OfADisabledStreamAreGoneWhenItsEndIsTrimmed) {
  catalog::Stream stream = stream_of(kStart_ms);
  stream.disabled_ms = kStart_ms + 5 * kHour_ms;
  stream.end = change_number_at(stream.disabled_ms) + 1;
  EXPECT_EQ(shards_at(stream, kStart_ms + 29 * kHour_ms).size(), 1);
  EXPECT_TRUE(shards_at(stream, kStart_ms + 29 * kHour_ms + 60'000).empty());
  EXPECT_TRUE(shards_at(stream, kStart_ms + 90 * kHour_ms).empty());
}

TEST(Shards, OfAStreamThatEndsWhereItBeginsThereIsNone) {
  catalog::Stream stream = stream_of(kStart_ms);
  stream.end = stream.first;
  EXPECT_TRUE(shards_at(stream, kStart_ms).empty());
}

// A clock was 300 years ahead, and is right again.
TEST(Shards, AnyOfVeryManyIsFoundWithoutCountingTheOthers) {
  constexpr std::int64_t kYears_ms = 300 * 365 * 24 * kHour_ms;
  constexpr std::size_t kCount = 300 * 365 * 6 + 1;
  const catalog::Stream stream = stream_of(kStart_ms);
  const VisibleShards shards(stream, change_number_at(kStart_ms + kYears_ms), kStart_ms);
  ASSERT_EQ(shards.size(), kCount);
  EXPECT_EQ(shards[0].begin, stream.first);
  EXPECT_EQ(shards[kCount - 1].started_ms, kStart_ms + kYears_ms);
  EXPECT_FALSE(shards[kCount - 1].end);
  EXPECT_EQ(shards[kCount - 2].end, shards[kCount - 1].begin);
  int looks = 0;
  const std::size_t before = shards.count_first([&](const Shard& shard) {
    ++looks;
    return shard.begin < shards[400'000].begin;
  });
  EXPECT_EQ(before, 400'000u);
  EXPECT_LE(looks, 20);
}

TEST(TrimHorizon, LiesADayBackInWholeMinutes) {
  EXPECT_EQ(trim_horizon(kStart_ms), change_number_at(kStart_ms - 24 * kHour_ms));
  EXPECT_EQ(trim_horizon(kStart_ms + 59'999), change_number_at(kStart_ms - 24 * kHour_ms));
  EXPECT_EQ(trim_horizon(0), 0);
}

}  // namespace
}  // namespace magneto::internal::derive
