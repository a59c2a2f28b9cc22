// SPDX-License-Identifier: Apache-2.0
#include "table/batch_queue.h"

#include <gtest/gtest.h>

namespace magneto::internal::table {
namespace {

const magneto::Error kLeft(ErrorCode::kThrottling, "left");

BatchQueue::Write write(int key, int version = 0, std::size_t bytes = 100) {
  BatchQueue::Write made;
  made.table = "T";
  made.id = std::to_string(key);
  made.item = Item{{"a", key}, {"version", version}};
  made.bytes = bytes;
  return made;
}

int version(const BatchQueue::Write& write) { return write.item["version"].as<int>().value(); }

TEST(BatchQueue, GivesTwentyFiveWritesAtMostAndSixteenMegabytes) {
  BatchQueue queue(false, 3);
  for (int i = 0; i < 30; ++i) queue.add(write(i));
  EXPECT_TRUE(queue.has_whole_batch());
  EXPECT_EQ(queue.take().size(), 25u);
  EXPECT_FALSE(queue.has_whole_batch());
  EXPECT_EQ(queue.take().size(), 5u);
  BatchQueue large(false, 3);
  for (int i = 0; i < 5; ++i) large.add(write(i, 0, 6 << 20));
  EXPECT_TRUE(large.has_whole_batch());
  EXPECT_EQ(large.take().size(), 2u);
  EXPECT_EQ(large.take().size(), 2u);
  EXPECT_EQ(large.take().size(), 1u);
}

TEST(BatchQueue, NeverGivesOneKeyTwiceAtATimeAndKeepsTheOrderOfItsWrites) {
  BatchQueue queue(false, 3);
  for (int v = 0; v < 3; ++v) queue.add(write(1, v));
  for (int v = 0; v < 3; ++v) {
    const BatchQueue::Batch batch = queue.take();
    ASSERT_EQ(batch.size(), 1u);
    EXPECT_EQ(version(*batch[0]), v);
    EXPECT_EQ(queue.ready(), 0u);
    queue.written(*batch[0]);
  }
  EXPECT_EQ(queue.size(), 0u);
  EXPECT_EQ(queue.bytes(), 0u);
  EXPECT_EQ(queue.report.written, 3u);
}

TEST(BatchQueue, TheLastWriteWinsOverABufferedOne) {
  BatchQueue queue(true, 3);
  for (int v = 0; v < 3; ++v) queue.add(write(1, v));
  const BatchQueue::Batch batch = queue.take();
  ASSERT_EQ(batch.size(), 1u);
  EXPECT_EQ(version(*batch[0]), 2);
  queue.written(*batch[0]);
  EXPECT_EQ(queue.report.overwritten, 2u);
  EXPECT_EQ(queue.bytes(), 0u);
}

TEST(BatchQueue, TheLastWriteFollowsOneThatIsUnderWay) {
  BatchQueue queue(true, 3);
  queue.add(write(1, 0));
  const BatchQueue::Batch first = queue.take();
  queue.add(write(1, 1));
  queue.add(write(1, 2));
  EXPECT_EQ(queue.ready(), 0u);
  queue.written(*first[0]);
  const BatchQueue::Batch second = queue.take();
  EXPECT_EQ(version(*second[0]), 2);
  queue.written(*second[0]);
  EXPECT_EQ(queue.report.written, 2u);
  EXPECT_EQ(queue.report.overwritten, 1u);
}

TEST(BatchQueue, AnUnprocessedWriteIsNotSentOverANewerOneOfItsKey) {
  BatchQueue queue(true, 3);
  queue.add(write(1, 0));
  const BatchQueue::Batch first = queue.take();
  queue.add(write(1, 1));
  queue.unprocessed(*first[0], kLeft);
  const BatchQueue::Batch second = queue.take();
  EXPECT_EQ(version(*second[0]), 1);
  queue.written(*second[0]);
  EXPECT_EQ(queue.report.overwritten, 1u);
  EXPECT_EQ(queue.report.written, 1u);
  EXPECT_EQ(queue.size(), 0u);
}

TEST(BatchQueue, WithoutOverwritingAnUnprocessedWriteGoesFirst) {
  BatchQueue queue(false, 3);
  queue.add(write(1, 0));
  const BatchQueue::Batch first = queue.take();
  queue.add(write(1, 1));
  queue.unprocessed(*first[0], kLeft);
  EXPECT_EQ(version(*queue.take()[0]), 0);
}

TEST(BatchQueue, GivesUpAWriteThatWasLeftTooOften) {
  BatchQueue queue(false, 2);
  queue.add(write(1));
  queue.unprocessed(*queue.take()[0], kLeft);
  queue.unprocessed(*queue.take()[0], kLeft);
  EXPECT_EQ(queue.size(), 0u);
  ASSERT_EQ(queue.report.failed.size(), 1u);
  EXPECT_EQ(queue.report.failed[0].item["a"].as<int>().value(), 1);
  EXPECT_EQ(queue.report.failed[0].error.code(), ErrorCode::kThrottling);
}

TEST(BatchQueue, SinglesOutWhatWasRefusedInCompany) {
  BatchQueue queue(false, 2);
  for (int i = 0; i < 3; ++i) queue.add(write(i));
  for (const BatchQueue::Write* one : queue.take()) queue.single_out(*one);
  queue.add(write(3));
  for (int i = 0; i < 4; ++i) EXPECT_EQ(queue.take().size(), 1u);
}

}  // namespace
}  // namespace magneto::internal::table
