// SPDX-License-Identifier: Apache-2.0
#include "catalog/backup.h"

#include <algorithm>

#include "catalog/stored_json.h"
#include "catalog/table_codec.h"
#include "json/json_writer.h"
#include "model/enum.h"

namespace magneto::internal::catalog {
namespace {

constexpr std::int64_t kBackupFormat = 1;
constexpr std::string_view kBackupPart = "/backup/";

Error damaged(const Document& document, std::string_view what) {
  return Error(ErrorCode::kCorruption,
               "damaged document of backup " + document.id + ": " + std::string(what));
}

void write_text(json::JsonWriter& json, std::string_view name, std::string_view text) {
  json.plain_key(name);
  json.string(text);
}

void write_integer(json::JsonWriter& json, std::string_view name, std::int64_t value) {
  json.plain_key(name);
  json.integer(value);
}

}  // namespace

std::string make_backup_id(std::string_view table, std::int64_t created_ms,
                           std::string_view suffix) {
  constexpr std::size_t kDigits = 14;
  std::string digits = std::to_string(created_ms);
  if (digits.size() < kDigits) digits.insert(0, kDigits - digits.size(), '0');
  return std::string(table).append(kBackupPart).append(digits).append("-").append(suffix);
}

std::string_view table_of_backup(std::string_view id) { return id.substr(0, id.find('/')); }

std::string encode_backup(const Backup& backup) {
  json::JsonWriter json;
  json.begin_object();
  write_integer(json, "version", kBackupFormat);
  write_text(json, "name", backup.name);
  write_text(json, "type", model::word_of(backup.type));
  write_text(json, "status", model::word_of(backup.status));
  write_integer(json, "created_ms", backup.created_ms);
  write_integer(json, "expires_ms", backup.expires_ms);
  write_integer(json, "space", backup.space);
  write_integer(json, "items", backup.items);
  write_integer(json, "bytes", backup.bytes);
  json.plain_key("table");
  json.raw(encode_table(backup.table));
  json.end_object();
  return std::string(json.text());
}

Result<Backup> decode_backup(const Document& document) {
  simdjson::dom::parser parser;
  simdjson::dom::object root;
  if (parser.parse(simdjson::padded_string(document.text)).get_object().get(root) !=
      simdjson::SUCCESS) {
    return damaged(document, "no JSON object");
  }
  StoredJsonReader reader;
  if (reader.integer(root, "version") != kBackupFormat) return damaged(document, "version");
  Backup backup;
  backup.id = document.id;
  backup.name = reader.text(root, "name");
  backup.type = reader.word<BackupType>(root, "type");
  backup.status = reader.word<BackupStatus>(root, "status");
  backup.created_ms = reader.integer(root, "created_ms");
  backup.expires_ms = reader.integer(root, "expires_ms");
  const std::int64_t space = reader.integer(root, "space");
  if (space <= 0 || space > keys::kMaxSpaceId) reader.fail("space");
  backup.space = static_cast<keys::SpaceId>(space);
  backup.items = reader.integer(root, "items");
  backup.bytes = reader.integer(root, "bytes");
  if (!reader.wrong().empty()) return damaged(document, reader.wrong());
  simdjson::dom::element table;
  if (root.at_key("table").get(table) != simdjson::SUCCESS) return damaged(document, "table");
  MAGNETO_ASSIGN_OR_RETURN(backup.table, decode_table(simdjson::minify(table)));
  return backup;
}

Result<std::optional<Backup>> find_backup(const Catalog& catalog, std::string_view id) {
  const DocumentPtr document = catalog.documents().find(DocumentKind::kBackup, id);
  if (!document) return std::optional<Backup>();
  MAGNETO_ASSIGN_OR_RETURN(Backup backup, decode_backup(*document));
  return std::optional<Backup>(std::move(backup));
}

Result<std::vector<Backup>> list_backups(const Catalog& catalog) {
  std::vector<Backup> backups;
  for (const DocumentPtr& document : catalog.documents().list(DocumentKind::kBackup)) {
    MAGNETO_ASSIGN_OR_RETURN(Backup backup, decode_backup(*document));
    backups.push_back(std::move(backup));
  }
  return backups;
}

Result<bool> is_copied_from(const Catalog& catalog, SpaceKind kind, keys::SpaceId space) {
  const auto tables = catalog.snapshot();
  const bool restored = std::ranges::any_of(*tables, [&](const auto& entry) {
    const Table& table = *entry.second;
    if (!table.restoring()) return false;
    return space == (kind == SpaceKind::kItems ? table.restore->items : table.restore->history);
  });
  if (restored || kind != SpaceKind::kItems) return restored;
  MAGNETO_ASSIGN_OR_RETURN(const std::vector<Backup> backups, list_backups(catalog));
  return std::ranges::any_of(backups, [&](const Backup& backup) {
    return backup.status == BackupStatus::kCreating && backup.table.space == space;
  });
}

bool is_being_restored(const Catalog& catalog, std::string_view backup_id, std::int64_t now_ms) {
  const auto tables = catalog.snapshot();
  return std::ranges::any_of(*tables, [&](const auto& entry) {
    const Table& table = *entry.second;
    if (!table.restore || table.restore->backup != backup_id) return false;
    const bool in_transition =
        table.transition_status == Status::kCreating && now_ms < table.transition_ends_ms;
    return table.restoring() || in_transition;
  });
}

}  // namespace magneto::internal::catalog
