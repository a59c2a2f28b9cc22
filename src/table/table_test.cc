// SPDX-License-Identifier: Apache-2.0
#include "magneto/table.h"

#include <gtest/gtest.h>

#include "table/fake_connection.h"

namespace magneto::internal::table {
namespace {

std::string described(std::string_view member, std::string_view status,
                      std::string_view index_status = "ACTIVE") {
  return R"({")" + std::string(member) + R"(":{"TableName":"Songs","TableStatus":")" +
         std::string(status) +
         R"(","TableArn":"arn:aws:dynamodb:eu-central-1:1:table/Songs","ItemCount":3,)"
         R"("CreationDateTime":1.5,"KeySchema":[{"AttributeName":"Artist","KeyType":"HASH"},)"
         R"({"AttributeName":"Title","KeyType":"RANGE"}],"AttributeDefinitions":[)"
         R"({"AttributeName":"Artist","AttributeType":"S"},)"
         R"({"AttributeName":"Title","AttributeType":"S"},)"
         R"({"AttributeName":"Year","AttributeType":"N"}],)"
         R"("BillingModeSummary":{"BillingMode":"PAY_PER_REQUEST"},)"
         R"("GlobalSecondaryIndexes":[{"IndexName":"ByYear","IndexStatus":")" +
         std::string(index_status) +
         R"(","KeySchema":[{"AttributeName":"Year","KeyType":"HASH"}],)"
         R"("Projection":{"ProjectionType":"KEYS_ONLY"},"ItemCount":2}]}})";
}

constexpr WaitOptions kQuick{.first = std::chrono::milliseconds(1),
                             .longest = std::chrono::milliseconds(2),
                             .total = std::chrono::milliseconds(200)};

class Tables : public testing::Test {
 protected:
  std::shared_ptr<FakeConnection> fake = std::make_shared<FakeConnection>();
  Table songs{fake->client(), "Songs"};
};

TEST_F(Tables, CreateSendsTheDefinition) {
  fake->answers({described("TableDescription", "CREATING")});
  TableDefinition definition{.partition_key = {"Artist"}};
  definition.sort_key = KeyAttribute{"Title"};
  definition.global_indexes = {{.name = "ByYear", .partition_keys = {{"Year", AttributeType::kN}}}};
  definition.local_indexes = {{.name = "ByLabel",
                               .sort_keys = {{"Label"}},
                               .projection = model::ProjectionType::kInclude,
                               .included = {"x"}}};
  definition.stream = model::StreamViewType::kNewAndOldImages;
  definition.tags = {{"team", "jazz"}};
  const TableInfo info = songs.create(definition).value();
  EXPECT_EQ(info.status, model::TableStatus::kCreating);
  EXPECT_EQ(
      fake->body(0),
      R"({"AttributeDefinitions":[{"AttributeName":"Artist","AttributeType":"S"},)"
      R"({"AttributeName":"Title","AttributeType":"S"},{"AttributeName":"Year","AttributeType":"N"},)"
      R"({"AttributeName":"Label","AttributeType":"S"}],"TableName":"Songs","KeySchema":[)"
      R"({"AttributeName":"Artist","KeyType":"HASH"},{"AttributeName":"Title","KeyType":"RANGE"}],)"
      R"("LocalSecondaryIndexes":[{"IndexName":"ByLabel","KeySchema":[)"
      R"({"AttributeName":"Artist","KeyType":"HASH"},{"AttributeName":"Label","KeyType":"RANGE"}],)"
      R"("Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["x"]}}],)"
      R"("GlobalSecondaryIndexes":[{"IndexName":"ByYear","KeySchema":[)"
      R"({"AttributeName":"Year","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}],)"
      R"("BillingMode":"PAY_PER_REQUEST","StreamSpecification":{"StreamEnabled":true,)"
      R"("StreamViewType":"NEW_AND_OLD_IMAGES"},"Tags":[{"Key":"team","Value":"jazz"}]})");
}

TEST_F(Tables, InfoSaysKeysIndexesCountsAndTimes) {
  fake->answers({described("Table", "ACTIVE")});
  const TableInfo info = songs.info().value();
  EXPECT_TRUE(info.is_active());
  EXPECT_EQ(info.partition_key, (KeyAttribute{"Artist", AttributeType::kS}));
  EXPECT_EQ(info.sort_key, (KeyAttribute{"Title", AttributeType::kS}));
  EXPECT_EQ(info.item_count, 3);
  EXPECT_EQ(info.creation_time.time_since_epoch().count(), 1500);
  EXPECT_TRUE(info.paid_per_request);
  const IndexInfo* index = info.index("ByYear");
  ASSERT_NE(index, nullptr);
  EXPECT_TRUE(index->global);
  EXPECT_EQ(index->partition_keys.at(0), (KeyAttribute{"Year", AttributeType::kN}));
  EXPECT_EQ(index->projection, model::ProjectionType::kKeysOnly);
  EXPECT_EQ(index->item_count, 2);
  EXPECT_EQ(info.index("none"), nullptr);
}

TEST_F(Tables, WaitsUntilTheTableExistsAndIsActive) {
  fake->answers(
      {"ResourceNotFoundException", described("Table", "CREATING"), described("Table", "ACTIVE")});
  EXPECT_TRUE(songs.wait_until_exists(kQuick).value().is_active());
  EXPECT_EQ(fake->sent().size(), 3u);
}

