// SPDX-License-Identifier: Apache-2.0
//
// Exports and imports that are stopped, and called again with the same state file.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "magneto/transfer/records.h"
#include "transfer/local_file.h"
#include "transfer/transfer_fixture.h"

namespace magneto::internal::transfer {
namespace {

class Resumed : public testing::Test {
 protected:
  TestDirectory directory;
  Client client = new_database();
  Table source = new_table(client, "Source");
  Table target = new_table(client, "Target");

  std::string path(const std::string& name) const { return directory.path() + "/" + name; }
  bool exists(const std::string& name) const { return std::filesystem::exists(path(name)); }

  /// So large that each of two segments has several pages.
  void fill_pages() const {
    BatchWriter batch(source);
    for (int i = 0; i < kItems; ++i) {
      batch.put({{"p", "p" + std::to_string(i)}, {"s", i}, {"text", std::string(20'000, 'x')}});
    }
    static_cast<void>(batch.finish().value());
  }
  static constexpr int kItems = 400;

  /// Options that stop the work once so many items are written.
  TransferOptions stopped_after(std::uint64_t items) const {
    TransferOptions work{.segments = 2, .state_file = path("state")};
    const Cancellation stop;
    work.cancellation = stop;
    work.progress = [stop, items](const TransferProgress& counts) {
      if (counts.written >= items) stop.cancel();
    };
    return work;
  }
};

TEST_F(Resumed, AnExportHasEachItemOnceInEveryFormatAndCompression) {
  fill_pages();
  for (const std::string& name : {std::string("a.json"), std::string("a.json.gz"),
                                  std::string("a.json.zst"), std::string("a.ion")}) {
    ExportOptions options{.format = *record_format_of(name)};
    options.work = stopped_after(1);
    const Outcome<TransferReport> first = export_table(source, path(name), options);
    ASSERT_EQ(first.code(), ErrorCode::kCancelled) << name << ": " << first.error_msg;
    ASSERT_FALSE(exists(name));
    ASSERT_TRUE(exists("state"));
    options.work = {.segments = 7, .state_file = path("state")};  // the state has the segments
    const Outcome<TransferReport> second = export_table(source, path(name), options);
    ASSERT_TRUE(second) << second.error_msg;
    EXPECT_TRUE(second.data.resumed);
    EXPECT_EQ(second.data.counts.written, std::uint64_t{kItems});
    EXPECT_FALSE(exists("state"));
    ImportOptions import{.format = options.format, .overwrite = false};  // twice is an error
    const std::string table = "Target" + std::to_string(std::hash<std::string>()(name));
    const Table again = new_table(client, table);
    const Outcome<TransferReport> imported = import_records(path(name), again, import);
    ASSERT_TRUE(imported) << name << ": " << imported.error_msg;
    EXPECT_EQ(imported.data.counts.written, std::uint64_t{kItems});
  }
}

TEST_F(Resumed, AStateOfAnotherExportIsRefused) {
  fill_pages();
  ExportOptions options;
  options.work = stopped_after(1);
  ASSERT_EQ(export_table(source, path("a.json"), options).code(), ErrorCode::kCancelled);
  options.work = {.state_file = path("state")};
  EXPECT_EQ(export_table(source, path("b.json"), options).code(), ErrorCode::kInvalidArgument);
  options.filter = attr("s") > 5;
  EXPECT_EQ(export_table(source, path("a.json"), options).code(), ErrorCode::kInvalidArgument);
}

TEST_F(Resumed, AnImportGoesOnBehindWhatIsWrittenAndRejectsNothingTwice) {
  std::ofstream file(path("a.jsonl"));
  for (int i = 0; i < 3'500; ++i) {
    file << (i % 500 == 7 ? std::string("no json")
                          : "{\"p\":\"a\",\"s\":" + std::to_string(i) + "}")
         << '\n';
  }
  file.close();
  ImportOptions options{.format = RecordFormat::kJsonLines, .overwrite = false, .skip_bad = true};
  options.rejects_file = path("rejects");
  options.work = stopped_after(1'200);
  const Outcome<TransferReport> first = import_records(path("a.jsonl"), target, options);
  ASSERT_EQ(first.code(), ErrorCode::kCancelled) << first.error_msg;
  options.work = {.state_file = path("state")};
  const Outcome<TransferReport> second = import_records(path("a.jsonl"), target, options);
  ASSERT_TRUE(second) << second.error_msg;
  EXPECT_TRUE(second.data.resumed);
  EXPECT_EQ(target.count().value().count, 3'493);
  const std::string rejects = read_file(path("rejects")).value().value();
  EXPECT_EQ(std::count(rejects.begin(), rejects.end(), '\n'), 7) << rejects;
  EXPECT_FALSE(exists("state"));
}

TEST_F(Resumed, AnImportOfAFileThatWasChangedBeginsAnew) {
  std::ofstream(path("a.jsonl")) << "{\"p\":\"a\",\"s\":1}\nno json\n";
  ImportOptions options{.format = RecordFormat::kJsonLines};
  options.work.state_file = path("state");
  EXPECT_FALSE(import_records(path("a.jsonl"), target, options));
  EXPECT_TRUE(exists("state"));
  std::ofstream(path("a.jsonl")) << "{\"p\":\"b\",\"s\":1}\n{\"p\":\"b\",\"s\":2}\n";
  const Outcome<TransferReport> again = import_records(path("a.jsonl"), target, options);
  ASSERT_TRUE(again) << again.error_msg;
  EXPECT_FALSE(again.data.resumed);
  EXPECT_EQ(target.count().value().count, 3);
}

}  // namespace
}  // namespace magneto::internal::transfer
