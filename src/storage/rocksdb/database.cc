// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/database.h"

#include <rocksdb/statistics.h>
#include <rocksdb/table_properties.h>
#include <sys/resource.h>

#include <algorithm>
#include <thread>

#include "storage/rocksdb/log_file_system.h"
#include "storage/rocksdb/lost_files.h"
#include "storage/rocksdb/reserve.h"
#include "storage/rocksdb/status.h"
#include "storage/rocksdb/synced_marks.h"
#include "storage/rocksdb/table_file_system.h"

namespace magneto::internal::storage {
namespace {

// Closing with more in memory than this writes table files.
constexpr std::uint64_t kSmallMemtables = 4 << 20;

/// Table files that may be open at once: what the process may have, less a share for connections.
int max_open_files() {
  struct rlimit limit {};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 256;
  return static_cast<int>(std::clamp<rlim_t>(limit.rlim_cur / 2, 64, 65'536));
}

::rocksdb::DBOptions database_options(const RocksdbOptions& options) {
  ::rocksdb::DBOptions db;
  db.create_if_missing = true;
  db.create_missing_column_families = true;

  // Group commit flushes and syncs the log itself (see group_commit.h); where nobody waits for it,
  // each write hands its record to the kernel.
  db.manual_wal_flush = options.durability == Durability::kSync;
  // Drops the log from the first bad record on. That this is nothing but an unacknowledged tail was
  // checked before: see synced_marks.h. (kTolerateCorruptedTailRecords would refuse to open after a
  // power failure that wrote the unacknowledged pages in another order, and might replay what
  // follows a hole.)
  db.wal_recovery_mode = ::rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  db.max_bgerror_resume_count = 0;  // group commit decides when to try again
  db.max_total_wal_size = 4 * options.write_buffer_bytes;

  const int cores = static_cast<int>(std::thread::hardware_concurrency());
  db.max_background_jobs = std::clamp(cores / 2, 2, 8);
  db.bytes_per_sync = 1 << 20;  // table files go to the disk as they are written, not in one burst

  // Open fast, also with many files.
  db.max_open_files = max_open_files();
  db.skip_stats_update_on_db_open = true;
  db.skip_checking_sst_file_sizes_on_db_open = true;

  // RocksDB's own log: small, few, and only what matters. No timers.
  db.info_log_level = ::rocksdb::InfoLogLevel::WARN_LEVEL;
  db.keep_log_file_num = 3;
  db.max_log_file_size = 1 << 20;
  db.stats_dump_period_sec = 0;
  db.stats_persist_period_sec = 0;
  return db;
}

/// With what can be done when nobody can bring the file back.
Error with_way_out(Error error) {
  if (error.code() != ErrorCode::kCorruption) return error;
  return {error.code(), error.message() + " (--accept-lost-log starts without what only it held)"};
}

::rocksdb::Status carry_out_range_deletions(::rocksdb::DB& db,
                                            ::rocksdb::ColumnFamilyHandle* family) {
  ::rocksdb::TablePropertiesCollection tables;
  const ::rocksdb::Status status = db.GetPropertiesOfAllTables(family, &tables);
  if (!status.ok()) return status;
  const bool any = std::ranges::any_of(
      tables, [](const auto& table) { return table.second->num_range_deletions > 0; });
  if (!any) return {};
  ::rocksdb::CompactRangeOptions everything;
  everything.bottommost_level_compaction = ::rocksdb::BottommostLevelCompaction::kForce;
  return db.CompactRange(everything, family, nullptr, nullptr);
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const RocksdbOptions& options) {
  std::unique_ptr<Database> database(new Database());
  if (options.directory.empty()) {
    database->env_.reset(::rocksdb::NewMemEnv(::rocksdb::Env::Default()));
  } else {
    MAGNETO_RETURN_IF_ERROR(database->prepare_directory(options));
  }
  MAGNETO_RETURN_IF_ERROR(database->open_with_what_room_there_is(options));
  MAGNETO_RETURN_IF_ERROR(database->upgrade());
  return database;
}

Result<void> Database::prepare_directory(const RocksdbOptions& options) {
  MAGNETO_ASSIGN_OR_RETURN(DataDirectory directory, DataDirectory::open(options.directory));
  directory_.emplace(std::move(directory));
  MAGNETO_RETURN_IF_ERROR(check_for_lost_files(options.directory));
  const SyncedMarks::Opening opening{.was_there = directory_->format() >= 2,
                                     .accept_lost = options.accept_lost_log};
  auto marks = SyncedMarks::open(options.directory, opening);
  if (!marks.ok()) return with_way_out(std::move(marks).error());
  marks_ = std::move(marks).value();
  if (!options.accept_lost_log) {
    Result<void> checked = marks_->check_files();
    if (!checked.ok()) return with_way_out(std::move(checked).error());
  }
  marks_->forget_missing_logs();
  MAGNETO_RETURN_IF_ERROR(marks_->keep_current_manifest());

  std::shared_ptr<::rocksdb::FileSystem> files = ::rocksdb::FileSystem::Default();
  if (options.file_system != nullptr) {
    files = {std::shared_ptr<void>(), options.file_system};  // not owned
  }
  files = std::make_shared<TableFileSystem>(std::move(files));
  file_system_ = std::make_shared<LogFileSystem>(std::move(files), options.directory, marks_);
  env_ = ::rocksdb::NewCompositeEnv(file_system_);
  return {};
}

// On a full disk what the log holds stays in memory instead of being written to table files, and the
// reserve is given up: enough to read, to erase, and so to make room.
Result<void> Database::open_with_what_room_there_is(const RocksdbOptions& options) {
  ::rocksdb::DBOptions db_options = database_options(options);
  ::rocksdb::Status status = open_database(options, db_options);
  if (directory_ && status.IsNoSpace()) {
    give_up_reserve(directory_->path());
    db_options.avoid_flush_during_recovery = directory_->format() >= 2;
    db_options.allow_fallocate = false;  // takes some megabytes ahead for each file
    status = open_database(options, db_options);
  } else if (directory_ && status.ok()) {
    keep_reserve(directory_->path());
  }
  if (!status.ok()) return to_error(status, "opening " + options.directory);
  return {};
}

::rocksdb::Status Database::open_database(const RocksdbOptions& options,
                                          ::rocksdb::DBOptions db_options) {
  db_options.env = env_.get();
  db_options.listeners.push_back(background_errors_);
  db_options.listeners.push_back(stalls_);
  cache_ = ::rocksdb::NewLRUCache(options.cache_bytes);

  std::vector<::rocksdb::ColumnFamilyHandle*> handles;
  ::rocksdb::DB* db = nullptr;
  const std::string path = directory_ ? directory_->path() : "/memory";
  const ::rocksdb::Status status =
      ::rocksdb::DB::Open(db_options, path, family_descriptors(options, cache_), &handles, &db);
  if (!status.ok()) return status;
  db_.reset(db);
  MAGNETO_CHECK(handles.size() == families_.handles_.size());
  std::copy(handles.begin(), handles.end(), families_.handles_.begin());
  return status;
}

Result<void> Database::upgrade() {
  if (!directory_ || directory_->format() == DataDirectory::kFormatVersion) return {};
  // Format 1 may hold range deletions, which reads no longer know (view.cc). A compaction carries
  // them out. Opening has just written what the log held of them into table files.
  for (::rocksdb::ColumnFamilyHandle* family : families_.all()) {
    const ::rocksdb::Status status = carry_out_range_deletions(*db_, family);
    if (!status.ok()) return to_error(status, "upgrading " + directory_->path());
  }
  return directory_->upgrade_format();
}

Database::~Database() {
  if (db_ == nullptr) return;
  if (directory_ && file_system_->status().ok() &&
      sum("rocksdb.cur-size-all-mem-tables") > kSmallMemtables) {
    // Its failure loses nothing: the log is still there.
    const auto& all = families_.all();
    db_->Flush({}, std::vector<::rocksdb::ColumnFamilyHandle*>(all.begin(), all.end()))
        .PermitUncheckedError();
  }
  for (::rocksdb::ColumnFamilyHandle* family : families_.all()) {
    db_->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  }
  db_->Close().PermitUncheckedError();
}

::rocksdb::Status Database::flush_log() {
  const ::rocksdb::Status status = db_->FlushWAL(/*sync=*/true);
  return status.ok() && file_system_ != nullptr ? file_system_->status() : status;
}

::rocksdb::Status Database::resume() {
  if (file_system_ != nullptr) {
    const ::rocksdb::IOStatus logs = file_system_->resume();
    if (!logs.ok()) return logs;
  }
  const ::rocksdb::Status status = db_->Resume();
  return status.ok() ? flush_log() : status;
}

std::uint64_t Database::sum(const std::string& property) const {
  std::uint64_t total = 0;
  db_->GetAggregatedIntProperty(property, &total);
  return total;
}

std::uint64_t Database::log_bytes() const {
  std::uint64_t bytes = 0;
  ::rocksdb::VectorLogPtr logs;
  if (!directory_ || !db_->GetSortedWalFiles(logs).ok()) return 0;
  for (const auto& log : logs) bytes += log->SizeFileBytes();
  return bytes;
}

RocksdbFigures Database::figures() const {
  return {.log_bytes = log_bytes(), .stalls = stalls_->count(), .stalled_families = stalls_->now()};
}

EngineStatistics Database::statistics() const {
  EngineStatistics statistics;
  if (directory_) {
    statistics.bytes_on_disk = sum("rocksdb.total-sst-files-size") + log_bytes();
  }
  statistics.memory_bytes = sum("rocksdb.size-all-mem-tables") +
                            sum("rocksdb.estimate-table-readers-mem") + cache_->GetUsage();
  return statistics;
}

}  // namespace magneto::internal::storage

#if defined(__SANITIZE_THREAD__)
// Debian's RocksDB is not instrumented: the thread sanitizer sees what it copies and frees but not
// the atomics by which its threads agree (a write group's leader appends the other writers' batches
// to its own, readers read what writers put into a memtable), and takes each for a race. Races
// within our own code stay visible. The long history lets it find RocksDB in the stack of the other
// side.
extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions() {
  return "race:librocksdb.so\n"
         "race:std::__cxx11::basic_string*::_M_append\n"
         "race:std::__cxx11::basic_string*::find\n"
         "race:std::__cxx11::basic_string*::_M_mutate\n";
}
extern "C" const char* __tsan_default_options();
extern "C" const char* __tsan_default_options() { return "history_size=7"; }
#endif