TEST_F(Tables, WaitsUntilTheTableIsGone) {
  fake->answers({described("Table", "DELETING"), "ResourceNotFoundException"});
  EXPECT_TRUE(songs.wait_until_not_exists(kQuick).get());
  EXPECT_EQ(fake->sent().size(), 2u);
}

TEST_F(Tables, WaitsUntilAnIndexIsActive) {
  fake->answers({described("Table", "UPDATING", "CREATING"), described("Table", "ACTIVE")});
  EXPECT_TRUE(songs.wait_until_index("ByYear", kQuick).get());
  fake->answers({described("Table", "ACTIVE")});
  EXPECT_EQ(songs.wait_until_index("other", kQuick).get().error().code(),
            ErrorCode::kIndexNotFound);
}

TEST_F(Tables, AWaitHasAnEnd) {
  fake->handle([](const FakeConnection::Sent&) {
    return FakeConnection::success(described("Table", "CREATING"));
  });
  EXPECT_EQ(songs.wait_until_exists(kQuick).get().error().code(), ErrorCode::kDeadline);
  EXPECT_EQ(songs.wait_until_exists().within(std::chrono::milliseconds(50)).get().error().code(),
            ErrorCode::kDeadline);
}

/// Passes only when somebody sleeps.
class ManualTime final : public TimeSource {
 public:
  std::chrono::system_clock::time_point now() override {
    return std::chrono::system_clock::time_point(slept);
  }
  std::chrono::steady_clock::time_point steady_now() override {
    return std::chrono::steady_clock::time_point(slept);
  }
  void sleep(std::chrono::nanoseconds time) override { slept += time; }
  std::chrono::nanoseconds slept{0};
};

TEST_F(Tables, AWaitIsOnTheClientsOwnClock) {
  fake->handle([](const FakeConnection::Sent&) {
    return FakeConnection::success(described("Table", "CREATING"));
  });
  const auto time = std::make_shared<ManualTime>();
  const Table table(Client(fake, {.time = time}), "Songs");
  EXPECT_EQ(table.wait_until_exists({.total = std::chrono::minutes(10)}).get().error().code(),
            ErrorCode::kDeadline);
  EXPECT_GT(time->slept, std::chrono::minutes(9));
  EXPECT_LE(time->slept, std::chrono::minutes(10));
  EXPECT_EQ(table.wait_until_exists().within(std::chrono::seconds(2)).get().error().code(),
            ErrorCode::kDeadline);
}

TEST_F(Tables, OtherErrorsEndAWaitAtOnce) {
  fake->answers({"AccessDeniedException"});
  EXPECT_EQ(songs.wait_until_exists(kQuick).get().error().code(), ErrorCode::kAccessDenied);
}

TEST_F(Tables, BackupsExportsAndImportsAreWaitedFor) {
  Client client = fake->client();
  fake->answers({R"({"BackupDescription":{"BackupDetails":{"BackupStatus":"CREATING"}}})",
                 R"({"BackupDescription":{"BackupDetails":{"BackupStatus":"AVAILABLE"}}})",
                 R"({"ExportDescription":{"ExportStatus":"IN_PROGRESS"}})",
                 R"({"ExportDescription":{"ExportStatus":"COMPLETED","ItemCount":4}})",
                 R"({"ImportTableDescription":{"ImportStatus":"IN_PROGRESS"}})",
                 R"({"ImportTableDescription":{"ImportStatus":"FAILED","FailureMessage":"no"}})"});
  EXPECT_TRUE(wait_for_backup(client, "arn", kQuick).get());
  EXPECT_EQ(wait_for_export(client, "arn", kQuick).value().item_count, 4);
  const auto failed = wait_for_import(client, "arn", kQuick).get();
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().message(), "the import is FAILED: no");
}

TEST_F(Tables, TimeToLiveIsTurnedOnAndOff) {
  fake->answers({"{}",
                 R"({"TimeToLiveDescription":{"TimeToLiveStatus":"ENABLED",)"
                 R"("AttributeName":"Expires"}})",
                 "{}"});
  EXPECT_TRUE(songs.enable_ttl("Expires").get());
  EXPECT_TRUE(songs.disable_ttl().get());
  EXPECT_EQ(fake->body(0), R"({"TableName":"Songs","TimeToLiveSpecification":{"Enabled":true,)"
                           R"("AttributeName":"Expires"}})");
  EXPECT_EQ(fake->body(2), R"({"TableName":"Songs","TimeToLiveSpecification":{"Enabled":false,)"
                           R"("AttributeName":"Expires"}})");
}

TEST_F(Tables, TagsAreReadOverAllPages) {
  const std::string info = described("Table", "ACTIVE");
  fake->answers({info, "{}", info, R"({"Tags":[{"Key":"a","Value":"1"}],"NextToken":"n"})",
                 R"({"Tags":[{"Key":"b","Value":"2"}]})"});
  EXPECT_TRUE(songs.tag({{"a", "1"}}).get());
  EXPECT_EQ(songs.tags().value(), (std::map<std::string, std::string>{{"a", "1"}, {"b", "2"}}));
  EXPECT_NE(fake->body(4).find(R"("NextToken":"n")"), std::string::npos);
}

}  // namespace
}  // namespace magneto::internal::table
