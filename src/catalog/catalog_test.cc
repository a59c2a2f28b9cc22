// SPDX-License-Identifier: Apache-2.0
#include "catalog/catalog.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/test_clock.h"
#include "catalog/counter_keys.h"
#include "catalog/stored_keys.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace magneto::internal::catalog {
namespace {

using storage::Family;
using value::Type;

Table described(std::string name) {
  Table table;
  table.name = std::move(name);
  table.schema.partition = {{"p", Type::kString}};
  table.attribute_definitions = table.schema.partition;
  return table;
}

void add_index(Table& table, std::string name, bool local = false) {
  Owned<Index> index;
  index->name = std::move(name);
  index->local = local;
  index->schema.partition = {{local ? "p" : "g", Type::kString}};
  index->projection = {ProjectionType::kInclude, {"x", "a"}};
  table.indexes.push_back(std::move(index));
}

class CatalogTest : public ::testing::Test {
 protected:
  CatalogTest() : engine(storage::open_rocksdb({}).value()) { open(); }

  void open() {
    catalog.reset();
    catalog = Catalog::open(*engine, {.clock = &clock}).value();
  }

  Result<TablePtr> remove(std::string_view name) {
    return catalog->remove(name, [](const Table&) { return Result<void>(); });
  }

  const TestClock clock{1'793'000'000'123};
  std::unique_ptr<storage::Engine> engine;
  std::unique_ptr<Catalog> catalog;
};

TEST_F(CatalogTest, CreatesATableWithIdArnAndTime) {
  const TablePtr table = catalog->create(described("Music")).value();
  EXPECT_EQ(table->arn, "arn:aws:dynamodb:us-east-1:000000000000:table/Music");
  EXPECT_EQ(table->created_ms, 1793000000123);
  EXPECT_EQ(table->id.size(), 36u);
  EXPECT_NE(table->id, catalog->create(described("Other")).value()->id);
  EXPECT_NE(table->space, 0u);
  EXPECT_EQ(table->statistics->items, 0);
}

TEST_F(CatalogTest, FindsTablesByNameAndArn) {
  EXPECT_FALSE(catalog->find("Music").ok());
  const TablePtr table = catalog->create(described("Music")).value();
  EXPECT_EQ(catalog->find("Music").value(), table);
  EXPECT_EQ(catalog->find(table->arn).value(), table);
  EXPECT_EQ(catalog->find("arn:aws:dynamodb:eu-west-1:1:table/Music").value(), table);

  const auto missing = catalog->find("Other");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code(), ErrorCode::kResourceNotFound);
  EXPECT_EQ(missing.error().message(), "Requested resource not found");
  EXPECT_EQ(catalog->find("arn:aws:s3:::Music").error().code(), ErrorCode::kValidation);
}

TEST_F(CatalogTest, RefusesASecondTableOfTheSameName) {
  ASSERT_TRUE(catalog->create(described("Music")).ok());
  const auto second = catalog->create(described("Music"));
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code(), ErrorCode::kResourceInUse);
}

TEST_F(CatalogTest, RemembersTablesOverARestart) {
  Table table = described("Music");
  add_index(table, "global");
  add_index(table, "local", true);
  const TablePtr before = catalog->create(std::move(table)).value();
  open();
  const TablePtr after = catalog->find("Music").value();
  EXPECT_EQ(after->id, before->id);
  EXPECT_EQ(after->arn, before->arn);
  EXPECT_EQ(after->space, before->space);
  ASSERT_EQ(after->indexes.size(), 2u);
  EXPECT_EQ(after->indexes[0]->name, "local");  // Local ones come first.
  EXPECT_EQ(after->indexes[1]->space, before->indexes[1]->space);
  EXPECT_EQ(after->indexes[1]->entry_attributes, (std::vector<std::string>{"a", "g", "p", "x"}));
}

TEST_F(CatalogTest, NeverUsesASpaceTwice) {
  std::set<keys::SpaceId> spaces;
  for (int round = 0; round < 3; ++round) {
    Table table = described("Music");
    add_index(table, "one");
    const TablePtr created = catalog->create(std::move(table)).value();
    const TablePtr updated = catalog
                                 ->update("Music",
                                          [](Table& copy) {
                                            add_index(copy, "two");
                                            return Result<void>();
                                          })
                                 .value();
    EXPECT_TRUE(spaces.insert(updated->space).second);
    for (const auto& index : updated->indexes) EXPECT_TRUE(spaces.insert(index->space).second);
    ASSERT_TRUE(remove("Music").ok());
    open();
  }
}

