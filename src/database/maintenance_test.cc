// SPDX-License-Identifier: Apache-2.0
#include "database/maintenance.h"

#include <gtest/gtest.h>

#include <string>

#include "base/test_directory.h"
#include "database/database.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace magneto::internal::database {
namespace {

constexpr std::string_view kCreate =
    R"({"TableName":"Music","BillingMode":"PAY_PER_REQUEST",)"
    R"("KeySchema":[{"AttributeName":"p","KeyType":"HASH"}],)"
    R"("AttributeDefinitions":[{"AttributeName":"p","AttributeType":"N"},)"
    R"({"AttributeName":"g","AttributeType":"S"}],)"
    R"("GlobalSecondaryIndexes":[{"IndexName":"by_g","Projection":{"ProjectionType":"ALL"},)"
    R"("KeySchema":[{"AttributeName":"g","KeyType":"HASH"}]}],)"
    R"("StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"}})";

class MaintenanceTest : public ::testing::Test {
 protected:
  /// Three items, as a server leaves them.
  void write_items() {
    const auto database = Database::open({.directory = directory()}).value();
    call(*database, "CreateTable", kCreate);
    for (const char* p : {"1", "2", "3"}) {
      call(*database, "PutItem",
           R"({"TableName":"Music","Item":{"g":{"S":"all"},"p":{"N":")" + std::string(p) +
               R"("}}})");
    }
  }
  std::string found_by_index() {
    const auto database = Database::open({.directory = directory()}).value();
    return call(*database, "Scan", R"({"TableName":"Music","IndexName":"by_g","Select":"COUNT"})");
  }
  void remove_an_index_entry() {
    storage::RocksdbOptions options;
    options.directory = directory();
    const auto engine = storage::open_rocksdb(options).value();
    const auto view = engine->view(storage::Blocking::kAllowed);
    const auto cursor = view->range({storage::Family::kIndexes, {}, {}});
    ASSERT_TRUE(cursor->valid());
    const auto erase = [&](storage::Values, storage::Batch& batch) -> Result<void> {
      batch.erase({storage::Family::kIndexes, cursor->key()});
      return {};
    };
    ASSERT_TRUE(engine->modify({}, erase, storage::Blocking::kAllowed).ok());
    ASSERT_TRUE(engine->flush().ok());
  }
  static std::string call(Database& database, std::string_view operation, std::string_view body) {
    const Answer answer = database.call("DynamoDB_20120810." + std::string(operation), body);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body;
  }
  std::string directory() const { return directory_.path() + "/data"; }

 private:
  TestDirectory directory_;
};

TEST_F(MaintenanceTest, WhatADatabaseLeavesIsRight) {
  write_items();
  const CheckReport report = check_directory(directory(), {}).value();
  EXPECT_TRUE(report.is_right());
  EXPECT_EQ(report.tables.items, 3u);
  EXPECT_EQ(report.tables.entries, 3u);
  EXPECT_EQ(report.tables.changes, 3u);
}

TEST_F(MaintenanceTest, AnEntryThatAnIndexHasLostIsNamedAndWrittenAgain) {
  write_items();
  remove_an_index_entry();
  EXPECT_EQ(found_by_index(), R"({"Count":2,"ScannedCount":2})");
  const CheckReport report = check_directory(directory(), {}).value();
  EXPECT_FALSE(report.is_right());
  ASSERT_EQ(report.tables.texts.size(), 1u);
  EXPECT_EQ(report.tables.texts[0].find("index by_g of table Music: no entry of the item p = "), 0u)
      << report.tables.texts[0];
  EXPECT_EQ(found_by_index(), R"({"Count":2,"ScannedCount":2})");

  CheckOptions repairing;
  repairing.tables.repair_indexes = true;
  const CheckReport repaired = check_directory(directory(), repairing).value();
  EXPECT_TRUE(repaired.is_right());
  EXPECT_EQ(repaired.tables.repaired, 1u);
  EXPECT_EQ(found_by_index(), R"({"Count":3,"ScannedCount":3})");
  EXPECT_EQ(check_directory(directory(), {}).value().tables.wrong, 0u);
}

TEST_F(MaintenanceTest, WhatIsNoDatabaseIsRefused) {
  EXPECT_EQ(check_directory(directory(), {}).error().code(), ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace magneto::internal::database
