// SPDX-License-Identifier: Apache-2.0
//
// The open RocksDB: directory, files, column families, options; from open to close.
#pragma once

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/listener.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "storage/rocksdb/data_directory.h"
#include "storage/rocksdb/families.h"
#include "storage/rocksdb/log_file_system.h"
#include "storage/rocksdb/rocksdb_engine.h"
#include "storage/rocksdb/stalls.h"

namespace magneto::internal::storage {

/// Hands on what RocksDB's own threads could not write.
class BackgroundErrors : public ::rocksdb::EventListener {
 public:
  using Handler = std::function<void(const ::rocksdb::Status&)>;
  /// None: nobody is told. Afterwards the one before is not called any more.
  void set_handler(Handler handler) {
    const MutexLock lock(mutex_);
    handler_ = std::move(handler);
  }
  void OnBackgroundError(::rocksdb::BackgroundErrorReason, ::rocksdb::Status* status) override {
    const MutexLock lock(mutex_);
    // After a softer one RocksDB tries again by itself.
    if (handler_ && status->severity() >= ::rocksdb::Status::kHardError) handler_(*status);
  }

 private:
  Mutex mutex_;
  Handler handler_ MAGNETO_GUARDED_BY(mutex_);
};

class Database {
 public:
  /// Errors: as open_rocksdb().
  static Result<std::unique_ptr<Database>> open(const RocksdbOptions& options);

  /// Closes. A large log is turned into table files first, so that the next open need not read it.
  /// REQUIRES: no snapshot, view or cursor is left.
  ~Database();

  ::rocksdb::DB& db() const { return *db_; }
  BackgroundErrors& background_errors() { return *background_errors_; }
  const FamilyHandles& families() const { return families_; }

  /// Brings the log to stable storage. All that was written before the call is there after success.
  ::rocksdb::Status flush_log();

  /// After an error: tries to go on. Ok when everything may be written again.
  ::rocksdb::Status resume();
  /// Whether resume() may ever succeed.
  bool may_resume() const { return file_system_ != nullptr && file_system_->may_resume(); }

  /// See Engine.
  Result<void> copy_to(const std::string& directory);
  Result<std::vector<std::string>> verify(FunctionRef<bool(const VerifyProgress&)> progress);

  /// What the database alone knows.
  EngineStatistics statistics() const;
  RocksdbFigures figures() const;

 private:
  Database() = default;
  Result<void> prepare_directory(const RocksdbOptions& options);
  Result<void> open_with_what_room_there_is(const RocksdbOptions& options);
  ::rocksdb::Status open_database(const RocksdbOptions& options, ::rocksdb::DBOptions db_options);
  Result<void> upgrade();
  std::uint64_t sum(const std::string& property) const;
  std::uint64_t log_bytes() const;

  std::optional<DataDirectory> directory_;      // outlives the database: it is the lock
  std::shared_ptr<SyncedMarks> marks_;          // null in memory
  std::shared_ptr<LogFileSystem> file_system_;  // null in memory
  std::unique_ptr<::rocksdb::Env> env_;
  const std::shared_ptr<BackgroundErrors> background_errors_ = std::make_shared<BackgroundErrors>();
  const std::shared_ptr<Stalls> stalls_ = std::make_shared<Stalls>();
  std::shared_ptr<::rocksdb::Cache> cache_;
  std::unique_ptr<::rocksdb::DB> db_;
  FamilyHandles families_;
};

}  // namespace magneto::internal::storage
