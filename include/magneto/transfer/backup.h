// SPDX-License-Identifier: Apache-2.0
//
// Backups of a table in files of the program's own, and restoring them.
//
//   backup_table(client.table("Songs"), "backups/tonight").value();
//   restore_table("backups/tonight", client.table("Songs2"), {.create_table = true}).value();
//   backup_table(client.table("Songs"), "s3://bucket/songs/tonight").value();
//
// A backup is a manifest (JSON) and parts. Parts are lines of DynamoDB JSON, {"Item":{...}}, in
// Zstandard form, so every type and digit is kept, and ImportTable reads them too. The manifest has
// the table's description and each part's items, bytes and SHA-256; it is written last, so a backup
// without one is not finished, and backup_table() goes on with it.
//
// A location is a folder or a prefix ("backups/tonight", "s3://bucket/prefix"), which then has
// manifest.json and parts/ in it, or the manifest's own name ("Songs.json", with Songs.parts/
// beside it).
//
// Restoring reads all parts first, and refuses a backup of which anything is damaged, missing or
// strange, with its place, before it writes. It also takes a file of pynamo: a JSON array of plain
// items. Items are put whole, so a restore that goes on after a stop leaves nothing twice.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "magneto/table.h"
#include "magneto/transfer/options.h"
#include "magneto/transfer/outcome.h"
#include "magneto/transfer/s3.h"

namespace magneto {

struct BackupOptions {
  TransferOptions work = {};
  /// Zstandard's, 1 to 19.
  int compression_level = 3;
  /// Bytes of items in one part. A stopped backup repeats at most one part of each segment.
  std::size_t part_bytes = std::size_t{64} << 20;
  /// Begin anew where there is a backup already, finished or not. Otherwise a finished one is an
  /// error, and an unfinished one is gone on with. `state_file` is not used.
  bool overwrite = false;
  S3Options s3 = {};
};

struct RestoreOptions {
  TransferOptions work = {};
  ItemFunction update = {};
  bool clear_table = false;   ///< Delete all items of the table first.
  bool create_table = false;  ///< Create it as the backup describes it, where it is not there.
  S3Options s3 = {};
};

struct BackupPart {
  std::string name;  ///< Beside the manifest: "parts/0000-000000.json.zst".
  std::uint64_t items = 0;
  std::uint64_t bytes = 0;  ///< As it is stored.
  std::string sha256 = {};
};

struct BackupInfo {
  bool of_pynamo = false;  ///< Then only `items` and `bytes` are known.
  model::TableDescription table = {};
  std::string started = {};  ///< "2026-11-28T16:00:00Z"
  std::string finished = {};
  std::uint64_t items = 0;
  std::uint64_t bytes = 0;  ///< Of all parts.
  std::vector<BackupPart> parts = {};
};

/// Errors: kResourceNotFound, kDuplicateItem (there is a finished backup, or an unfinished one of
/// another table), kInvalidArgument (the location cannot be written), kCancelled, those of Scan.
Outcome<TransferReport> backup_table(const Table& table, const std::string& location,
                                     const BackupOptions& options = {});

/// Errors: as check_backup; kResourceNotFound; those of BatchWriteItem.
Outcome<TransferReport> restore_table(const std::string& location, const Table& table,
                                      const RestoreOptions& options = {});

/// The manifest. Errors: kInvalidArgument (none there, or it is damaged, or of another program).
Outcome<BackupInfo> read_backup(const std::string& location, const S3Options& s3 = {});

/// Reads all of it. Errors: kChecksum (a part is damaged), kInvalidArgument (a part is missing, cut
/// short, or holds something else), with file and line.
Outcome<BackupInfo> check_backup(const std::string& location, const TransferOptions& options = {},
                                 const S3Options& s3 = {});

}  // namespace magneto
