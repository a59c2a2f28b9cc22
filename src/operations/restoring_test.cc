// SPDX-License-Identifier: Apache-2.0
//
// Backups that are being made and tables that are being restored: nothing does the work here, so
// they stay that. The texts are those of the service, observed in October 2026, where
// backup_texts.h does not say otherwise.
#include <gtest/gtest.h>

#include <string>

#include "catalog/backup.h"
#include "operations/operations_fixture.h"

namespace magneto::internal::operations {
namespace {

class Restoring : public OperationsFixture {
 protected:
  void SetUp() override { create("source"); }

  /// The answer, or the message of the error.
  std::string run(std::string_view name, const std::string& body) {
    const Result<void> done =
        OperationsFixture::run("DynamoDB_20120810." + std::string(name), body);
    return done.ok() ? std::string(out_.text()) : done.error().message();
  }

  ErrorCode code_of(std::string_view name, const std::string& body) {
    const Result<void> done =
        OperationsFixture::run("DynamoDB_20120810." + std::string(name), body);
    EXPECT_FALSE(done.ok()) << out_.text();
    return done.ok() ? ErrorCode::kIo : done.error().code();
  }

  std::string create(const std::string& name) {
    return run("CreateTable", R"({"TableName":")" + name + R"(","BillingMode":"PAY_PER_REQUEST",
        "AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"}],
        "KeySchema":[{"AttributeName":"a","KeyType":"HASH"}]})");
  }

  /// The ARN of a new backup, which is CREATING.
  std::string create_backup() {
    run("CreateBackup", R"({"TableName":"source","BackupName":"first"})");
    const auto documents = catalog_->documents().list(catalog::DocumentKind::kBackup);
    return "arn:aws:dynamodb:us-east-1:000000000000:table/" + documents.back()->id;
  }

  /// As the job ends it.
  void make_available() {
    for (const auto& each : catalog_->documents().list(catalog::DocumentKind::kBackup)) {
      catalog::Backup backup = catalog::decode_backup(*each).value();
      backup.status = catalog::BackupStatus::kAvailable;
      ASSERT_TRUE(
          catalog_->documents()
              .put(catalog::DocumentKind::kBackup, backup.id, catalog::encode_backup(backup))
              .ok());
    }
  }

  std::string restore(const std::string& arn, const std::string& target) {
    return run("RestoreTableFromBackup",
               R"({"BackupArn":")" + arn + R"(","TargetTableName":")" + target + "\"}");
  }

  void turn_recovery_on() {
    run("UpdateContinuousBackups", R"({"TableName":"source","PointInTimeRecoverySpecification":)"
                                   R"({"PointInTimeRecoveryEnabled":true}})");
  }
  std::string restore_latest(const std::string& target) {
    return run("RestoreTableToPointInTime", R"({"SourceTableName":"source","TargetTableName":")" +
                                                target + R"(","UseLatestRestorableTime":true})");
  }

  static bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }
};

TEST_F(Restoring, ABackupThatIsBeingMadeIsInUse) {
  const std::string arn = create_backup();
  const std::string body = R"({"BackupArn":")" + arn + "\"}";
  EXPECT_TRUE(has(run("DescribeBackup", body), R"("BackupStatus":"CREATING")"));
  EXPECT_EQ(code_of("DeleteBackup", body), ErrorCode::kBackupInUse);
  EXPECT_EQ(restore(arn, "target"), "Backup is being created: " + arn);
}

TEST_F(Restoring, ABackupFeedsOneRestoreAtATime) {
  const std::string arn = create_backup();
  make_available();
  EXPECT_TRUE(has(restore(arn, "target"), R"("RestoreInProgress":true)"));
  EXPECT_EQ(restore(arn, "other"), "Backup is being used to restore another table: " + arn);
  EXPECT_EQ(restore(arn, "target"), "Table: target is already being restored from backup: " + arn);
  EXPECT_EQ(restore(arn, "source"), "Table already exists: source");
  const std::string body = R"({"BackupArn":")" + arn + "\"}";
  EXPECT_EQ(run("DeleteBackup", body), "Backup is being used to restore table: " + arn);
  EXPECT_TRUE(has(run("DescribeBackup", body), R"("BackupStatus":"AVAILABLE")"));
}

