// SPDX-License-Identifier: Apache-2.0
#include "catalog/backup.h"

#include <gtest/gtest.h>

namespace magneto::internal::catalog {
namespace {

Backup some_backup() {
  Backup backup;
  backup.id = make_backup_id("Music", 1793000000000, "0a1b2c3d");
  backup.name = "Friday";
  backup.type = BackupType::kSystem;
  backup.status = BackupStatus::kAvailable;
  backup.created_ms = 1793000000000;
  backup.expires_ms = 1796024000000;
  backup.space = 9;
  backup.items = 3;
  backup.bytes = 120;
  backup.table.name = "Music";
  backup.table.space = 7;
  backup.table.schema = {{{"Artist", value::Type::kString}}, {}};
  backup.table.history = History{.space = 8, .enabled_ms = 1, .period_days = 2, .first = 3};
  return backup;
}

TEST(Backup, IdsAreOfTheServicesForm) {
  EXPECT_EQ(some_backup().id, "Music/backup/01793000000000-0a1b2c3d");
  EXPECT_EQ(table_of_backup(some_backup().id), "Music");
}

TEST(Backup, ReadsBackWhatWasWritten) {
  const Backup before = some_backup();
  const std::string text = encode_backup(before);
  EXPECT_TRUE(text.starts_with(
      R"({"version":1,"name":"Friday","type":"SYSTEM","status":"AVAILABLE",)"
      R"("created_ms":1793000000000,"expires_ms":1796024000000,"space":9,"items":3,"bytes":120,)"
      R"("table":{"version":1,"name":"Music",)"))
      << text;
  const Backup after = decode_backup({before.id, text}).value();
  EXPECT_EQ(after.id, before.id);
  EXPECT_EQ(encode_backup(after), text);
  EXPECT_EQ(after.table.history->period_days, 2);
}

TEST(Backup, RefusesDamagedDocuments) {
  const std::string text = encode_backup(some_backup());
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"\"version\":1,\"name\":\"Friday\"", "\"version\":2,\"name\":\"Friday\""},
           {"SYSTEM", "SYSTEMS"},
           {"AVAILABLE", "LOST"},
           {"\"space\":9", "\"space\":0"},
           {"\"table\"", "\"other\""},
           {"{", ""}}) {
    std::string damaged = text;
    damaged.replace(damaged.find(from), from.size(), to);
    const auto decoded = decode_backup({"id", damaged});
    ASSERT_FALSE(decoded.ok()) << damaged;
    EXPECT_EQ(decoded.error().code(), ErrorCode::kCorruption);
  }
}

}  // namespace
}  // namespace magneto::internal::catalog
