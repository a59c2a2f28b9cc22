// SPDX-License-Identifier: Apache-2.0
#include "transfers/export_job.h"

#include <algorithm>

#include "base/base64.h"
#include "base/md5.h"
#include "jobs/finish_transitions.h"
#include "transfers/transfers_fixture.h"

namespace magneto::internal::transfers {
namespace {

constexpr std::int64_t kHour_ms = 3'600'000;

class ExportJobTest : public TransfersFixture {
 protected:
  // A table with point-in-time recovery since the clock's moment.
  void make_table() {
    call(
        "CreateTable",
        R"({"TableName":"Music","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"p","KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"}]})");
    const auto on = [&](catalog::Table& table) -> Result<void> {
      table.history.emplace();
      table.history->enabled_ms = clock_.now;
      return {};
    };
    ASSERT_TRUE(catalog_->update("Music", on).ok());
    context_.reset();
    ASSERT_TRUE(jobs::finish_transitions(*catalog_, store_, {}).ok());
    ASSERT_FALSE(catalog_->find("Music").value()->history->in_transition());
    clock_.now += 1000;
  }
  void put(const std::string& key, const std::string& value) {
    call("PutItem", R"({"TableName":"Music","Item":{"p":{"S":")" + key + R"("},"v":{"S":")" +
                        value + R"("}}})");
    clock_.now += 1000;
  }
  void erase(const std::string& key) {
    call("DeleteItem", R"({"TableName":"Music","Key":{"p":{"S":")" + key + R"("}}})");
    clock_.now += 1000;
  }

  void start(const std::string& more) {
    call(
        "ExportTableToPointInTime",
        R"({"TableArn":"arn:aws:dynamodb:us-east-1:000000000000:table/Music","S3Bucket":"bucket")" +
            more + "}");
    arn_ = answered("ExportArn");
  }
  std::string describe() {
    call("DescribeExport", R"({"ExportArn":")" + arn_ + R"("})");
    return std::string(out_.text());
  }
  // The records of all data files, sorted.
  std::vector<std::string> exported(const std::string& more, const std::string& folder = {}) {
    start(more);
    work();
    EXPECT_NE(describe().find(R"("ExportStatus":"COMPLETED")"), std::string::npos) << out_.text();
    std::vector<std::string> records;
    const std::string data =
        folder.empty() ? "AWSDynamoDB/" + arn_.substr(arn_.rfind('/') + 1) + "/data/" : folder;
    for (const std::string& key : keys(data)) {
      const std::string text = read(key, objects::Compression::kGzip);
      for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        records.push_back(text.substr(at, end - at));
        at = end + 1;
      }
    }
    std::ranges::sort(records);
    return records;
  }
  static std::string item(const std::string& key, const std::string& value) {
    return R"({"Item":{"p":{"S":")" + key + R"("},"v":{"S":")" + value + R"("}}})";
  }
  std::string seconds_text(std::int64_t ms) { return std::to_string(ms / 1000); }

  std::string arn_;
};

using Records = std::vector<std::string>;

TEST_F(ExportJobTest, AFullExportHasAllItemsInAFileAPartition) {
  make_table();
  for (const char* key : {"a", "b", "c"}) put(key, "1");
  EXPECT_EQ(exported(R"(,"S3Prefix":"foo/")", ""), Records{});
  const std::string folder = "foo/AWSDynamoDB/" + arn_.substr(arn_.rfind('/') + 1) + "/";
  EXPECT_EQ(keys("foo/").size(), 9U);
  EXPECT_EQ(keys(folder + "data/").size(), 4U);
  EXPECT_EQ(read(folder + "_started", objects::Compression::kNone), "");
  const std::string summary = read(folder + "manifest-summary.json", objects::Compression::kNone);
  EXPECT_NE(summary.find(R"("manifestFilesS3Key":")" + folder +
                         R"(manifest-files.json",)"
                         R"("billedSizeBytes":12,"itemCount":3,"outputFormat":"DYNAMODB_JSON"})"),
            std::string::npos)
      << summary;
  Md5 md5;
  md5.add(summary);
  const Md5::Digest digest = md5.finish();
  std::string base64(24, '\0');
  encode_base64({reinterpret_cast<const char*>(digest.data()), digest.size()}, base64.data());
  EXPECT_EQ(read(folder + "manifest-summary.md5", objects::Compression::kNone), base64);
  const std::string files = read(folder + "manifest-files.json", objects::Compression::kNone);
  EXPECT_EQ(std::ranges::count(files, '\n'), 4);
  EXPECT_NE(describe().find(R"("ExportManifest":")" + folder + R"(manifest-summary.json")"),
            std::string::npos);
  EXPECT_NE(describe().find(R"("ItemCount":3)"), std::string::npos);
  EXPECT_EQ(describe().find("ExportType"), std::string::npos);
}

