// SPDX-License-Identifier: Apache-2.0
#include "magneto/transfer/records.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "transfer/local_file.h"
#include "transfer/transfer_fixture.h"

namespace magneto::internal::transfer {
namespace {

class Records : public testing::Test {
 protected:
  Client client = new_database();
  Table source = new_table(client, "Source");
  Table target = new_table(client, "Target");
  TestDirectory directory;

  std::string path(const std::string& name) { return directory.path() + "/" + name; }
  std::string given(const std::string& name, const std::string& text) {
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }
  void expect_same_after(const std::string& name, RecordFormat format) {
    const Outcome<TransferReport> out = export_table(source, path(name), {.format = format});
    ASSERT_TRUE(out) << out.error_msg;
    EXPECT_EQ(out.data.counts.written, 2'001u);
    EXPECT_EQ(out.data.counts.bytes, std::filesystem::file_size(path(name)));
    const Outcome<TransferReport> in = import_records(path(name), target, {.format = format});
    ASSERT_TRUE(in) << in.error_msg;
    EXPECT_EQ(in.data.counts.read, 2'001u);
    EXPECT_EQ(in.data.counts.written, 2'001u);
    EXPECT_EQ(sorted_items(target), sorted_items(source));
  }
};

TEST_F(Records, DynamoJsonKeepsEverything) {
  fill(source, 2'000);
  expect_same_after("items.json.zst", RecordFormat::kDynamoJson);
}

TEST_F(Records, IonKeepsEverything) {
  fill(source, 2'000);
  expect_same_after("items.ion.gz", RecordFormat::kIon);
}

TEST_F(Records, JsonLinesArePlain) {
  source.put({{"p", "a"}, {"s", 1}, {"tags", StringSet{"x", "y"}}}).value();
  ASSERT_TRUE(export_table(source, path("a.jsonl"), {.format = RecordFormat::kJsonLines}));
  EXPECT_EQ(read_file(path("a.jsonl")).value(), "{\"p\":\"a\",\"s\":1,\"tags\":[\"x\",\"y\"]}\n");
  ASSERT_TRUE(import_records(path("a.jsonl"), target, {.format = RecordFormat::kJsonLines}));
  EXPECT_EQ(sorted_items(target),
            std::vector<Item>{(Item{{"p", "a"}, {"s", 1}, {"tags", List{"x", "y"}}})});
}

TEST_F(Records, CsvHasTheKeyFirstAndQuotesWhatNeedsIt) {
  source.put({{"p", "a,b"}, {"s", 1}, {"b", ""}, {"a", "say \"hi\"\n"}, {"z", nullptr}}).value();
  source.put({{"p", "c"}, {"s", 2}, {"a", 1.5}, {"n", List{1}}}).value();
  ExportOptions options{.work = {.segments = 1}, .format = RecordFormat::kCsv};
  ASSERT_TRUE(export_table(source, path("a.csv"), options));
  const std::string text = read_file(path("a.csv")).value().value();
  EXPECT_TRUE(text.starts_with("p,s,a,b,n,z\n")) << text;
  EXPECT_NE(text.find("\"a,b\",1,\"say \"\"hi\"\"\n\",\"\",,\n"), std::string::npos) << text;
  EXPECT_NE(text.find("c,2,1.5,,[1],\n"), std::string::npos) << text;
  ImportOptions in{.format = RecordFormat::kCsv};
  in.types = {{"a", AttributeType::kS}};
  ASSERT_TRUE(import_records(path("a.csv"), target, in));
  EXPECT_EQ(target.get({{"p", "a,b"}, {"s", 1}}).value(),
            (Item{{"p", "a,b"}, {"s", 1}, {"a", "say \"hi\"\n"}}));
  options.columns = {"s", "a"};
  ASSERT_TRUE(export_table(source, path("b.csv"), options));
  EXPECT_TRUE(read_file(path("b.csv")).value()->starts_with("s,a\n"));
}

TEST_F(Records, FiltersAndProjectionsChoose) {
  fill(source, 100);
  ExportOptions options{.format = RecordFormat::kJsonLines};
  options.filter = attr("s") == 5;
  options.projection = {"s"};
  ASSERT_TRUE(export_table(source, path("a.jsonl"), options));
  EXPECT_EQ(read_file(path("a.jsonl")).value(), "{\"s\":5}\n");
}

TEST_F(Records, AnExportThatFailsLeavesNoFile) {
  fill(source, 10);
  ExportOptions options;
  const Cancellation stop;
  stop.cancel();
  options.work.cancellation = stop;
  EXPECT_EQ(export_table(source, path("a.json"), options).code(), ErrorCode::kCancelled);
  EXPECT_EQ(export_table(client.table("Nothing"), path("a.json")).status, 404);
  EXPECT_TRUE(std::filesystem::is_empty(directory.path()));
}

TEST_F(Records, AnExportReplacesAFileOnlyWhenTold) {
  fill(source, 10);
  const std::string file = given("a.json", "precious");
  EXPECT_EQ(export_table(source, file).code(), ErrorCode::kDuplicateItem);
  EXPECT_EQ(read_file(file).value(), "precious");
  EXPECT_TRUE(export_table(source, file, {.overwrite = true}));
  EXPECT_NE(read_file(file).value(), "precious");
  EXPECT_TRUE(export_table(source, given("empty.json", "")));
}

TEST_F(Records, CheckingCountsWhatWouldBeWrittenAndWritesNothing) {
  const std::string file =
      given("a.jsonl", "{\"p\":\"a\",\"s\":1}\nno json\n{\"p\":\"d\",\"s\":4}\n");
  ImportOptions options{.format = RecordFormat::kJsonLines};
  options.work.state_file = path("state");
  const Outcome<TransferReport> stopped = check_records(file, target, options);
  EXPECT_NE(stopped.error_msg.find("record 2"), std::string::npos) << stopped.error_msg;
  options.skip_bad = true;
  const Outcome<TransferReport> done = check_records(file, target, options);
  ASSERT_TRUE(done) << done.error_msg;
  EXPECT_EQ(done.data.counts.written, 2u);
  EXPECT_EQ(done.data.counts.skipped, 1u);
  EXPECT_EQ(target.count().value().count, 0);
  EXPECT_FALSE(std::filesystem::exists(path("state")));
}

TEST_F(Records, ItemsWithAndWithoutTheirWrapperAreRead) {
  const std::string file = given("a.json",
                                 "{\"Item\":{\"p\":{\"S\":\"a\"},\"s\":{\"N\":\"1\"}}}\n\n"
                                 "  { \"Item\" : {\"p\":{\"S\":\"b\"},\"s\":{\"N\":\"2\"}} }\r\n"
                                 "{\"p\":{\"S\":\"c\"},\"s\":{\"N\":\"3\"}}");
  const Outcome<TransferReport> done = import_records(file, target);
  ASSERT_TRUE(done) << done.error_msg;
  EXPECT_EQ(target.count().value().count, 3);
}

TEST_F(Records, AnItemCalledItemIsNoWrapper) {
  Table table = client.table("ItemTable");
  table.create({.partition_key = {"Item"}}).value();
  ASSERT_TRUE(import_records(given("a.json", "{\"Item\":{\"S\":\"x\"}}\n"), table));
  EXPECT_EQ(table.scan().all().value(), std::vector<Item>{(Item{{"Item", "x"}})});
}

TEST_F(Records, ABadRecordStopsTheImportBehindThoseBefore) {
  const std::string file =
      given("a.jsonl",
            "{\"p\":\"a\",\"s\":1}\n{\"p\":\"b\",\"s\":2}\n{\"p\":\"c\"}\n{\"p\":\"d\",\"s\":4}\n");
  const Outcome<TransferReport> done =
      import_records(file, target, {.format = RecordFormat::kJsonLines});
  EXPECT_EQ(done.code(), ErrorCode::kInvalidArgument);
  EXPECT_NE(done.error_msg.find("record 3"), std::string::npos) << done.error_msg;
  EXPECT_EQ(done.data.counts.written, 2u);
  EXPECT_EQ(target.count().value().count, 2);
}

TEST_F(Records, BadRecordsGoToTheRejectsWithTheirReasons) {
  const std::string large(410'000, 'x');
  const std::string file = given(
      "a.jsonl",
      "{\"p\":\"a\",\"s\":1}\nno json\n{\"p\":\"c\",\"s\":\"3\"}\n{\"p\":\"e\",\"s\":5,\"x\":\"" +
          large + "\"}\n{\"p\":\"d\",\"s\":4}\n");
  ImportOptions options{.format = RecordFormat::kJsonLines};
  options.skip_bad = true;
  options.rejects_file = path("rejects");
  const Outcome<TransferReport> done = import_records(file, target, options);
  ASSERT_TRUE(done) << done.error_msg;
  EXPECT_EQ(done.data.counts.written, 2u);
  EXPECT_EQ(done.data.counts.skipped, 3u);
  EXPECT_EQ(done.data.counts.read, 5u);
  const std::string rejects = read_file(options.rejects_file).value().value();
  EXPECT_EQ(std::count(rejects.begin(), rejects.end(), '\n'), 3);
  EXPECT_NE(rejects.find("\"text\":\"no json\""), std::string::npos) << rejects.substr(0, 500);
  EXPECT_NE(rejects.find("key attribute"), std::string::npos) << rejects.substr(0, 500);
}

TEST_F(Records, WithoutOverwritingAnItemThatIsThereIsABadRecord) {
  target.put({{"p", "a"}, {"s", 1}, {"old", true}}).value();
  const std::string file = given("a.jsonl", "{\"p\":\"b\",\"s\":2}\n{\"p\":\"a\",\"s\":1}\n");
  ImportOptions options{.format = RecordFormat::kJsonLines};
  options.overwrite = false;
  const Outcome<TransferReport> stopped = import_records(file, target, options);
  EXPECT_NE(stopped.error_msg.find("record"), std::string::npos) << stopped.error_msg;
  options.skip_bad = true;
  EXPECT_TRUE(import_records(file, target, options));
  EXPECT_TRUE((*target.get({{"p", "a"}, {"s", 1}}).value())["old"].value_or(false));
  EXPECT_EQ(target.count().value().count, 2);
}

TEST_F(Records, DamagedFilesAreRefused) {
  EXPECT_EQ(import_records(path("absent"), target).code(), ErrorCode::kAbsent);
  EXPECT_FALSE(import_records(given("a.json.gz", "no gzip"), target));
  EXPECT_FALSE(import_records(given("a.json.zst", "no zstd"), target));
  EXPECT_FALSE(import_records(given("a.ion", "(no ion"), target, {.format = RecordFormat::kIon}));
  EXPECT_FALSE(
      import_records(given("a.csv", "p,p\n1,2\n"), target, {.format = RecordFormat::kCsv}));
  EXPECT_EQ(target.count().value().count, 0);
}

TEST(RecordFormats, AreToldByNames) {
  EXPECT_EQ(record_format_of("a.csv.gz"), RecordFormat::kCsv);
  EXPECT_EQ(record_format_of("s3://b/a.jsonl"), RecordFormat::kJsonLines);
  EXPECT_EQ(record_format_of("a.json.zst"), RecordFormat::kDynamoJson);
  EXPECT_EQ(record_format_of("a.ion"), RecordFormat::kIon);
  EXPECT_EQ(record_format_of("a"), std::nullopt);
}

}  // namespace
}  // namespace magneto::internal::transfer