TEST_F(CatalogTest, AnUpdateKeepsIdentityAndStatistics) {
  Table table = described("Music");
  add_index(table, "one");
  const TablePtr before = catalog->create(std::move(table)).value();
  const TablePtr after = catalog
                             ->update("Music",
                                      [](Table& copy) {
                                        copy.deletion_protection = true;
                                        copy.status = Status::kUpdating;
                                        return Result<void>();
                                      })
                             .value();
  EXPECT_FALSE(before->deletion_protection);
  EXPECT_TRUE(after->deletion_protection);
  EXPECT_EQ(after->id, before->id);
  EXPECT_EQ(after->statistics, before->statistics);
  EXPECT_EQ(after->indexes[0]->space, before->indexes[0]->space);
  EXPECT_EQ(after->indexes[0]->statistics, before->indexes[0]->statistics);
  EXPECT_TRUE(catalog->pending_drops().empty());
  open();
  EXPECT_TRUE(catalog->find("Music").value()->deletion_protection);
}

TEST_F(CatalogTest, ARefusedChangeChangesNothing) {
  const TablePtr before = catalog->create(described("Music")).value();
  const auto refused = catalog->update("Music", [](Table& copy) -> Result<void> {
    copy.deletion_protection = true;
    return validation_error("no");
  });
  EXPECT_EQ(refused.error().message(), "no");
  EXPECT_EQ(catalog->find("Music").value(), before);
  EXPECT_FALSE(
      catalog->remove("Music", [](const Table&) -> Result<void> { return validation_error("no"); })
          .ok());
  EXPECT_EQ(catalog->find("Music").value(), before);
}

TEST_F(CatalogTest, NeverGivesASpaceOfADocumentAgain) {
  const keys::SpaceId first = catalog->take_space().value();
  open();
  const keys::SpaceId second = catalog->take_space().value();
  EXPECT_NE(second, first);
  const keys::SpaceId table = catalog->create(described("Music")).value()->space;
  EXPECT_NE(table, first);
  EXPECT_NE(table, second);
}

TEST_F(CatalogTest, RemovesADocumentTogetherWithItsData) {
  int heard = 0;
  ASSERT_TRUE(catalog->documents().put(DocumentKind::kBackup, "a", "{}").ok());
  catalog->add_listener([&] { ++heard; });
  const Catalog::PendingDrop drop{SpaceKind::kItems, 77};
  const auto refuse = [](const Document&) -> Result<void> { return validation_error("no"); };
  EXPECT_FALSE(catalog->remove_document(DocumentKind::kBackup, "a", {&drop, 1}, refuse).ok());
  EXPECT_TRUE(catalog->pending_drops().empty());
  const auto allow = [](const Document&) -> Result<void> { return {}; };
  EXPECT_TRUE(catalog->remove_document(DocumentKind::kBackup, "a", {&drop, 1}, allow).ok());
  EXPECT_EQ(catalog->pending_drops(), std::vector{drop});
  EXPECT_GE(heard, 1);
  open();
  EXPECT_EQ(catalog->documents().find(DocumentKind::kBackup, "a"), nullptr);
  EXPECT_EQ(catalog->pending_drops(), std::vector{drop});
}

TEST_F(CatalogTest, ListsDataOfRemovedIndexesAndTablesUntilItIsDropped) {
  Table table = described("Music");
  add_index(table, "one");
  add_index(table, "two");
  const TablePtr created = catalog->create(std::move(table)).value();
  const Catalog::PendingDrop one{SpaceKind::kIndexEntries, created->indexes[0]->space};
  const Catalog::PendingDrop two{SpaceKind::kIndexEntries, created->indexes[1]->space};
  const Catalog::PendingDrop items{SpaceKind::kItems, created->space};
  ASSERT_TRUE(catalog
                  ->update("Music",
                           [](Table& copy) {
                             copy.indexes.erase(copy.indexes.begin());
                             return Result<void>();
                           })
                  .ok());
  EXPECT_EQ(catalog->pending_drops(), std::vector{one});
  ASSERT_TRUE(remove("Music").ok());
  EXPECT_EQ(catalog->pending_drops(), (std::vector{one, items, two}));

  ASSERT_TRUE(catalog->drop_done(one).ok());
  ASSERT_TRUE(catalog->drop_done(items).ok());
  EXPECT_EQ(catalog->pending_drops(), std::vector{two});
  open();
  EXPECT_EQ(catalog->pending_drops(), std::vector{two});
}

TEST_F(CatalogTest, GivesAVectorIndexWhatAnIndexHasAndDropsItsData) {
  Table table = described("Music");
  VectorIndex index;
  index.name = "meaning";
  index.attribute = "v";
  index.dimensions = 3;
  index.search_schema = {{{"g", value::Type::kString}, true}, {{"y", value::Type::kNumber}, false}};
  index.projection = {ProjectionType::kInclude, {"t", "v"}};
  table.vector_indexes.push_back(Owned<VectorIndex>(index));
  const TablePtr created = catalog->create(std::move(table)).value();
  const VectorIndex& made = *created->find_vector_index("meaning");
  EXPECT_NE(made.space, 0U);
  EXPECT_NE(made.space, created->space);
  ASSERT_NE(made.statistics, nullptr);
  EXPECT_EQ(made.schema.partition.front().name, "g");
  EXPECT_TRUE(std::ranges::is_sorted(made.entry_attributes));
  EXPECT_TRUE(std::ranges::binary_search(made.entry_attributes, std::string("y")));
  EXPECT_TRUE(std::ranges::binary_search(made.entry_attributes, std::string("t")));
  EXPECT_FALSE(std::ranges::binary_search(made.entry_attributes, std::string("v")));

  const Catalog::PendingDrop drop{SpaceKind::kIndexEntries, made.space};
  ASSERT_TRUE(catalog
                  ->update(created->name,
                           [](Table& copy) -> Result<void> {
                             copy.vector_indexes.clear();
                             return {};
                           })
                  .ok());
  EXPECT_EQ(catalog->pending_drops(), std::vector{drop});
}