TEST_F(ExportJobTest, AnExportShowsTheTableAsItWas) {
  make_table();
  put("a", "1");
  put("b", "1");
  put("c", "1");
  const std::string then = seconds_text(clock_.now);
  clock_.now += 1000;
  put("a", "2");
  put("a", "3");
  erase("b");
  put("d", "1");
  EXPECT_EQ(exported(R"(,"ExportTime":)" + then),
            (Records{item("a", "1"), item("b", "1"), item("c", "1")}));
  EXPECT_EQ(exported(""), (Records{item("a", "3"), item("c", "1"), item("d", "1")}));
  EXPECT_EQ(exported(R"(,"ExportFormat":"ION")"),
            (Records{R"($ion_1_0 {Item:{p:"a",v:"3"}})", R"($ion_1_0 {Item:{p:"c",v:"1"}})",
                     R"($ion_1_0 {Item:{p:"d",v:"1"}})"}));
}

TEST_F(ExportJobTest, AnExportShowsTheMomentOfItsRequest) {
  make_table();
  put("a", "1");
  start("");
  put("a", "2");
  put("b", "1");
  call("DeleteTable", R"({"TableName":"Music"})");
  work();
  EXPECT_NE(describe().find(R"("ItemCount":1)"), std::string::npos) << out_.text();
  const std::string data = "AWSDynamoDB/" + arn_.substr(arn_.rfind('/') + 1) + "/data/";
  std::string all;
  for (const std::string& key : keys(data)) all += read(key, objects::Compression::kGzip);
  EXPECT_EQ(all, item("a", "1") + "\n");
}

TEST_F(ExportJobTest, AnIncrementalExportHasEachChangedItemOnce) {
  make_table();
  put("changed", "1");
  put("deleted", "1");
  put("same", "1");
  const std::int64_t from = clock_.now;
  clock_.now += 1000;
  put("changed", "2");
  const std::int64_t changed_ms = clock_.now;
  put("changed", "3");
  const std::int64_t deleted_ms = clock_.now;
  erase("deleted");
  const std::int64_t new_ms = clock_.now;
  put("new", "1");
  put("passing", "1");
  erase("passing");
  put("same", "2");
  put("same", "1");
  clock_.now += kHour_ms;
  const std::int64_t until = clock_.now;
  clock_.now += 1000;
  put("changed", "4");
  put("later", "1");

  const std::string period =
      R"(,"ExportType":"INCREMENTAL_EXPORT","IncrementalExportSpecification":{"ExportFromTime":)" +
      seconds_text(from) + R"(,"ExportToTime":)" + seconds_text(until);
  const auto record = [](std::int64_t ms, const std::string& key, const std::string& images) {
    return R"({"Metadata":{"WriteTimestampMicros":{"N":")" + std::to_string(ms * 1000) +
           R"("}},"Keys":{"p":{"S":")" + key + R"("}})" + images + "}";
  };
  const auto image = [](const std::string& name, const std::string& key, const std::string& value) {
    return ",\"" + name + R"(":{"p":{"S":")" + key + R"("},"v":{"S":")" + value + R"("}})";
  };
  EXPECT_EQ(exported(period + "}", "AWSDynamoDB/data/"),
            (Records{record(changed_ms, "changed",
                            image("OldImage", "changed", "1") + image("NewImage", "changed", "3")),
                     record(deleted_ms, "deleted", image("OldImage", "deleted", "1")),
                     record(new_ms, "new", image("NewImage", "new", "1"))}));
  EXPECT_NE(describe().find(R"("BilledSizeBytes":10000000)"), std::string::npos);
  EXPECT_NE(describe().find(R"("ExportViewType":"NEW_AND_OLD_IMAGES")"), std::string::npos);
  std::filesystem::remove_all(top_ / "bucket/AWSDynamoDB/data");
  EXPECT_EQ(exported(period + R"(,"ExportViewType":"NEW_IMAGE"})", "AWSDynamoDB/data/"),
            (Records{record(changed_ms, "changed", image("NewImage", "changed", "3")),
                     record(deleted_ms, "deleted", ""),
                     record(new_ms, "new", image("NewImage", "new", "1"))}));
}

