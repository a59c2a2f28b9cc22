// SPDX-License-Identifier: Apache-2.0
//
// What an import makes of the types of keys, and of what the service refuses.
#include <fstream>

#include <gtest/gtest.h>

#include "magneto/transfer/records.h"
#include "transfer/local_file.h"
#include "transfer/transfer_fixture.h"

namespace magneto::internal::transfer {
namespace {

class Imports : public testing::Test {
 protected:
  Client client = new_database();
  TestDirectory directory;

  std::string path(const std::string& name) const { return directory.path() + "/" + name; }
  std::string given(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }
  std::string rejects() const { return read_file(path("rejects")).value().value(); }

  /// With a global index by the attribute "other".
  Table make(const std::string& name, AttributeType partition, AttributeType other) const {
    Table table = client.table(name);
    const KeyAttribute key{"other", other};
    table
        .create({.partition_key = {"p", partition},
                 .global_indexes = {{.name = "ByOther", .partition_keys = {key}}}})
        .value();
    table.wait_until_exists().value();
    return table;
  }
};

TEST_F(Imports, BinaryKeysComeBackFromJsonLines) {
  const Table table = make("Binary", AttributeType::kB, AttributeType::kB);
  const Table copy = make("BinaryCopy", AttributeType::kB, AttributeType::kB);
  table.put({{"p", Binary("\x01\x02")}, {"other", Binary("\x03")}, {"n", 1}}).value();
  ASSERT_TRUE(export_table(table, path("a"), {.format = RecordFormat::kJsonLines}));
  EXPECT_EQ(read_file(path("a")).value(), "{\"n\":1,\"other\":\"Aw==\",\"p\":\"AQI=\"}\n");
  const auto done = import_records(path("a"), copy, {.format = RecordFormat::kJsonLines});
  ASSERT_TRUE(done) << done.error_msg;
  EXPECT_EQ(copy.scan().all().value(), table.scan().all().value());
}

TEST_F(Imports, ATextThatIsNoBase64IsNoBinaryKey) {
  const Table table = make("Binary", AttributeType::kB, AttributeType::kS);
  const std::string file = given("a", "{\"p\":\"no base64\"}\n");
  const auto done = import_records(file, table, {.format = RecordFormat::kJsonLines});
  EXPECT_NE(done.error_msg.find("record 1: the item has no key attribute \"p\" of type B"),
            std::string::npos)
      << done.error_msg;
}

TEST_F(Imports, WhatTheServiceRefusesIsNamedByItsRecord) {
  const Table table = make("Table", AttributeType::kS, AttributeType::kN);
  const std::string file = given("a.jsonl",
                                 "{\"p\":\"a\"}\n{\"p\":\"b\",\"other\":\"x\"}\n{\"p\":\"c\"}\n"
                                 "{\"p\":\"d\",\"other\":\"y\"}\n");
  ImportOptions options{.format = RecordFormat::kJsonLines};
  const auto stopped = import_records(file, table, options);
  EXPECT_EQ(stopped.code(), ErrorCode::kValidation);
  EXPECT_NE(stopped.error_msg.find("a.jsonl, record 2: "), std::string::npos) << stopped.error_msg;
  options.skip_bad = true;
  options.rejects_file = path("rejects");
  const auto skipped = import_records(file, table, options);
  ASSERT_TRUE(skipped) << skipped.error_msg;
  EXPECT_NE(rejects().find("\"record\":2,"), std::string::npos) << rejects();
  EXPECT_NE(rejects().find("\"record\":4,"), std::string::npos) << rejects();
}

TEST_F(Imports, CsvHasTheTypesOfIndexKeys) {
  const Table table = make("Table", AttributeType::kS, AttributeType::kN);
  const std::string file = given("a.csv", "p,other\na,1965\nb,\nc,sixty\n");
  const auto done = import_records(
      file, table,
      {.format = RecordFormat::kCsv, .skip_bad = true, .rejects_file = path("rejects")});
  ASSERT_TRUE(done) << done.error_msg;
  EXPECT_EQ(table.get({{"p", "a"}}).value(), (Item{{"p", "a"}, {"other", 1965}}));
  EXPECT_EQ(table.get({{"p", "b"}}).value(), (Item{{"p", "b"}}));
  EXPECT_EQ(done.data.counts.skipped, 1u) << rejects();
}

TEST_F(Imports, RejectsHaveTheTextOfRowsThatAreNone) {
  const Table table = make("Table", AttributeType::kS, AttributeType::kS);
  const std::string file = given("a.csv", "p,other\n\"a\"b,1\nc\nd,2\n");
  const auto done = import_records(
      file, table,
      {.format = RecordFormat::kCsv, .skip_bad = true, .rejects_file = path("rejects")});
  ASSERT_TRUE(done) << done.error_msg;
  EXPECT_EQ(done.data.counts.written, 1u);
  EXPECT_NE(rejects().find("\"text\":\"ab,1\""), std::string::npos) << rejects();
  EXPECT_NE(rejects().find("\"text\":\"c\""), std::string::npos) << rejects();
}

}  // namespace
}  // namespace magneto::internal::transfer