TEST_F(CatalogTest, TakesStatisticsFromTheCounters) {
  Table table = described("Music");
  add_index(table, "one");
  const TablePtr created = catalog->create(std::move(table)).value();
  const auto add = [&](keys::SpaceId space, std::int64_t items, std::int64_t bytes) {
    const auto write = [&](storage::Values, storage::Batch& batch) -> Result<void> {
      batch.add({Family::kCounters, SpaceCounterKey(space).bytes()}, std::array{items, bytes});
      return {};
    };
    ASSERT_TRUE(engine->modify({}, write, storage::Blocking::kAllowed).ok());
  };
  add(created->space, 5, 500);
  add(created->space, -2, -200);
  add(created->indexes[0]->space, 1, 70);
  ASSERT_TRUE(engine->flush().ok());
  open();
  const TablePtr after = catalog->find("Music").value();
  EXPECT_EQ(after->statistics->items, 3);
  EXPECT_EQ(after->statistics->bytes, 300);
  EXPECT_EQ(after->indexes[0]->statistics->items, 1);
  EXPECT_EQ(after->indexes[0]->statistics->bytes, 70);
}

TEST_F(CatalogTest, TellsItsListenersOfEachPublishedChange) {
  int heard = 0;
  int also_heard = 0;
  const auto listener = catalog->add_listener([&] { ++heard; });
  catalog->add_listener([&] { ++also_heard; });
  ASSERT_TRUE(catalog->create(described("Music")).ok());
  EXPECT_EQ(heard, 1);
  ASSERT_FALSE(catalog->create(described("Music")).ok());
  EXPECT_EQ(heard, 1);
  ASSERT_TRUE(remove("Music").ok());
  EXPECT_EQ(heard, 2);
  catalog->remove_listener(listener);
  ASSERT_TRUE(catalog->create(described("Music")).ok());
  EXPECT_EQ(heard, 2);
  EXPECT_EQ(also_heard, 3);
}

TEST_F(CatalogTest, AFoundTableMakesItsHolderAReader) {
  TablePtr table = catalog->create(described("Music")).value();
  ASSERT_TRUE(catalog->create(described("Other")).ok());
  std::stop_source stop;
  stop.request_stop();
  EXPECT_FALSE(catalog->wait_for_old_readers(stop.get_token()));
  table = catalog->find("Music").value();
  EXPECT_TRUE(catalog->wait_for_old_readers());
}

TEST_F(CatalogTest, RefusesToOpenADamagedCatalog) {
  const auto write = [&](storage::Values, storage::Batch& batch) -> Result<void> {
    batch.put({Family::kCatalog, table_key("Music")}, "{}");
    return {};
  };
  ASSERT_TRUE(engine->modify({}, write, storage::Blocking::kAllowed).ok());
  ASSERT_TRUE(engine->flush().ok());
  const auto opened = Catalog::open(*engine, {.clock = &clock});
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code(), ErrorCode::kCorruption);
}

TEST(StoredKeys, ReadBackWhatWasWritten) {
  for (const Catalog::PendingDrop drop :
       {Catalog::PendingDrop{SpaceKind::kItems, 1},
        Catalog::PendingDrop{SpaceKind::kIndexEntries, 4294967294}}) {
    EXPECT_EQ(parse_drop_key(drop_key(drop)), drop);
  }
  EXPECT_EQ(drop_key({SpaceKind::kIndexEntries, 12}), "drop/indexes/12");
  EXPECT_EQ(drop_key({SpaceKind::kItems, 12}), "drop/items/12");
  EXPECT_EQ(backfill_key(3), "backfill/3");
  EXPECT_EQ(table_key("Music"), "table/Music");
}

TEST(StoredKeys, RefuseDamagedOnes) {
  for (const std::string_view key : {"drop/", "drop/items/", "drop/items/0", "drop/items/x",
                                     "drop/items/1x", "drop/items/4294967295", "drop/other/1"}) {
    EXPECT_FALSE(parse_drop_key(key)) << key;
  }
}

TEST(CounterKeys, OfACollectionIsTheFrontOfItsItemKeys) {
  const std::string partition_key("\0\0\0\1hashhash\0\3abc", 17);
  EXPECT_EQ(collection_counter_key(partition_key + "sort"), partition_key);
  EXPECT_EQ(collection_counter_key(partition_key), partition_key);
  EXPECT_EQ(SpaceCounterKey(0x01020304).bytes(), "\x01\x02\x03\x04");
}

}  // namespace
}  // namespace magneto::internal::catalog
