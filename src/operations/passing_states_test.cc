// SPDX-License-Identifier: Apache-2.0
//
// What operations answer while a table is CREATING or UPDATING (Services::transition_delay_ms). The texts are
// those of the service, observed in October 2026.
#include <gtest/gtest.h>

#include <string>

#include "operations/operations_fixture.h"

namespace magneto::internal::operations {
namespace {

class PassingStates : public OperationsFixture {
 protected:
  static constexpr std::int64_t kTransitionDelay_ms = 5'000;

  void SetUp() override {
    services_.transition_delay_ms = kTransitionDelay_ms;
    create("new");
  }

  /// The answer, or the message of the error.
  std::string run(std::string_view name, const std::string& body) {
    const Result<void> done =
        OperationsFixture::run("DynamoDB_20120810." + std::string(name), body);
    return done.ok() ? std::string(out_.text()) : done.error().message();
  }

  std::string create(const std::string& name) {
    return run("CreateTable", R"({"TableName":")" + name + R"(","BillingMode":"PAY_PER_REQUEST",
        "AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"}],
        "KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],
        "GlobalSecondaryIndexes":[{"IndexName":"by-a","Projection":{"ProjectionType":"ALL"},
          "KeySchema":[{"AttributeName":"a","KeyType":"HASH"}]}]})");
  }

  static bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }
};

TEST_F(PassingStates, ATableThatIsBeingCreatedHasNoItems) {
  const std::string none = "Requested resource not found";
  EXPECT_EQ(run("GetItem", R"({"TableName":"new","Key":{"a":{"S":"1"}}})"), none);
  EXPECT_EQ(run("PutItem", R"({"TableName":"new","Item":{"a":{"S":"1"}}})"), none);
  EXPECT_EQ(run("UpdateItem", R"({"TableName":"new","Key":{"a":{"S":"1"}}})"), none);
  EXPECT_EQ(run("DeleteItem", R"({"TableName":"new","Key":{"a":{"S":"1"}}})"), none);
  EXPECT_EQ(run("Scan", R"({"TableName":"new"})"), none);
  EXPECT_EQ(run("BatchGetItem", R"({"RequestItems":{"new":{"Keys":[{"a":{"S":"1"}}]}}})"), none);
  EXPECT_EQ(run("BatchWriteItem",
                R"({"RequestItems":{"new":[{"PutRequest":{"Item":{"a":{"S":"1"}}}}]}})"),
            none);

  clock_.now += kTransitionDelay_ms;
  EXPECT_EQ(run("PutItem", R"({"TableName":"new","Item":{"a":{"S":"1"}}})"), "{}");
}

TEST_F(PassingStates, ATableThatIsBeingCreatedCannotBeChanged) {
  const std::string in_use =
      "Attempt to change a resource which is still in use: Table is being created: new";
  EXPECT_EQ(run("UpdateTable", R"({"TableName":"new","DeletionProtectionEnabled":true})"), in_use);
  EXPECT_EQ(run("DeleteTable", R"({"TableName":"new"})"), in_use);
  EXPECT_EQ(create("new"), in_use);
  const std::string described = run("DescribeTable", R"({"TableName":"new"})");
  EXPECT_TRUE(has(described, R"("TableStatus":"CREATING")")) << described;
  EXPECT_TRUE(has(described, R"("IndexStatus":"CREATING")")) << described;

  clock_.now += kTransitionDelay_ms;
  EXPECT_EQ(create("new"), "Table already exists: new");
  EXPECT_TRUE(has(run("DescribeTable", R"({"TableName":"new"})"), R"("TableStatus":"ACTIVE")"));
  EXPECT_TRUE(has(run("DeleteTable", R"({"TableName":"new"})"), "DELETING"));
}

TEST_F(PassingStates, WhatBelongsToATableIsNotThereWhileItIsBeingCreated) {
  const std::string not_found = "Requested resource not found: Table: new not found";
  EXPECT_EQ(run("UpdateTimeToLive",
                R"({"TableName":"new","TimeToLiveSpecification":{"AttributeName":"t",)"
                R"("Enabled":true}})"),
            not_found);
  EXPECT_EQ(run("DescribeTimeToLive", R"({"TableName":"new"})"),
            "Cannot describe time to live while table is in CREATING state: Current table state is "
            "CREATING");
  const std::string arn = "arn:aws:dynamodb:us-east-1:000000000000:table/new";
  EXPECT_EQ(run("ListTagsOfResource", R"({"ResourceArn":")" + arn + "\"}"),
            "Requested resource not found: ResourceArn: " + arn + " not found");
  EXPECT_EQ(run("DescribeContinuousBackups", R"({"TableName":"new"})"), "Table not found: new");

  clock_.now += kTransitionDelay_ms;
  EXPECT_TRUE(has(run("DescribeTimeToLive", R"({"TableName":"new"})"), "DISABLED"));
  EXPECT_EQ(run("ListTagsOfResource", R"({"ResourceArn":")" + arn + "\"}"), R"({"Tags":[]})");
  EXPECT_TRUE(has(run("DescribeContinuousBackups", R"({"TableName":"new"})"),
                  R"("ContinuousBackupsStatus":"DISABLED")"));
  clock_.now += 10'000;
  EXPECT_TRUE(has(run("DescribeContinuousBackups", R"({"TableName":"new"})"),
                  R"("ContinuousBackupsStatus":"ENABLED")"));
}