TEST_F(ExportJobTest, AFilterLeavesOutItemsAndAttributes) {
  make_table();
  put("a", "1");
  put("b", "2");
  EXPECT_EQ(
      exported(
          R"(,"FilterSpecification":{"FilterExpression":"v = :v","ProjectionExpression":"p","ExpressionAttributeValues":{":v":{"S":"2"}}})"),
      (Records{R"({"Item":{"p":{"S":"b"}}})"}));
}

TEST_F(ExportJobTest, AMissingBucketFailsTheExport) {
  make_table();
  std::filesystem::remove_all(top_ / "bucket");
  start("");
  work();
  EXPECT_NE(describe().find(R"("FailureCode":"S3NoSuchBucket")"), std::string::npos) << out_.text();
}

TEST_F(ExportJobTest, TimesOutsideOfRecoveryAreRefused) {
  make_table();
  clock_.now += kHour_ms;
  const auto refused = [&](const std::string& more) {
    const Result<void> done = run(
        "DynamoDB_20120810.ExportTableToPointInTime",
        R"({"TableArn":"arn:aws:dynamodb:us-east-1:000000000000:table/Music","S3Bucket":"bucket")" +
            more + "}");
    return done.ok()
               ? std::string("accepted")
               : std::string(error_info(done.error().code()).name) + ": " + done.error().message();
  };
  const std::string future = seconds_text(clock_.now + 5000);
  EXPECT_EQ(refused(R"(,"ExportTime":)" + future),
            "InvalidExportTimeException: Export Time is invalid");
  EXPECT_EQ(refused(R"(,"ExportTime":)" + seconds_text(clock_.now - 2 * kHour_ms)),
            "InvalidExportTimeException: Export Time is invalid");
  const auto period = [&](std::int64_t from_ms, std::int64_t to_ms) {
    return R"(,"ExportType":"INCREMENTAL_EXPORT","IncrementalExportSpecification":{"ExportFromTime":)" +
           seconds_text(from_ms) + R"(,"ExportToTime":)" + seconds_text(to_ms) + "}";
  };
  EXPECT_EQ(
      refused(period(clock_.now - 2 * kHour_ms, clock_.now)),
      "InvalidExportTimeException: Incremental export period from time cannot be less than the "
      "table creation time : 2026-09-21T13:13:21Z");
  EXPECT_EQ(
      refused(period(clock_.now - kHour_ms / 2, clock_.now + 5000)),
      "InvalidExportTimeException: Incremental export period to time cannot be greater than the "
      "current time : 2026-09-21T15:13:26Z");
  EXPECT_EQ(
      refused(period(clock_.now - kHour_ms / 6, clock_.now)),
      "InvalidExportTimeException: Difference between export period from time and export period "
      "to time is less than 15 minutes");
  EXPECT_EQ(refused(period(clock_.now - kHour_ms / 2, clock_.now)), "accepted");
}

}  // namespace
}  // namespace magneto::internal::transfers
