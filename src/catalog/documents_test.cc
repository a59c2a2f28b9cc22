// SPDX-License-Identifier: Apache-2.0
#include "catalog/documents.h"

#include <gtest/gtest.h>

#include <thread>

#include "catalog/stored_keys.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace magneto::internal::catalog {
namespace {

using storage::Family;

class DocumentsTest : public ::testing::Test {
 protected:
  DocumentsTest() : engine(storage::open_rocksdb({}).value()) { open(); }

  void open() {
    documents = std::make_unique<Documents>(*engine, [this] { ++heard; });
    ASSERT_TRUE(documents->load(*engine->view(storage::Blocking::kAllowed)).ok());
  }

  void write(std::string_view key, std::string_view value) {
    const auto put = [&](storage::Values, storage::Batch& batch) -> Result<void> {
      batch.put({Family::kCatalog, key}, value);
      return {};
    };
    ASSERT_TRUE(engine->modify({}, put, storage::Blocking::kAllowed).ok());
    ASSERT_TRUE(engine->flush().ok());
  }

  std::vector<std::string> ids(DocumentKind kind) const {
    std::vector<std::string> ids;
    for (const DocumentPtr& each : documents->list(kind)) ids.push_back(each->id);
    return ids;
  }

  std::unique_ptr<storage::Engine> engine;
  std::unique_ptr<Documents> documents;
  std::atomic<int> heard = 0;
};

using Ids = std::vector<std::string>;

TEST_F(DocumentsTest, RemembersThemOverARestartInTheOrderOfTheirIds) {
  for (const std::string_view id : {"b", "a/2", "a/1"}) {
    ASSERT_TRUE(documents->put(DocumentKind::kExport, std::string(id), "{}").ok());
  }
  ASSERT_TRUE(documents->put(DocumentKind::kBackup, "b", R"({"of":"b"})").ok());
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(ids(DocumentKind::kExport), (Ids{"a/1", "a/2", "b"}));
    EXPECT_EQ(ids(DocumentKind::kBackup), Ids{"b"});
    EXPECT_EQ(ids(DocumentKind::kImport), Ids{});
    EXPECT_EQ(documents->find(DocumentKind::kBackup, "b")->text, R"({"of":"b"})");
    EXPECT_EQ(documents->find(DocumentKind::kBackup, "a/1"), nullptr);
    open();
  }
}

TEST_F(DocumentsTest, ChangesOneAndRemovesIt) {
  ASSERT_TRUE(documents->put(DocumentKind::kImport, "x", "one").ok());
  const DocumentPtr before = documents->find(DocumentKind::kImport, "x");
  const auto change = [](std::string& text) -> Result<void> {
    text += " two";
    return {};
  };
  EXPECT_EQ(documents->update(DocumentKind::kImport, "x", change).value()->text, "one two");
  EXPECT_EQ(before->text, "one");
  ASSERT_TRUE(documents->put(DocumentKind::kImport, "x", "three").ok());
  open();
  EXPECT_EQ(documents->find(DocumentKind::kImport, "x")->text, "three");

  EXPECT_EQ(documents->remove(DocumentKind::kImport, "x").value()->text, "three");
  EXPECT_EQ(documents->find(DocumentKind::kImport, "x"), nullptr);
  EXPECT_EQ(documents->remove(DocumentKind::kImport, "x").error().code(),
            ErrorCode::kResourceNotFound);
  EXPECT_EQ(documents->update(DocumentKind::kImport, "x", change).error().code(),
            ErrorCode::kResourceNotFound);
  open();
  EXPECT_EQ(documents->find(DocumentKind::kImport, "x"), nullptr);
}

TEST_F(DocumentsTest, ARefusedChangeChangesNothing) {
  ASSERT_TRUE(documents->put(DocumentKind::kBackup, "x", "one").ok());
  const auto change = [](std::string& text) -> Result<void> {
    text = "two";
    return validation_error("no");
  };
  EXPECT_EQ(documents->update(DocumentKind::kBackup, "x", change).error().message(), "no");
  const auto check = [](const Document&) -> Result<void> { return validation_error("no"); };
  EXPECT_EQ(documents->remove(DocumentKind::kBackup, "x", check).error().message(), "no");
  EXPECT_EQ(documents->find(DocumentKind::kBackup, "x")->text, "one");
  EXPECT_EQ(heard, 1);
}

TEST_F(DocumentsTest, TellsOfEachChange) {
  ASSERT_TRUE(documents->put(DocumentKind::kBackup, "x", "one").ok());
  EXPECT_EQ(heard, 1);
  const auto change = [](std::string& text) -> Result<void> {
    text = "two";
    return {};
  };
  ASSERT_TRUE(documents->update(DocumentKind::kBackup, "x", change).ok());
  EXPECT_EQ(heard, 2);
  ASSERT_TRUE(documents->update(DocumentKind::kBackup, "x", change).ok());  // Nothing changes.
  EXPECT_EQ(heard, 2);
  ASSERT_TRUE(documents->remove(DocumentKind::kBackup, "x").ok());
  EXPECT_EQ(heard, 3);
}

TEST_F(DocumentsTest, ChangesOfOneDocumentFollowEachOther) {
  ASSERT_TRUE(documents->put(DocumentKind::kBackup, "x", "").ok());
  const auto grow = [&] {
    for (int i = 0; i < 20; ++i) {
      const auto change = [](std::string& text) -> Result<void> {
        text += 'x';
        return {};
      };
      EXPECT_TRUE(documents->update(DocumentKind::kBackup, "x", change).ok());
    }
  };
  std::thread other(grow);
  grow();
  other.join();
  EXPECT_EQ(documents->find(DocumentKind::kBackup, "x")->text.size(), 40u);
}

TEST_F(DocumentsTest, ProgressGoesWithItsDocument) {
  ASSERT_TRUE(documents->put(DocumentKind::kBackup, "x", "one").ok());
  const std::string key = progress_key(DocumentKind::kBackup, "x");
  write(key, "half");
  ASSERT_TRUE(documents->remove(DocumentKind::kBackup, "x").ok());
  EXPECT_FALSE(engine->newest_view()->get({Family::kCatalog, key}).value());
}

TEST_F(DocumentsTest, RefusesADamagedOne) {
  write("document/letter/x", "{}");
  Documents damaged(*engine, [] {});
  EXPECT_EQ(damaged.load(*engine->view(storage::Blocking::kAllowed)).error().code(),
            ErrorCode::kCorruption);
}

TEST(DocumentKeys, AreThoseOfTheStoredFormat) {
  EXPECT_EQ(document_key(DocumentKind::kBackup, "a/b"), "document/backup/a/b");
  EXPECT_EQ(document_key(DocumentKind::kExport, "e"), "document/export/e");
  EXPECT_EQ(document_key(DocumentKind::kImport, "i"), "document/import/i");
  EXPECT_EQ(document_key(DocumentKind::kBulkOperation, "o"), "document/bulk/o");
  EXPECT_EQ(progress_key(DocumentKind::kExport, "e"), "progress/export/e");
}

}  // namespace
}  // namespace magneto::internal::catalog
