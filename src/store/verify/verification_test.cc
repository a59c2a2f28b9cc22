// SPDX-License-Identifier: Apache-2.0
//
// Damage that is made by hand is named, and repaired where it can be.
#include "store/verify/verification.h"

#include <random>

#include "catalog/backup.h"
#include "store/change_record.h"
#include "store/store_fixture.h"

namespace magneto::internal::store {
namespace {

using storage::Batch;
using storage::Family;
using storage::Values;
using value::ItemView;

class VerificationTest : public StoreFixture {
 protected:
  /// A table with indexes of all kinds, a stream and a history, and six items.
  catalog::TablePtr create_full(catalog::ViewType view_type = catalog::ViewType::kNewAndOldImages) {
    catalog::Table description = test_table("Music", {s("p")}, {n("r")});
    add_index(description, "local", {s("p")}, {s("g")}, keys_only(), /*local=*/true);
    add_index(description, "global", {s("g")}, {n("r")}, include({"x"}));
    add_vector_index(description, "near", 2);
    const ChangeNumber first = store.next_change(storage::Blocking::kAllowed).value();
    catalog::Stream stream;
    stream.view_type = view_type;
    stream.label = "label";
    stream.created_ms = clock.now;
    stream.first = first;
    description.streams.push_back(stream);
    description.history.emplace();
    description.history->enabled_ms = clock.now - 1000;
    description.history->first = first;
    table = create(std::move(description));
    for (const char* p : {"S:a", "S:b"}) {
      for (const char* r : {"N:1", "N:2", "N:3"}) {
        EXPECT_TRUE(
            put(table, item({{"p", p}, {"r", r}, {"g", "S:g"}, {"x", "S:old"}, {"v", "V:1 2"}}))
                .ok());
      }
    }
    EXPECT_TRUE(put(table, item({{"p", "S:a"}, {"r", "N:1"}, {"g", "S:h"}, {"x", "S:new"}})).ok());
    EXPECT_TRUE(erase(table, item({{"p", "S:b"}, {"r", "N:3"}})).ok());
    return table;
  }

  Verification verify(bool repair = false) {
    EXPECT_TRUE(engine->flush().ok());
    return verify_tables(*engine, *catalog, clock, {.repair_indexes = repair, .progress = {}})
        .value();
  }
  /// All that is said, one text per line.
  std::string said(bool repair = false) {
    std::string text;
    for (const std::string& one : verify(repair).texts) text += one + "\n";
    return text;
  }
  /// Says something of `expected`, repairs it, and then says nothing.
  void expect_repaired(std::string_view expected) {
    EXPECT_NE(said().find(expected), std::string::npos) << said();
    const Verification repaired = verify(/*repair=*/true);
    EXPECT_GT(repaired.wrong, 0u);
    EXPECT_EQ(repaired.repaired, repaired.wrong) << said();
    EXPECT_EQ(said(), "");
  }
  void expect_not_repaired(std::string_view expected) {
    EXPECT_NE(said(/*repair=*/true).find(expected), std::string::npos) << said();
    EXPECT_EQ(verify(/*repair=*/true).repaired, 0u);
  }

  struct Stored {
    std::string key;
    std::string value;
  };
  std::vector<Stored> stored(Family family, keys::SpaceId space) {
    EXPECT_TRUE(engine->flush().ok());
    const keys::KeyRange all_of_it = keys::whole_space(arena, space);
    const auto view = engine->view(storage::Blocking::kAllowed);
    const auto cursor = view->range({family, all_of_it.begin, all_of_it.end});
    std::vector<Stored> found;
    for (; cursor->valid(); cursor->next()) {
      found.push_back({std::string(cursor->key()), std::string(cursor->value())});
    }
    return found;
  }

  void write(FunctionRef<void(Batch&)> fill) {
    const auto change = [&](Values, Batch& batch) -> Result<void> {
      fill(batch);
      return {};
    };
    ASSERT_TRUE(engine->modify({}, change, storage::Blocking::kAllowed).ok());
  }
  void overwrite(Family family, std::string_view key, std::string_view value) {
    write([&](Batch& batch) { batch.put({family, key}, value); });
  }
  void remove(Family family, std::string_view key) {
    write([&](Batch& batch) { batch.erase({family, key}); });
  }
  void add_to_counter(std::string_view key, std::int64_t delta) {
    write([&](Batch& batch) { batch.add({Family::kCounters, key}, {&delta, 1}); });
  }

