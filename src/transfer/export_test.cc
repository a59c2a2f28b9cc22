// SPDX-License-Identifier: Apache-2.0
//
// Which items an export has: of an index, up to a limit.
#include <gtest/gtest.h>

#include "magneto/json.h"
#include "magneto/transfer/records.h"
#include "transfer/local_file.h"
#include "transfer/transfer_fixture.h"

namespace magneto::internal::transfer {
namespace {

class Exports : public testing::Test {
 protected:
  Client client = new_database();
  Table source = new_table(client, "Source");
  TestDirectory directory;

  std::string path(const std::string& name) const { return directory.path() + "/" + name; }
  std::string text(const std::string& name) const { return read_file(path(name)).value().value(); }
};

TEST_F(Exports, ALimitTakesTheFirstItems) {
  fill(source, 100);
  const ExportOptions options{
      .work = {.segments = 1}, .format = RecordFormat::kJsonLines, .limit = 7};
  const Outcome<TransferReport> done = export_table(source, path("a.jsonl"), options);
  ASSERT_TRUE(done) << done.error_msg;
  EXPECT_EQ(done.data.counts.written, 7u);
  std::string expected;
  for (const Item& item : source.scan().limit(7).all().value()) {
    expected += to_plain_json(item) + "\n";
  }
  EXPECT_EQ(text("a.jsonl"), expected);
}

TEST_F(Exports, ALimitIsOfWhatTheFilterLeavesAndOfAllSegments) {
  fill(source, 100);
  ExportOptions options{.work = {.segments = 1}, .format = RecordFormat::kJsonLines, .limit = 7};
  options.filter = attr("s") > 50;
  EXPECT_EQ(export_table(source, path("a.jsonl"), options).data.counts.written, 7u);
  options.work.segments = 3;
  EXPECT_EQ(export_table(source, path("b.jsonl"), options).data.counts.written, 7u);
  options.filter = {};
  options.limit = 1'000;
  EXPECT_EQ(export_table(source, path("c.jsonl"), options).data.counts.written, 101u);
}

TEST_F(Exports, TheColumnsAreThoseOfTheItemsWithinTheLimit) {
  source.put({{"p", "a"}, {"s", 1}, {"first", 1}}).value();
  source.put({{"p", "a"}, {"s", 2}, {"second", 2}}).value();
  const ExportOptions options{.work = {.segments = 1}, .format = RecordFormat::kCsv, .limit = 1};
  ASSERT_TRUE(export_table(source, path("a.csv"), options));
  EXPECT_EQ(text("a.csv"), "p,s,first\na,1,1\n");
}

TEST_F(Exports, AnIndexHasItsItemsAndAttributes) {
  const Table table = client.table("Indexed");
  const KeyAttribute year{"Year", AttributeType::kN};
  table
      .create({.partition_key = {"p"},
               .global_indexes = {{.name = "ByYear",
                                   .partition_keys = {year},
                                   .projection = model::ProjectionType::kKeysOnly}}})
      .value();
  table.wait_until_exists().value();
  table.put({{"p", "a"}, {"Year", 1965}, {"more", 1}}).value();
  table.put({{"p", "b"}}).value();
  const ExportOptions options{.format = RecordFormat::kJsonLines, .index = "ByYear"};
  const Outcome<TransferReport> done = export_table(table, path("a.jsonl"), options);
  ASSERT_TRUE(done) << done.error_msg;
  EXPECT_EQ(text("a.jsonl"), "{\"Year\":1965,\"p\":\"a\"}\n");
}

}  // namespace
}  // namespace magneto::internal::transfer
