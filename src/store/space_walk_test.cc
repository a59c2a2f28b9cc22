// SPDX-License-Identifier: Apache-2.0
#include "store/space_walk.h"

#include <string>
#include <vector>

#include "store/store_fixture.h"

namespace magneto::internal::store {
namespace {

using Keys = std::vector<std::string>;

class SpaceWalkTest : public StoreFixture {
 protected:
  SpaceWalkTest() : table(create(test_table("Music", {s("p")}, {n("r")}))) {
    create(test_table("Other", {s("p")}, {n("r")}));
  }

  void put_items(int from, int to) {
    for (const std::string name : {"Music", "Other"}) {
      for (int i = from; i < to; ++i) {
        ASSERT_TRUE(put(catalog->find(name).value(), item({{"p", "S:a"},
                                                           {"r", "N:" + std::to_string(i)},
                                                           {"x", "S:" + std::to_string(i)}}))
                        .ok());
      }
    }
  }

  /// The attribute x of each item of the next chunk.
  Keys chunk(Snapshot snapshot, SpaceWalk& walk, const ChunkSize& size,
             WalkStep last = WalkStep::kNext, const std::string& at = {}) {
    Keys found;
    const auto see = [&](std::string_view key, std::string_view record) -> Result<WalkStep> {
      MAGNETO_ASSIGN_OR_RETURN(const value::ItemView item, decode_record(record, key));
      const std::string number(item.find("x")->scalar());
      if (number == at && last == WalkStep::kLeaveRecord) return last;
      found.push_back(number);
      return number == at ? last : WalkStep::kNext;
    };
    EXPECT_TRUE(snapshot.walk(walk, size, see).ok());
    return found;
  }
  Keys chunk(SpaceWalk& walk, const ChunkSize& size) {
    return chunk(store.newest_snapshot(), walk, size);
  }

  catalog::TablePtr table;
};

TEST_F(SpaceWalkTest, ChunksTogetherHaveEveryRecordOfTheSpaceOnce) {
  put_items(0, 5);
  SpaceWalk walk = SpaceWalk::items(table->space);
  EXPECT_EQ(chunk(walk, {.records = 2}), Keys({"0", "1"}));
  EXPECT_EQ(chunk(walk, {.bytes = 1}), Keys({"2"}));
  EXPECT_FALSE(walk.at_end());
  EXPECT_EQ(chunk(walk, {}), Keys({"3", "4"}));
  EXPECT_TRUE(walk.at_end());
  EXPECT_EQ(chunk(walk, {}), Keys());
}

TEST_F(SpaceWalkTest, BackwardsItBeginsWithTheLastKey) {
  put_items(0, 3);
  SpaceWalk walk = SpaceWalk::items(table->space, WalkOrder::kBackward);
  EXPECT_EQ(chunk(walk, {.records = 1}), Keys({"2"}));
  EXPECT_EQ(chunk(walk, {}), Keys({"1", "0"}));
  EXPECT_TRUE(walk.at_end());
}

TEST_F(SpaceWalkTest, ARecordThatIsLeftBeginsTheNextChunkAndOneThatEndsDoesNot) {
  put_items(0, 4);
  SpaceWalk walk = SpaceWalk::items(table->space);
  EXPECT_EQ(chunk(store.newest_snapshot(), walk, {}, WalkStep::kLeaveRecord, "1"), Keys({"0"}));
  EXPECT_EQ(chunk(store.newest_snapshot(), walk, {}, WalkStep::kEndChunk, "2"), Keys({"1", "2"}));
  EXPECT_EQ(chunk(walk, {}), Keys({"3"}));
}

TEST_F(SpaceWalkTest, ItGoesOnBehindAKeyThatIsGiven) {
  put_items(0, 4);
  SpaceWalk walk = SpaceWalk::items(table->space);
  walk.go_behind(ref(table, item({{"p", "S:a"}, {"r", "N:1.5"}})).key);
  EXPECT_EQ(chunk(walk, {}), Keys({"2", "3"}));
}

TEST_F(SpaceWalkTest, NewestSnapshotsShowWhatIsWrittenBetweenChunksAndOneSnapshotDoesNot) {
  put_items(0, 2);
  SpaceWalk newest = SpaceWalk::items(table->space);
  SpaceWalk still = SpaceWalk::items(table->space);
  PinnedSnapshots& pinned = store.pinned_snapshots();
  pinned.pin(catalog::DocumentKind::kBackup, "one", {store.newest_snapshot()});
  EXPECT_EQ(chunk(newest, {.records = 1}), Keys({"0"}));
  put_items(2, 4);
  EXPECT_EQ(chunk(newest, {}), Keys({"1", "2", "3"}));

  EXPECT_FALSE(pinned.take(catalog::DocumentKind::kExport, "one"));
  auto taken = pinned.take(catalog::DocumentKind::kBackup, "one");
  ASSERT_TRUE(taken);
  EXPECT_EQ(chunk(std::move(taken->snapshot), still, {}), Keys({"0", "1"}));
  EXPECT_FALSE(pinned.take(catalog::DocumentKind::kBackup, "one"));
}

TEST_F(SpaceWalkTest, AnErrorLeavesTheWalkWhereItWas) {
  put_items(0, 2);
  SpaceWalk walk = SpaceWalk::items(table->space);
  const auto fail = [](auto, auto) -> Result<WalkStep> { return Error(ErrorCode::kIo, "no"); };
  EXPECT_FALSE(store.newest_snapshot().walk(walk, {}, fail).ok());
  EXPECT_EQ(chunk(walk, {}), Keys({"0", "1"}));
}

}  // namespace
}  // namespace magneto::internal::store
