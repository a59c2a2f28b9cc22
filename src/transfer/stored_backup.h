// SPDX-License-Identifier: Apache-2.0
//
// StoredBackup: a backup that is there, ours or pynamo's, as a number of parts to read.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "transfer/files.h"
#include "transfer/item_source.h"
#include "transfer/manifest.h"
#include "transfer/part.h"
#include "transfer/work.h"

namespace magneto::internal::transfer {

/// Where the files of a backup are, by the rule of backup.h.
struct BackupPlace {
  std::unique_ptr<Files> files;
  std::string manifest;    ///< "manifest.json", "Songs.json"
  std::string parts;       ///< "parts/", "Songs.parts/"
  std::string unfinished;  ///< The manifest's name until the backup is finished.
};
Result<BackupPlace> backup_place(const std::string& location, const S3Options& s3);

class StoredBackup {
 public:
  /// Errors: kAbsent, kChecksum, kInvalidArgument.
  static Result<StoredBackup> open(const std::string& location, const S3Options& s3);

  const BackupInfo& info() const { return info_; }
  std::size_t parts() const { return info_.of_pynamo ? 1 : info_.parts.size(); }
  Result<std::unique_ptr<ItemSource>> part(std::size_t index) const;
  /// REQUIRES: !info().of_pynamo
  Result<std::unique_ptr<PartReader>> encoded_part(std::size_t index) const;

  /// Reads all of it; with `keys` each item must have them. Where they are those of the table that
  /// was saved, the checksums vouch for the items, which are counted, but not decoded. Counts what
  /// it read.
  Result<void> check(const std::vector<KeyAttribute>& keys, Work& work) const;

 private:
  Result<void> check_part(std::size_t index, const std::vector<KeyAttribute>& keys,
                          Work& work) const;
  Result<void> check_checksum(std::size_t index, Work& work) const;
  bool has_keys(const std::vector<KeyAttribute>& keys) const;

  BackupPlace place_;
  BackupInfo info_;
};

}  // namespace magneto::internal::transfer
