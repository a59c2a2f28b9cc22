// SPDX-License-Identifier: Apache-2.0
//
// Incremental exports that the database makes, imported by this room.
#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

#include <gtest/gtest.h>

#include "magneto/model.h"
#include "magneto/operations.h"
#include "magneto/transfer/records.h"
#include "transfer/transfer_fixture.h"

namespace magneto::internal::transfer {
namespace {

namespace fs = std::filesystem;

using std::chrono::seconds;

struct Form {
  model::ExportFormat format;
  model::ExportViewType view;
};

class MadeIncrementalExports : public testing::TestWithParam<Form> {
 protected:
  void SetUp() override {
    DatabaseOptions options{.directory = directory.path() + "/data"};
    options.clock = [this] { return std::chrono::system_clock::time_point(seconds(now.load())); };
    client.emplace(Database::open(std::move(options)).value().client());
    fs::create_directories(directory.path() + "/data/s3/exports");
  }

  Item song(int number) { return {{"p", "p" + std::to_string(number)}, {"s", number}}; }

  /// A table whose history is kept, with forty items.
  Table kept_table() {
    Table songs = new_table(*client, "Songs");
    model::UpdateContinuousBackupsInput kept{.table_name = "Songs"};
    kept.point_in_time_recovery_specification.point_in_time_recovery_enabled = true;
    client->call<operation::UpdateContinuousBackups>(kept).value();
    for (int i = 0; i < 40; ++i) songs.put(song(i)).value();
    return songs;
  }

  void change(const Table& songs) {
    for (int i = 0; i < 10; ++i) {
      Item changed = song(i);
      changed.set("tags", NumberSet{1, 2});
      changed.set("bytes", Binary(std::string("\0\xff", 2)));
      songs.put(changed).value();
    }
    for (int i = 10; i < 20; ++i) songs.remove(song(i)).value();
    for (int i = 100; i < 105; ++i) songs.put(song(i)).value();
    songs.put(song(200)).value();
    songs.remove(song(200)).value();
  }

  /// The folder of an export of what was changed between the two times.
  std::string exported(const Table& songs, std::int64_t from, std::int64_t to) {
    model::IncrementalExportSpecification period{
        .export_from_time = model::Timestamp(seconds(from)),
        .export_to_time = model::Timestamp(seconds(to)),
        .export_view_type = GetParam().view};
    const auto begun = client
                           ->call<operation::ExportTableToPointInTime>(
                               {.table_arn = *songs.info().value().description.table_arn,
                                .s3_bucket = "exports",
                                .export_format = GetParam().format,
                                .export_type = model::ExportType::kIncrementalExport,
                                .incremental_export_specification = period})
                           .value();
    const std::string arn = *begun.export_description->export_arn;
    for (int looks = 0; looks < 6'000; ++looks) {
      const auto now_is = client->call<operation::DescribeExport>({.export_arn = arn}).value();
      const model::ExportDescription& made = *now_is.export_description;
      if (made.export_status == model::ExportStatus::kInProgress) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        continue;
      }
      EXPECT_TRUE(made.export_status == model::ExportStatus::kCompleted);
      return fs::path(directory.path() + "/data/s3/exports/" + made.export_manifest.value_or(""))
          .parent_path();
    }
    ADD_FAILURE() << "the export did not end";
    return {};
  }

  TestDirectory directory;
  std::atomic<std::int64_t> now{1'800'000'000};
  std::optional<Client> client;
};

TEST_P(MadeIncrementalExports, MakeATableOfEarlierWhatTheOtherIsNow) {
  const Table songs = kept_table();
  now += 600;
  const Table before = new_table(*client, "Before");
  ASSERT_TRUE(copy_table(songs, before));
  const std::int64_t from = now += 2;
  now += 2;
  change(songs);
  now += 1'000;
  const std::string folder = exported(songs, from, from + 960);
  for (int i = 0; i < 2; ++i) {  // the second time changes nothing
    const Outcome<TransferReport> done =
        import_records(folder, before, {.format = RecordFormat::kAmazonExport});
    ASSERT_TRUE(done) << done.error_msg;
    EXPECT_EQ(done.data.counts.written, 15u);
    EXPECT_EQ(done.data.counts.deleted, 10u);
    EXPECT_EQ(sorted_items(before), sorted_items(songs));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Formats, MadeIncrementalExports,
    testing::Values(Form{model::ExportFormat::kDynamodbJson, model::ExportViewType::kNewImage},
                    Form{model::ExportFormat::kDynamodbJson,
                         model::ExportViewType::kNewAndOldImages},
                    Form{model::ExportFormat::kIon, model::ExportViewType::kNewImage},
                    Form{model::ExportFormat::kIon, model::ExportViewType::kNewAndOldImages}));

}  // namespace
}  // namespace magneto::internal::transfer
