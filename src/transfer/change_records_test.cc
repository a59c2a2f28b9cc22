// SPDX-License-Identifier: Apache-2.0
#include "transfer/change_records.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "base/base64.h"
#include "base/md5.h"
#include "objects/compression.h"
#include "transfer/transfer_fixture.h"

namespace magneto::internal::transfer {
namespace {

using Kind = ReadRecord::Kind;

constexpr std::string_view kChanged =
    R"({"Metadata":{"WriteTimestampMicros":{"N":"1700000000000000"}},)"
    R"("Keys":{"p":{"S":"a"},"s":{"N":"1"}},)"
    R"("OldImage":{"p":{"S":"a"},"s":{"N":"1"},"x":{"S":"} old \" {"}},)"
    R"("NewImage":{"p":{"S":"a"},"s":{"N":"1"},"x":{"S":"new"}}})";
constexpr std::string_view kDeleted =
    R"( { "Keys" : {"p":{"S":"b"},"s":{"N":"2"}} , "OldImage" : {"p":{"S":"b"},"s":{"N":"2"}} } )";

TEST(ChangeRecords, HaveTheNewImageOrTheKeysOfWhatWasDeleted) {
  const Result<ReadRecord> changed = read_change(kChanged);
  ASSERT_TRUE(changed) << changed.error().message();
  EXPECT_EQ(changed->kind, Kind::kItem);
  EXPECT_EQ(changed->item, (Item{{"p", "a"}, {"s", 1}, {"x", "new"}}));
  const Result<ReadRecord> deleted = read_change(kDeleted);
  ASSERT_TRUE(deleted) << deleted.error().message();
  EXPECT_EQ(deleted->kind, Kind::kDeleted);
  EXPECT_EQ(deleted->item, (Item{{"p", "b"}, {"s", 2}}));
  EXPECT_TRUE(read_change("{\"Record\":" + std::string(kDeleted) + "}"));
}

TEST(ChangeRecords, ThatAreNoneAreRefused) {
  for (const char* text :
       {"", "{}", "[]", "no JSON", R"({"Item":{"p":{"S":"a"}}})", R"({"Keys":{"p":{"S":"a"}}} x)",
        R"({"Keys":{"p":{"S":"a"}})", R"({"Keys":{"p":{"S":"a"}},})", R"({"Keys":{"p":"a"}})",
        R"({"Keys":})", R"({"Keys":}{})", R"({"Keys":"a"})", R"({"Keys)", R"({"Keys\)",
        R"({"Keys":{"p":{"S":"a\)", R"({"Keys":{"p":{"S":"a"}},"NewImage":{"p":1}})"}) {
    EXPECT_FALSE(read_change(text)) << text;
  }
}

std::string base64_md5(std::string_view bytes) {
  Md5 md5;
  md5.add(bytes);
  const Md5::Digest digest = md5.finish();
  return base64_of({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

/// An incremental export as the service lays it out: AWSDynamoDB/1/manifest..., AWSDynamoDB/data/x.gz.
class IncrementalExports : public testing::Test {
 protected:
  Client client = new_database();
  Table table = new_table(client, "Songs");
  TestDirectory directory;
  std::string folder = directory.path() + "/AWSDynamoDB/1";

  void write(const std::string& name, std::string_view bytes) {
    std::filesystem::create_directories(std::filesystem::path(name).parent_path());
    std::ofstream(name, std::ios::binary) << bytes;
  }

  void make(const std::string& format, int records, std::string_view text) {
    objects::GzipWriter gzip;
    std::string packed;
    gzip.write(text, packed);
    gzip.finish(packed);
    write(directory.path() + "/AWSDynamoDB/data/x.gz", packed);
    const std::string count = std::to_string(records);
    const std::string summary = R"({"outputFormat":")" + format + R"(","itemCount":)" + count +
                                R"(,"exportType":"INCREMENTAL_EXPORT"})";
    write(folder + "/manifest-summary.json", summary);
    write(folder + "/manifest-summary.checksum", base64_md5(summary));
    write(folder + "/manifest-files.json", R"({"itemCount":)" + count + R"(,"md5Checksum":")" +
                                               base64_md5(packed) +
                                               R"(","dataFileS3Key":"AWSDynamoDB/data/x.gz"})");
  }

  Outcome<TransferReport> import(bool overwrite = true) {
    ImportOptions options{.format = RecordFormat::kAmazonExport};
    options.overwrite = overwrite;
    return import_records(folder, table, options);
  }

  void expect_followed() {
    table.put({{"p", "a"}, {"s", 1}, {"x", "old"}}).value();
    table.put({{"p", "b"}, {"s", 2}}).value();
    table.put({{"p", "c"}, {"s", 3}}).value();
    for (int i = 0; i < 2; ++i) {  // the second time changes nothing
      const Outcome<TransferReport> done = import();
      ASSERT_TRUE(done) << done.error_msg;
      EXPECT_EQ(done.data.counts.written, 1u);
      EXPECT_EQ(done.data.counts.deleted, 1u);
      EXPECT_EQ(sorted_items(table),
                (std::vector<Item>{{{"p", "a"}, {"s", 1}, {"x", "new"}}, {{"p", "c"}, {"s", 3}}}));
    }
  }
};

TEST_F(IncrementalExports, PutWhatWasChangedAndDeleteWhatWasDeleted) {
  make("DYNAMODB_JSON", 2, std::string(kChanged) + "\n" + std::string(kDeleted) + "\n");
  expect_followed();
}

TEST_F(IncrementalExports, MayBeInIon) {
  make("ION", 2,
       "$ion_1_0 {Metadata:{WriteTimestampMicros:17d14},Keys:{p:\"a\",s:1.},"
       "NewImage:{p:\"a\",s:1.,x:\"new\"}}\n"
       "$ion_1_0 {Record:{Keys:{p:\"b\",s:2.},OldImage:{p:\"b\",s:2.,y:$dynamodb_NS::[1.]}}}\n");
  expect_followed();
}

TEST_F(IncrementalExports, AreNotImportedWithoutOverwriting) {
  make("DYNAMODB_JSON", 1, std::string(kDeleted) + "\n");
  EXPECT_EQ(import(false).code(), ErrorCode::kInvalidArgument);
}

TEST_F(IncrementalExports, WithAWrongRecordStopAtIt) {
  make("DYNAMODB_JSON", 2, std::string(kDeleted) + "\n{\"Item\":{\"p\":{\"S\":\"a\"}}}\n");
  const Outcome<TransferReport> done = import();
  EXPECT_EQ(done.code(), ErrorCode::kInvalidArgument);
  EXPECT_NE(done.error_msg.find("record 2"), std::string::npos) << done.error_msg;
}

}  // namespace
}  // namespace magneto::internal::transfer
