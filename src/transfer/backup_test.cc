// SPDX-License-Identifier: Apache-2.0
#include "magneto/transfer/backup.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "base/sha256.h"
#include "transfer/local_file.h"
#include "transfer/manifest.h"
#include "transfer/transfer_fixture.h"

namespace magneto::internal::transfer {
namespace {

namespace fs = std::filesystem;

class Backups : public testing::Test {
 protected:
  Client client = new_database();
  Table source = new_table(client, "Source");
  Table target = new_table(client, "Target");
  TestDirectory directory;
  std::string location = directory.path() + "/tonight";

  std::string first_part() const {
    return location + "/" + read_backup(location).value().parts.front().name;
  }
  std::string bytes_of(const std::string& path) { return read_file(path).value().value(); }
  void set_bytes(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
  }
  /// Restoring fails with this code and this in its message, and nothing is written.
  void expect_refused(ErrorCode code, const std::string& says) {
    const Outcome<TransferReport> done = restore_table(location, target, {.clear_table = true});
    EXPECT_EQ(done.code(), code) << done.error_msg;
    EXPECT_NE(done.error_msg.find(says), std::string::npos) << done.error_msg;
    EXPECT_EQ(target.count().value().count, 1) << "the table was touched";
  }
};

TEST_F(Backups, EverythingComesBack) {
  fill(source, 2'000);
  const Outcome<TransferReport> saved = backup_table(source, location);
  ASSERT_TRUE(saved) << saved.error_msg;
  EXPECT_EQ(saved.data.counts.written, 2'001u);
  const Outcome<TransferReport> restored = restore_table(location, target);
  ASSERT_TRUE(restored) << restored.error_msg;
  EXPECT_EQ(restored.data.counts.written, 2'001u);
  EXPECT_EQ(sorted_items(target), sorted_items(source));
  EXPECT_FALSE(fs::exists(location + "/manifest.json.progress"));
}

TEST_F(Backups, AnEmptyTableIsABackupToo) {
  ASSERT_TRUE(backup_table(source, location));
  target.put(rich_item(1)).value();
  ASSERT_TRUE(restore_table(location, target, {.clear_table = true}));
  EXPECT_EQ(target.count().value().count, 0);
}

TEST_F(Backups, TheTableIsMadeAsItWas) {
  TableDefinition definition{.partition_key = {"p"}};
  definition.sort_key = KeyAttribute{"s", AttributeType::kN};
  definition.global_indexes = {{.name = "ByText", .partition_keys = {{"text"}}}};
  definition.local_indexes = {{.name = "ByLabel", .sort_keys = {{"label"}}}};
  definition.stream = model::StreamViewType::kNewImage;
  definition.throughput = model::ProvisionedThroughput{5, 7};
  definition.global_indexes[0].throughput = model::ProvisionedThroughput{3, 4};
  Table indexed = client.table("Indexed");
  indexed.create(definition).value();
  fill(indexed, 10);
  ASSERT_TRUE(backup_table(indexed, location));
  const Client other = new_database();
  const Table made = other.table("Made");
  const Outcome<TransferReport> done = restore_table(location, made, {.create_table = true});
  ASSERT_TRUE(done) << done.error_msg;
  const TableInfo info = made.info().value();
  EXPECT_EQ(info.index("ByText")->partition_keys, std::vector<KeyAttribute>{{"text"}});
  EXPECT_EQ(info.index("ByLabel")->sort_keys, std::vector<KeyAttribute>{{"label"}});
  EXPECT_EQ(info.description.provisioned_throughput->write_capacity_units, 7);
  EXPECT_EQ(info.description.stream_specification->stream_view_type,
            model::StreamViewType::kNewImage);
  EXPECT_EQ(sorted_items(made), sorted_items(indexed));
}

TEST_F(Backups, AMissingTableIsNotFoundAndNothingIsWritten) {
  EXPECT_EQ(backup_table(client.table("Nothing"), location).status, 404);
  EXPECT_FALSE(fs::exists(location));
}

TEST_F(Backups, AFinishedBackupIsOverwrittenOnlyWhenToldTo) {
  fill(source, 10);
  ASSERT_TRUE(backup_table(source, location));
  source.put({{"p", "new"}, {"s", 1}}).value();
  EXPECT_EQ(backup_table(source, location).code(), ErrorCode::kDuplicateItem);
  EXPECT_EQ(read_backup(location).data.items, 11u);
  ASSERT_TRUE(backup_table(source, location, {.overwrite = true}));
  EXPECT_EQ(check_backup(location).data.items, 12u);
}

TEST_F(Backups, AStoppedBackupGoesOnAndHasEachItemOnce) {
  fill(source, 8'000);
  BackupOptions options;
  options.work.segments = 2;
  options.part_bytes = 1;  // a part for each page
  const Cancellation stop;
  options.work.cancellation = stop;
  options.work.progress = [&](const TransferProgress& counts) {
    if (counts.bytes > 0) stop.cancel();  // a part is finished
  };
  ASSERT_EQ(backup_table(source, location, options).code(), ErrorCode::kCancelled);
  EXPECT_EQ(read_backup(location).status, 404);  // it is none yet
  EXPECT_EQ(restore_table(location, target).status, 404);

  options.work.cancellation = Cancellation::never();
  options.work.progress = {};
  const Outcome<TransferReport> done = backup_table(source, location, options);
  ASSERT_TRUE(done) << done.error_msg;
  EXPECT_TRUE(done.data.resumed);
  EXPECT_EQ(check_backup(location).data.items, 8'001u);
  ASSERT_TRUE(restore_table(location, target));
  EXPECT_EQ(sorted_items(target), sorted_items(source));
}

TEST_F(Backups, AnUnfinishedBackupOfAnotherTableIsRefused) {
  fill(source, 10);
  BackupOptions options;
  const Cancellation stop;
  stop.cancel();
  options.work.cancellation = stop;
  ASSERT_EQ(backup_table(source, location, options).code(), ErrorCode::kCancelled);
  EXPECT_EQ(backup_table(target, location).code(), ErrorCode::kDuplicateItem);
  EXPECT_TRUE(backup_table(target, location, {.overwrite = true}));
}

TEST_F(Backups, AStoppedRestoreGoesOn) {
  fill(source, 8'000);
  ASSERT_TRUE(backup_table(source, location, {.part_bytes = 1}));
  RestoreOptions options;
  options.clear_table = true;
  options.work.segments = 1;
  options.work.state_file = directory.path() + "/state";
  const Cancellation stop;
  options.work.cancellation = stop;
  options.work.progress = [&](const TransferProgress& counts) {
    if (counts.written > 3'000) stop.cancel();
  };
  ASSERT_EQ(restore_table(location, target, options).code(), ErrorCode::kCancelled);
  EXPECT_TRUE(fs::exists(options.work.state_file));
  options.work.cancellation = Cancellation::never();
  options.work.progress = {};
  const Outcome<TransferReport> done = restore_table(location, target, options);
  ASSERT_TRUE(done) << done.error_msg;
  EXPECT_TRUE(done.data.resumed);
  EXPECT_FALSE(fs::exists(options.work.state_file));
  EXPECT_EQ(sorted_items(target), sorted_items(source));
}

TEST_F(Backups, ItemsCanBeChangedWhileTheyAreRestored) {
  fill(source, 10);
  ASSERT_TRUE(backup_table(source, location));
  ASSERT_TRUE(restore_table(location, target, {.update = set_attributes({{"restored", true}})}));
  const std::vector<Item> items = target.scan().all().value();
  EXPECT_EQ(items.size(), 11u);
  for (const Item& item : items) EXPECT_TRUE(item["restored"].value_or(false));
}

TEST_F(Backups, WithoutAFileNameTheBackupIsNamedAfterTheTable) {
  fill(source, 10);
  const fs::path before = fs::current_path();
  fs::current_path(directory.path());
  const Tables tables(client);
  EXPECT_TRUE(tables.create_local_backup("Source"));
  EXPECT_TRUE(fs::exists("Source.json"));
  EXPECT_TRUE(fs::is_directory("Source.parts"));
  fs::rename("Source.json", "Target.json");  // its parts are named in it
  EXPECT_TRUE(tables.restore_local_backup("Target"));
  fs::current_path(before);
  EXPECT_EQ(sorted_items(target), sorted_items(source));
}

/// A backup that must be refused, and a table with one item that must stay.
class BadBackups : public Backups {
 protected:
  BadBackups() {
    fill(source, 200);
    EXPECT_TRUE(backup_table(source, location));
    target.put({{"p", "stays"}, {"s", 1}}).value();
  }
};

TEST_F(BadBackups, ADamagedPartIsRefusedWhereverItIsDamaged) {
  const std::string part = first_part();
  const std::string good = bytes_of(part);
  for (std::size_t at = 0; at < good.size(); at += good.size() / 7 + 1) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x10);
    set_bytes(part, bad);
    expect_refused(ErrorCode::kChecksum, part);
  }
  set_bytes(part, good);
  EXPECT_TRUE(restore_table(location, target));
}

TEST_F(BadBackups, ATruncatedOrLongerPartIsRefused) {
  const std::string part = first_part();
  const std::string good = bytes_of(part);
  for (const std::size_t size : {std::size_t{0}, good.size() / 2, good.size() - 1}) {
    set_bytes(part, good.substr(0, size));
    expect_refused(ErrorCode::kInvalidArgument, "has " + std::to_string(size) + " bytes");
  }
  set_bytes(part, good + "x");
  expect_refused(ErrorCode::kInvalidArgument, part);
}

TEST_F(BadBackups, AMissingPartIsRefused) {
  const std::string part = first_part();
  fs::remove(part);
  expect_refused(ErrorCode::kAbsent, part);
}

TEST_F(BadBackups, ADamagedOrTruncatedManifestIsRefused) {
  const std::string manifest = location + "/manifest.json";
  const std::string good = bytes_of(manifest);
  for (std::size_t at = 30; at < good.size() - 1; at += 37) {
    std::string bad = good;
    bad[at] = bad[at] == 'x' ? 'y' : 'x';
    set_bytes(manifest, bad);
    expect_refused(ErrorCode::kChecksum, manifest);
  }
  set_bytes(manifest, good.substr(0, good.size() / 2));
  expect_refused(ErrorCode::kChecksum, manifest);
}

TEST_F(BadBackups, AForeignFileIsRefused) {
  for (const std::string foreign : {"", "hello", "{\"Items\":[]}", "\x28\xb5\x2f\xfd"}) {
    set_bytes(location + "/manifest.json", foreign);
    expect_refused(ErrorCode::kInvalidArgument, "no backup");
  }
}

TEST_F(BadBackups, ANewerReleasesBackupIsRefused) {
  const std::string manifest = location + "/manifest.json";
  std::string text = bytes_of(manifest);
  text.replace(text.find("\"version\":1"), 11, "\"version\":2");
  text.resize(text.rfind(",\"sha256\":"));
  set_bytes(manifest, text + ",\"sha256\":\"" + sha256_hex(text) + "\"}\n");
  expect_refused(ErrorCode::kInvalidArgument, "version 2");
}

TEST_F(BadBackups, APartOutsideOfTheBackupIsRefused) {
  const std::string path = location + "/manifest.json";
  Manifest manifest = read_manifest(bytes_of(path)).value();
  for (const std::string name : {"../../etc/passwd", "/etc/passwd", ""}) {
    manifest.parts.front().name = name;
    set_bytes(path, manifest_text(manifest));
    expect_refused(ErrorCode::kChecksum, "damaged");
  }
}

TEST_F(BadBackups, ItemsWithoutTheTablesKeyAreRefused) {
  Table other = client.table("Other");
  other.create({.partition_key = {"another"}}).value();
  const Outcome<TransferReport> done = restore_table(location, other);
  EXPECT_EQ(done.code(), ErrorCode::kInvalidArgument);
  EXPECT_NE(done.error_msg.find("\"another\""), std::string::npos) << done.error_msg;
  EXPECT_NE(done.error_msg.find("line 1"), std::string::npos) << done.error_msg;
}

class PynamosBackups : public Backups {
 protected:
  PynamosBackups() {
    location = directory.path() + "/songs.json";
    target.put({{"p", "stays"}, {"s", 1}}).value();
  }
};

TEST_F(PynamosBackups, AreRestored) {
  set_bytes(location, R"([
    {
        "p": "a, [b] \" {c}\n",
        "s": 2.0,
        "rating": 4.5,
        "tags": ["x", "1"],
        "label": null,
        "map": {"deep": [true, {}]}
    },
    {"p": "b", "s": 12345678901234567890}
])");
  const Outcome<TransferReport> done = restore_table(location, target, {.clear_table = true});
  ASSERT_TRUE(done) << done.error_msg;
  EXPECT_EQ(done.data.counts.written, 2u);
  const Item first{{"p", "a, [b] \" {c}\n"}, {"s", 2},
                   {"rating", 4.5},          {"tags", List{"x", "1"}},
                   {"label", nullptr},       {"map", Map{{"deep", List{true, Map{}}}}}};
  const Item second{{"p", "b"}, {"s", Number::parse("12345678901234567890").value()}};
  EXPECT_EQ(sorted_items(target), (std::vector<Item>{first, second}));
}

TEST_F(PynamosBackups, AnEmptyOneIsRestored) {
  set_bytes(location, " [ ] \n");
  ASSERT_TRUE(restore_table(location, target, {.clear_table = true}));
  EXPECT_EQ(target.count().value().count, 0);
}

TEST_F(PynamosBackups, ThatAreDamagedAreRefusedWithTheirLine) {
  const std::string good = "[\n{\"p\":\"a\",\"s\":1},\n{\"p\":\"b\",\"s\":2}\n]";
  set_bytes(location, good.substr(0, good.size() - 1));
  expect_refused(ErrorCode::kInvalidArgument, "the file ends");
  set_bytes(location, good.substr(0, good.size() - 6));
  expect_refused(ErrorCode::kInvalidArgument, "line 3");
  set_bytes(location, good + "x");
  expect_refused(ErrorCode::kInvalidArgument, "follows the end");
  set_bytes(location, "[\n{\"p\":\"a\",\"s\":1}\n{\"p\":\"b\",\"s\":2}]");
  expect_refused(ErrorCode::kInvalidArgument, "line 2");
  set_bytes(location, "[\n{\"p\":\"a\",\"s\":1},\n{\"p\":\"b\",\"s\":NaN}]");
  expect_refused(ErrorCode::kInvalidArgument, "line 3");
  set_bytes(location, "[\n{\"p\":\"a\",\"s\":1},\n{\"p\":\"b\",\"s\":\"2\"}]");
  expect_refused(ErrorCode::kInvalidArgument, "line 3");
  set_bytes(location, "[{\"p\":\"a\",\"s\":1},]");
  expect_refused(ErrorCode::kInvalidArgument, "missing");
  set_bytes(location, "[17]");
  expect_refused(ErrorCode::kInvalidArgument, "line 1");
}

}  // namespace
}  // namespace magneto::internal::transfer