TEST_F(PassingStates, ATableThatIsBeingUpdatedServesItsItems) {
  clock_.now += kTransitionDelay_ms;
  ASSERT_TRUE(has(run("UpdateTable", R"({"TableName":"new","BillingMode":"PAY_PER_REQUEST"})"),
                  R"("TableStatus":"UPDATING")"));
  EXPECT_TRUE(has(run("DescribeTable", R"({"TableName":"new"})"), R"("TableStatus":"UPDATING")"));
  EXPECT_EQ(run("PutItem", R"({"TableName":"new","Item":{"a":{"S":"1"}}})"), "{}");
  EXPECT_EQ(create("new"), "Table already exists: new");
  EXPECT_EQ(run("DeleteTable", R"({"TableName":"new"})"),
            "Attempt to change a resource which is still in use: Table: new is in the process of "
            "being updated.");

  clock_.now += kTransitionDelay_ms;
  EXPECT_TRUE(has(run("DescribeTable", R"({"TableName":"new"})"), R"("TableStatus":"ACTIVE")"));
}

TEST_F(PassingStates, WhatIsNotThereWhileATableIsBeingCreatedIsItsPolicyInsightsAndDestination) {
  const std::string not_found = "Requested resource not found: Table: new not found";
  const std::string arn = R"("arn:aws:dynamodb:us-east-1:000000000000:table/new")";
  EXPECT_EQ(run("GetResourcePolicy", R"({"ResourceArn":)" + arn + "}"), not_found);
  EXPECT_EQ(run("DescribeContributorInsights", R"({"TableName":"new"})"), not_found);
  EXPECT_EQ(run("ListContributorInsights", R"({"TableName":"new"})"), not_found);
  EXPECT_EQ(run("DescribeKinesisStreamingDestination", R"({"TableName":"new"})"), not_found);
}

TEST_F(PassingStates, InsightsAreEnablingAndDisabling) {
  clock_.now += kTransitionDelay_ms;
  const auto status = [this] {
    return run("DescribeContributorInsights", R"({"TableName":"new","IndexName":"by-a"})");
  };
  run("UpdateContributorInsights",
      R"({"TableName":"new","IndexName":"by-a","ContributorInsightsAction":"ENABLE"})");
  EXPECT_TRUE(has(status(), R"("ContributorInsightsStatus":"ENABLING")"));
  clock_.now += kTransitionDelay_ms;
  EXPECT_TRUE(has(status(), R"("ContributorInsightsStatus":"ENABLED")"));
  run("UpdateContributorInsights",
      R"({"TableName":"new","IndexName":"by-a","ContributorInsightsAction":"DISABLE"})");
  EXPECT_TRUE(has(status(), R"("ContributorInsightsStatus":"DISABLING")"));
  EXPECT_TRUE(has(run("ListContributorInsights", "{}"), "DISABLING"));
  clock_.now += kTransitionDelay_ms;
  EXPECT_TRUE(has(status(), R"("ContributorInsightsStatus":"DISABLED")"));
}

TEST_F(PassingStates, ADestinationCanBeChangedOnlyAfterItsTransition) {
  clock_.now += kTransitionDelay_ms;
  const std::string of_stream =
      R"({"TableName":"new","StreamArn":"arn:aws:kinesis:us-east-1:000000000000:stream/one")";
  const std::string precision =
      R"(,"UpdateKinesisStreamingConfiguration":{"ApproximateCreationDateTimePrecision":)"
      R"("MICROSECOND"}})";
  const std::string wrong =
      "Table is not in a valid state to enable Kinesis Streaming Destination: ";
  const auto status = [this] {
    return run("DescribeKinesisStreamingDestination", R"({"TableName":"new"})");
  };
  const auto cannot_be_changed = [&] {
    EXPECT_TRUE(has(run("EnableKinesisStreamingDestination", of_stream + "}"), wrong));
    EXPECT_TRUE(has(run("UpdateKinesisStreamingDestination", of_stream + precision), wrong));
  };
  run("EnableKinesisStreamingDestination", of_stream + "}");
  EXPECT_TRUE(has(status(), R"("DestinationStatus":"ENABLING")"));
  cannot_be_changed();
  EXPECT_TRUE(has(run("DisableKinesisStreamingDestination", of_stream + "}"), wrong));
  clock_.now += kTransitionDelay_ms;
  run("UpdateKinesisStreamingDestination", of_stream + precision);
  EXPECT_TRUE(has(status(), R"("DestinationStatus":"UPDATING")"));
  cannot_be_changed();
  clock_.now += kTransitionDelay_ms;
  run("DisableKinesisStreamingDestination", of_stream + "}");
  EXPECT_TRUE(has(status(), R"("DestinationStatus":"DISABLING")"));
  cannot_be_changed();
  // This one is accepted twice.
  EXPECT_TRUE(has(run("DisableKinesisStreamingDestination", of_stream + "}"), "DISABLING"));
  clock_.now += kTransitionDelay_ms;
  EXPECT_TRUE(has(status(), R"("DestinationStatus":"DISABLED")"));
}

}  // namespace
}  // namespace magneto::internal::operations
