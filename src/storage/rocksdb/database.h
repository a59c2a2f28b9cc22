// SPDX-License-Identifier: Apache-2.0
//
// The open RocksDB: directory, files, column families, options; from open to close.
#pragma once

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>

#include <memory>
#include <optional>

#include "storage/rocksdb/data_directory.h"
#include "storage/rocksdb/families.h"
#include "storage/rocksdb/log_file_system.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace magneto::internal::storage {

class Database {
 public:
  /// Errors: as open_rocksdb().
  static Result<std::unique_ptr<Database>> open(const RocksdbOptions& options);

  /// Closes. A large log is turned into table files first, so that the next open need not read it.
  /// REQUIRES: no snapshot, view or cursor is left.
  ~Database();

  ::rocksdb::DB& db() const { return *db_; }
  const FamilyHandles& families() const { return families_; }

  /// Brings the log to stable storage. All that was written before the call is there after success.
  ::rocksdb::Status flush_log();

  /// See Engine.
  Result<void> copy_to(const std::string& directory);
  Result<std::vector<std::string>> verify(FunctionRef<bool(const VerifyProgress&)> progress);

  /// What the database alone knows.
  EngineStatistics statistics() const;

 private:
  Database() = default;
  Result<void> prepare_directory(const RocksdbOptions& options);
  Result<void> open_database(const RocksdbOptions& options);
  Result<void> upgrade();
  std::uint64_t sum(const std::string& property) const;

  std::optional<DataDirectory> directory_;      // outlives the database: it is the lock
  std::shared_ptr<SyncedMarks> marks_;          // null in memory
  std::shared_ptr<LogFileSystem> file_system_;  // null in memory
  std::unique_ptr<::rocksdb::Env> env_;
  std::shared_ptr<::rocksdb::Cache> cache_;
  std::unique_ptr<::rocksdb::DB> db_;
  FamilyHandles families_;
};

}  // namespace magneto::internal::storage
