// SPDX-License-Identifier: Apache-2.0
//
// Backup: a copy of a table's items, and what the table was. It lies in a space of its own
// (Family::kItems): item keys and values as the table's. Its document (DocumentKind::kBackup):
//
//   {"version":1,"name":"Friday","type":"USER","status":"AVAILABLE","created_ms":1793000000000,
//    "expires_ms":0,"space":9,"items":3,"bytes":120,"table":{...as in table_codec.h...}}
//
// A backup that is being made copies the space of its table, also when the table is removed
// meanwhile: that is not dropped before. The backup that the service makes of a deleted table has
// taken its space over.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalog/catalog.h"
#include "catalog/documents.h"
#include "catalog/table.h"
#include "model/enums.h"

namespace magneto::internal::catalog {

using BackupType = model::BackupType;      // kUser or kSystem.
using BackupStatus = model::BackupStatus;  // kCreating or kAvailable.

struct Backup {
  std::string id;  ///< Of its document: the part of its ARN from the table's name on.
  std::string name;
  BackupType type = BackupType::kUser;
  BackupStatus status = BackupStatus::kCreating;
  std::int64_t created_ms = 0;
  std::int64_t expires_ms = 0;  ///< 0: never.
  keys::SpaceId space = 0;
  std::int64_t items = 0;
  std::int64_t bytes = 0;
  Table table;  ///< As it was; without ARN and statistics.
};

/// "Music/backup/01793000000000-0a1b2c3d": the time in 14 digits. REQUIRES: not before 1970.
std::string make_backup_id(std::string_view table, std::int64_t created_ms,
                           std::string_view suffix);
/// The table's name in an id.
std::string_view table_of_backup(std::string_view id);

std::string encode_backup(const Backup& backup);
/// Errors: kCorruption.
Result<Backup> decode_backup(const Document& document);

/// Nothing when there is none. Errors: kCorruption.
Result<std::optional<Backup>> find_backup(const Catalog& catalog, std::string_view id);
/// By ascending id: by table name, then time. Errors: kCorruption.
Result<std::vector<Backup>> list_backups(const Catalog& catalog);

/// Whether a backup is still to be copied, or a table still to be restored, from a space.
/// Errors: kCorruption.
Result<bool> is_copied_from(const Catalog& catalog, SpaceKind kind, keys::SpaceId space);

/// Whether a table is being restored from the backup: as described at `now_ms`.
bool is_being_restored(const Catalog& catalog, std::string_view backup_id, std::int64_t now_ms);

}  // namespace magneto::internal::catalog