TEST_F(Restoring, OnlyDescribeTableSeesATableThatIsBeingRestored) {
  const std::string arn = create_backup();
  make_available();
  restore(arn, "target");
  const std::string described = run("DescribeTable", R"({"TableName":"target"})");
  EXPECT_TRUE(has(described, R"("TableStatus":"CREATING")")) << described;
  EXPECT_TRUE(has(described, R"("SourceBackupArn":")" + arn)) << described;
  EXPECT_TRUE(has(run("ListTables", "{}"), "target"));

  const std::string not_found = "Requested resource not found: Table: target not found";
  EXPECT_EQ(run("UpdateTable", R"({"TableName":"target","DeletionProtectionEnabled":true})"),
            not_found);
  EXPECT_EQ(run("UpdateTimeToLive", R"({"TableName":"target","TimeToLiveSpecification":)"
                                    R"({"AttributeName":"t","Enabled":true}})"),
            not_found);
  EXPECT_EQ(run("DescribeTimeToLive", R"({"TableName":"target"})"), not_found);
  EXPECT_EQ(run("DescribeContributorInsights", R"({"TableName":"target"})"), not_found);
  EXPECT_EQ(run("CreateBackup", R"({"TableName":"target","BackupName":"first"})"),
            "Table not found: target");
  EXPECT_EQ(run("DescribeContinuousBackups", R"({"TableName":"target"})"),
            "Table not found: target");
  EXPECT_EQ(run("GetItem", R"({"TableName":"target","Key":{"a":{"S":"1"}}})"),
            "Requested resource not found");
  EXPECT_EQ(code_of("DeleteTable", R"({"TableName":"target"})"), ErrorCode::kResourceInUse);
  EXPECT_EQ(create("target"), "Table is being used: target");
}

TEST_F(Restoring, FiftyRestoresAtATime) {
  turn_recovery_on();
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(has(restore_latest("target" + std::to_string(i)), "CREATING")) << i;
  }
  EXPECT_EQ(restore_latest("more"),
            "Subscriber limit exceeded: Only 50 restore operations can be done simultaneously");
  EXPECT_EQ(restore_latest("target0"), "Table: target0 is already being restored");
}

TEST_F(Restoring, TheTimeLiesBetweenTheEarliestAndTheLatest) {
  turn_recovery_on();
  const auto at = [&](const std::string& seconds) {
    return run("RestoreTableToPointInTime",
               R"({"SourceTableName":"source","TargetTableName":"source","RestoreDateTime":)" +
                   seconds + "}");
  };
  const std::string exists = "Table already exists: source";
  EXPECT_EQ(at("1790000000"), exists);
  EXPECT_EQ(at("1789999999.999"),
            "RestoreDateTime '2026-09-21T14:13:19Z' must be within EarliestRestorableDateTime "
            "'2026-09-21T14:13:20Z' and LatestRestorableDateTime '2026-09-21T14:13:20Z'");
  EXPECT_EQ(code_of("RestoreTableToPointInTime",
                    R"({"SourceTableName":"source","TargetTableName":"source",)"
                    R"("RestoreDateTime":1790000001})"),
            ErrorCode::kInvalidRestoreTime);
  clock_.now += 36 * catalog::kDay_ms;
  EXPECT_EQ(code_of("RestoreTableToPointInTime",
                    R"({"SourceTableName":"source","TargetTableName":"source",)"
                    R"("RestoreDateTime":1790000000})"),
            ErrorCode::kInvalidRestoreTime);
  EXPECT_EQ(at("1790086400"), exists);  // A day later.
}

