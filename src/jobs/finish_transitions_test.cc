// SPDX-License-Identifier: Apache-2.0
#include "jobs/finish_transitions.h"

#include <atomic>
#include <thread>
#include <vector>

#include "store/store_fixture.h"

namespace magneto::internal::jobs {
namespace {

using value::ItemView;

class FinishTransitionsTest : public store::StoreFixture {
 protected:
  catalog::TablePtr create_with_stream(catalog::ViewType view_type) {
    catalog::Table table = test_table("Music", {s("p")}, {n("r")});
    catalog::Stream stream;
    stream.view_type = view_type;
    stream.first = store.next_change(Blocking::kAllowed).value();
    table.streams.push_back(stream);
    return create(std::move(table));
  }

  std::vector<store::NumberedChange> read_all(const catalog::TablePtr& table) {
    const catalog::Stream& stream = table->streams.back();
    const store::ChangeRequest request{.space = stream.space,
                                       .begin = stream.first,
                                       .end = store.readable_changes(Blocking::kAllowed).value()};
    const auto page = store.read_changes(arena, request, Blocking::kAllowed).value();
    return {page.changes.begin(), page.changes.end()};
  }
};

TEST_F(FinishTransitionsTest, WaitsForOldWritersAndLeavesThemOut) {
  ASSERT_TRUE(catalog->create(test_table("Music", {s("p")}, {n("r")})).ok());
  auto old_version = catalog->find("Music").value();
  const auto enable = [&](catalog::Table& copy) -> Result<void> {
    copy.streams.push_back({});
    copy.streams.back().view_type = catalog::ViewType::kNewAndOldImages;
    return {};
  };
  ASSERT_TRUE(catalog->update("Music", enable).ok());
  const ItemView with_record = item({{"p", "S:a"}, {"r", "N:1"}, {"x", "N:1"}});
  ASSERT_TRUE(put(catalog->find("Music").value(), with_record).ok());

  std::atomic<bool> finished{false};
  std::jthread finishing([&] {
    EXPECT_TRUE(finish_transitions(*catalog, store).ok());
    finished = true;
  });
  const ItemView without_record = item({{"p", "S:a"}, {"r", "N:1"}, {"x", "N:2"}});
  ASSERT_TRUE(put(old_version, without_record).ok());
  EXPECT_FALSE(finished);
  old_version.reset();
  finishing.join();

  const auto table = catalog->find("Music").value();
  EXPECT_EQ(table->streams[0].status(), catalog::StreamStatus::kEnabled);
  const ItemView later = item({{"p", "S:a"}, {"r", "N:1"}, {"x", "N:3"}});
  ASSERT_TRUE(put(table, later).ok());
  const auto changes = read_all(table);
  ASSERT_EQ(changes.size(), 1);
  EXPECT_EQ(changes[0].change.old_image, without_record);
  EXPECT_EQ(changes[0].change.new_image, later);
}

TEST_F(FinishTransitionsTest, ADisabledStreamKeepsItsRecordsAndGetsNoMore) {
  create_with_stream(catalog::ViewType::kKeysOnly);
  ASSERT_TRUE(put(catalog->find("Music").value(), item({{"p", "S:a"}, {"r", "N:1"}})).ok());
  const auto disable = [&](catalog::Table& copy) -> Result<void> {
    copy.streams.back().disabled_ms = clock.now;
    return {};
  };
  ASSERT_TRUE(catalog->update("Music", disable).ok());
  EXPECT_EQ(catalog->find("Music").value()->streams[0].status(), catalog::StreamStatus::kDisabling);
  ASSERT_TRUE(finish_transitions(*catalog, store).ok());
  const auto table = catalog->find("Music").value();
  EXPECT_EQ(table->streams[0].status(), catalog::StreamStatus::kDisabled);
  ASSERT_TRUE(put(table, item({{"p", "S:b"}, {"r", "N:1"}})).ok());
  const auto changes = read_all(table);
  ASSERT_EQ(changes.size(), 1);
  EXPECT_LT(changes[0].number, table->streams[0].end);
}

TEST_F(FinishTransitionsTest, ARemovedTableLeavesItsStreamIfThereIsSomethingInIt) {
  for (const bool written : {true, false}) {
    const auto space = create_with_stream(catalog::ViewType::kKeysOnly)->streams[0].space;
    if (written) {
      ASSERT_TRUE(put(catalog->find("Music").value(), item({{"p", "S:a"}, {"r", "N:1"}})).ok());
    }
    ASSERT_TRUE(catalog->remove("Music", [](const auto&) { return Result<void>(); }).ok());
    ASSERT_TRUE(finish_transitions(*catalog, store).ok());
    const auto removed = catalog->removed_tables();
    ASSERT_EQ(removed.size(), 1);
    EXPECT_EQ(removed[0]->streams[0].status(), catalog::StreamStatus::kDisabled);
    EXPECT_EQ(removed[0]->streams[0].space == space, written);
    EXPECT_EQ(read_all(removed[0]).size(), 1);
  }
}

}  // namespace
}  // namespace magneto::internal::jobs
