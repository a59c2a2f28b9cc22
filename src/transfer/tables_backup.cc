// SPDX-License-Identifier: Apache-2.0
#include "magneto/transfer/tables.h"

namespace magneto {
namespace {

std::string file_of(const std::string& table, std::string file) {
  return file.empty() ? table + ".json" : std::move(file);
}
std::string object_of(const std::string& bucket, const std::string& key) {
  return "s3://" + bucket + "/" + key;
}

}  // namespace

Outcome<TransferReport> Tables::create_local_backup(const std::string& table, std::string file,
                                                    const BackupOptions& options) const {
  return backup_table(this->table(table), file_of(table, std::move(file)), options);
}
Outcome<TransferReport> Tables::restore_local_backup(const std::string& table, std::string file,
                                                     const RestoreOptions& options) const {
  return restore_table(file_of(table, std::move(file)), this->table(table), options);
}
Outcome<TransferReport> Tables::create_s3_backup(const std::string& table,
                                                 const std::string& bucket, const std::string& key,
                                                 const BackupOptions& options) const {
  return backup_table(this->table(table), object_of(bucket, key), options);
}
Outcome<TransferReport> Tables::restore_s3_backup(const std::string& table,
                                                  const std::string& bucket, const std::string& key,
                                                  const RestoreOptions& options) const {
  return restore_table(object_of(bucket, key), this->table(table), options);
}

}  // namespace magneto