  catalog::TablePtr table;
};

TEST_F(VerificationTest, WhatTheStoreHasWrittenIsRight) {
  create_full();
  const Verification found = verify();
  EXPECT_EQ(found.texts, std::vector<std::string>());
  EXPECT_EQ(found.wrong, 0u);
  EXPECT_EQ(found.items, 5u);
  EXPECT_EQ(found.entries, 14u);  // One item has no vector.
  EXPECT_EQ(found.changes, 16u);
}

TEST_F(VerificationTest, ManyWritesOfAllKindsLeaveNothingWrong) {
  for (const auto view_type : {catalog::ViewType::kNewAndOldImages, catalog::ViewType::kKeysOnly,
                               catalog::ViewType::kNewImage, catalog::ViewType::kOldImage}) {
    create_full(view_type);
    std::mt19937 random(7);
    for (int i = 0; i < 300; ++i) {
      TestAttributes attributes = {{"p", "S:" + std::string(1, "abc"[random() % 3])},
                                   {"r", "N:" + std::to_string(random() % 6)}};
      if (random() % 4 == 0) {
        ASSERT_TRUE(erase(table, item(attributes)).ok());
        continue;
      }
      if (random() % 3 != 0) attributes.emplace_back("g", "S:" + std::to_string(random() % 3));
      if (random() % 3 != 0)
        attributes.emplace_back("v", "V:" + std::to_string(random() % 3) + " 1");
      attributes.emplace_back("x", "S:" + std::string(random() % 50, 'x'));
      ASSERT_TRUE(put(table, item(attributes)).ok());
    }
    EXPECT_EQ(said(), "");
    ASSERT_TRUE(
        catalog->remove("Music", [](const catalog::Table&) { return Result<void>(); }).ok());
    EXPECT_EQ(said(), "");
  }
}

TEST_F(VerificationTest, MissingEntriesOfAllIndexesAreNamedAndWrittenAgain) {
  create_full();
  for (const keys::SpaceId space :
       {table->indexes[0]->space, table->indexes[1]->space, table->vector_indexes[0]->space}) {
    remove(Family::kIndexes, stored(Family::kIndexes, space)[1].key);
    expect_repaired("no entry of the item p = \"");
  }
  EXPECT_EQ(verify().entries, 14u);
}

TEST_F(VerificationTest, AnEntryThatIsNotWhatTheItemSaysIsWrittenAgain) {
  create_full();
  const auto entries = stored(Family::kIndexes, table->find_index("global")->space);
  overwrite(Family::kIndexes, entries[0].key, entries[1].value);
  expect_repaired("index global of table Music: another entry than that of the item p = \"");
  EXPECT_EQ(stored(Family::kIndexes, table->find_index("global")->space)[0].value,
            entries[0].value);
}

TEST_F(VerificationTest, AnEntryOfNoItemGoes) {
  create_full();
  const auto entries = stored(Family::kIndexes, table->find_index("global")->space);
  const std::string key = entries[0].key + "x";
  overwrite(Family::kIndexes, key, entries[0].value);
  expect_repaired("index global of table Music: an entry that does not belong to the item p = \"");
  EXPECT_EQ(stored(Family::kIndexes, table->find_index("global")->space).size(), entries.size());
}

TEST_F(VerificationTest, AnEntryThatCannotBeReadIsWrittenAgain) {
  create_full();
  for (const keys::SpaceId space :
       {table->find_index("global")->space, table->vector_indexes[0]->space}) {
    const auto entries = stored(Family::kIndexes, space);
    overwrite(Family::kIndexes, entries[0].key, "\x09?");
    expect_repaired("record of unknown format 9");
    overwrite(Family::kIndexes, entries[0].key, entries[0].value.substr(0, 4));
    expect_repaired("index ");
    EXPECT_EQ(stored(Family::kIndexes, space)[0].value, entries[0].value);
  }
}

TEST_F(VerificationTest, CountersThatAreWrongAreCorrected) {
  create_full();
  for (const keys::SpaceId space : {table->space, table->indexes[0]->space,
                                    table->indexes[1]->space, table->vector_indexes[0]->space}) {
    add_to_counter(catalog::SpaceCounterKey(space).bytes(), 3);
    expect_repaired(": counted are ");
  }
}

TEST_F(VerificationTest, SizesOfItemCollectionsThatAreWrongAreCorrected) {
  create_full();
  const std::string collection(
      catalog::collection_counter_key(stored(Family::kItems, table->space).front().key));
  add_to_counter(collection, -7);
  expect_repaired("table Music: an item collection is counted with ");
  const auto empty = ref(table, item({{"p", "S:nobody"}, {"r", "N:1"}}));
  add_to_counter(catalog::collection_counter_key(empty.key), 5);
  expect_repaired("an item collection is counted with 5 bytes, it has 0");
}

TEST_F(VerificationTest, ADamagedItemIsNamedAndNothingOfItsTableIsRepaired) {
  create_full();
  const auto items = stored(Family::kItems, table->space);
  std::string damaged = items[0].value;
  damaged.back() = '\xff';
  overwrite(Family::kItems, items[0].key, damaged.substr(0, damaged.size() - 1));
  expect_not_repaired("table Music: ");
}

TEST_F(VerificationTest, AnItemAtAnotherOnesPlaceIsNamed) {
  create_full();
  const auto items = stored(Family::kItems, table->space);
  overwrite(Family::kItems, items[0].key, items[1].value);
  expect_not_repaired("lies at another one's place");
}

TEST_F(VerificationTest, AnItemOfABackupAtAnotherOnesPlaceIsNamed) {
  create_full();
  catalog::Backup backup;
  backup.id = "Music/backup/1";
  backup.status = catalog::BackupStatus::kAvailable;
  backup.space = catalog->take_space().value();
  backup.table = *table;
  Snapshot source = store.newest_snapshot();
  SpaceWalk walk = SpaceWalk::items(table->space);
  ASSERT_TRUE(
      store.copy_items(source, walk, {.records = 100, .bytes = 1 << 20}, backup.space).ok());
  ASSERT_TRUE(catalog->documents()
                  .put(catalog::DocumentKind::kBackup, backup.id, catalog::encode_backup(backup))
                  .ok());
  EXPECT_EQ(said(), "");
  const auto items = stored(Family::kItems, backup.space);
  ASSERT_EQ(items.size(), 5u);
  overwrite(Family::kItems, items[0].key, items[1].value);
  expect_not_repaired("backup Music/backup/1: the item p = ");
  expect_not_repaired("lies at another one's place");
}

TEST_F(VerificationTest, AMissingRecordOfAStreamIsNoticed) {
  create_full();
  const keys::SpaceId space = table->streams.back().space;
  const auto records = stored(Family::kChanges, space);
  ASSERT_EQ(records.size(), 8u);
  for (std::size_t i = 0; i < records.size(); ++i) {
    remove(Family::kChanges, records[i].key);
    // Whether there was a record before an item's first one nobody knows.
    const bool is_first = i < 6;
    EXPECT_EQ(said().find("stream label of table Music: record ") == std::string::npos, is_first)
        << i << said();
    overwrite(Family::kChanges, records[i].key, records[i].value);
  }
  EXPECT_EQ(said(), "");
}

TEST_F(VerificationTest, ARecordThatSaysSomethingElseIsNoticed) {
  for (const auto view_type : {catalog::ViewType::kNewAndOldImages, catalog::ViewType::kKeysOnly,
                               catalog::ViewType::kNewImage}) {
    create_full(view_type);
    const auto records = stored(Family::kChanges, table->streams.back().space);
    std::string other = records.back().value;  // The item was removed.
    other[1] = static_cast<char>(derive::ChangeEvent::kModify);
    overwrite(Family::kChanges, records.back().key, other);
    expect_not_repaired("of the item p = \"b\", r = 3 does not lead to the table");
    overwrite(Family::kChanges, records.back().key, records.back().value.substr(0, 9));
    expect_not_repaired("stream label of table Music: record ");
    ASSERT_TRUE(
        catalog->remove("Music", [](const catalog::Table&) { return Result<void>(); }).ok());
    ASSERT_TRUE(catalog
                    ->update_removed(table->space,
                                     [](catalog::Table& copy) -> Result<void> {
                                       copy.streams.clear();
                                       return {};
                                     })
                    .ok());
  }
}

TEST_F(VerificationTest, AHistoryThatDoesNotLeadToTheTableIsNoticed) {
  create_full();
  const auto records = stored(Family::kChanges, table->history->space);
  remove(Family::kChanges, records.back().key);
  expect_not_repaired("history of table Music: record ");
}

TEST_F(VerificationTest, AnIndexThatIsBeingFilledIsLeftAlone) {
  create_full();
  const keys::SpaceId space = table->find_index("global")->space;
  remove(Family::kIndexes, stored(Family::kIndexes, space)[0].key);
  ASSERT_TRUE(catalog
                  ->update("Music",
                           [](catalog::Table& copy) -> Result<void> {
                             copy.indexes[1]->backfilling = true;
                             return {};
                           })
                  .ok());
  EXPECT_EQ(said(), "");
}

TEST_F(VerificationTest, OnlyTheFirstOfManyTextsArePutTogether) {
  table = create(test_table("Music", {s("p")}, {}));
  for (int i = 0; i < 50; ++i) {
    const std::string name = std::to_string(i);
    ASSERT_TRUE(put(table, item({{"p", "S:" + name}})).ok());
  }
  for (const Stored& one : stored(Family::kItems, table->space)) {
    overwrite(Family::kItems, one.key, "?");
  }
  const Verification found = verify();
  EXPECT_EQ(found.wrong, 51u);  // And the counter.
  EXPECT_EQ(found.texts.size(), kMostTexts + 1);
  EXPECT_EQ(found.texts.back(), "table Music: and more");
}

}  // namespace
}  // namespace magneto::internal::store