TEST_F(Restoring, BackupsAreEnabledInTheSecondHalfOfATablesTransitionDelay) {
  services_.transition_delay_ms = 1000;
  create("young");
  const std::string body = R"({"TableName":"young","BackupName":"first"})";
  EXPECT_EQ(run("CreateBackup", body), "Table not found: young");
  clock_.now += 600;
  EXPECT_EQ(run("CreateBackup", body),
            "Backups are being enabled for the table: young. Please retry later");
  EXPECT_EQ(code_of("CreateBackup", body), ErrorCode::kContinuousBackupsUnavailable);
  EXPECT_EQ(run("DescribeContinuousBackups", R"({"TableName":"young"})"), "Table not found: young");
  clock_.now += 400;
  EXPECT_TRUE(has(run("CreateBackup", body), R"("BackupStatus":"CREATING")"));
  make_available();
  EXPECT_TRUE(has(run("ListBackups", "{}"), R"("BackupStatus":"CREATING")"));
  clock_.now += 1000;
  EXPECT_TRUE(has(run("ListBackups", "{}"), R"("BackupStatus":"AVAILABLE")"));
}

TEST_F(Restoring, ListsBackupsByNameAndTimeInPages) {
  create("another");
  for (const char* table : {"source", "another", "source"}) {
    clock_.now += 1000;
    run("CreateBackup", R"({"TableName":")" + std::string(table) + R"(","BackupName":"first"})");
  }
  const std::string first = run("ListBackups", R"({"TableName":"source","Limit":1})");
  EXPECT_TRUE(has(first, "table/source/backup/01790000001000-")) << first;
  const std::size_t at = first.find(R"("LastEvaluatedBackupArn":")");
  ASSERT_NE(at, std::string::npos) << first;
  const std::string arn = first.substr(at + 26, first.find('"', at + 26) - at - 26);
  const std::string second =
      run("ListBackups",
          R"({"TableName":"source","Limit":1,"ExclusiveStartBackupArn":")" + arn + "\"}");
  EXPECT_TRUE(has(second, "table/source/backup/01790000003000-")) << second;
  EXPECT_FALSE(has(second, "LastEvaluatedBackupArn")) << second;
  // The lower bound belongs to the range, the upper does not.
  const std::string range =
      run("ListBackups", R"({"TimeRangeLowerBound":1790000002,"TimeRangeUpperBound":1790000003})");
  EXPECT_TRUE(has(range, "table/another/backup/01790000002000-")) << range;
  EXPECT_FALSE(has(range, "table/source/backup")) << range;
  EXPECT_EQ(run("ListBackups", R"({"BackupType":"AWS_BACKUP"})"), R"({"BackupSummaries":[]})");
}

TEST_F(Restoring, AShorterPeriodForgetsForGood) {
  turn_recovery_on();
  clock_.now += 10 * catalog::kDay_ms;
  const auto period = [&](int days) {
    return run("UpdateContinuousBackups",
               R"({"TableName":"source","PointInTimeRecoverySpecification":)"
               R"({"PointInTimeRecoveryEnabled":true,"RecoveryPeriodInDays":)" +
                   std::to_string(days) + "}}");
  };
  EXPECT_TRUE(has(period(35), R"("EarliestRestorableDateTime":1790000000)"));
  EXPECT_TRUE(has(period(1), R"("EarliestRestorableDateTime":1790777600)"));
  EXPECT_TRUE(has(period(35), R"("EarliestRestorableDateTime":1790777600)"));
}

TEST_F(Restoring, NothingIsInAStateBetweenBecauseTheClockIsSetBack) {
  const std::string arn = create_backup();
  make_available();
  clock_.now -= 3'600'000;
  const std::string named = R"({"TableName":"source"})";
  EXPECT_TRUE(has(run("DescribeTable", named), R"("TableStatus":"ACTIVE")")) << out_.text();
  EXPECT_TRUE(has(run("ListBackups", "{}"), R"("BackupStatus":"AVAILABLE")")) << out_.text();
  EXPECT_TRUE(has(run("UpdateTable", R"({"TableName":"source","DeletionProtectionEnabled":false})"),
                  "TableDescription"));
  EXPECT_TRUE(has(run("DeleteBackup", R"({"BackupArn":")" + arn + R"("})"), "DELETED"));
  EXPECT_TRUE(has(run("DeleteTable", named), "DELETING"));
}

}  // namespace
}  // namespace magneto::internal::operations
