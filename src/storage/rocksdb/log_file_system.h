// SPDX-License-Identifier: Apache-2.0
//
// The file system under RocksDB, with three things added.
//
// It keeps the marks of what is synced of each log and of the manifest (synced_marks.h).
//
// It syncs logs in their order. RocksDB 7.8 takes a log for synced when a sync of it ends, also of
// what was appended meanwhile, if a new log has begun by then: so the end of the older log would
// never be synced, while later writes are, and while table files say what stood in it. So before a
// log is synced the rest of all older ones is, and before any other file is synced the rest of all
// logs but the newest. And before anything is appended to a new log the older ones are synced: after
// a failure of power the new one might be there while the end of the older one is not, and RocksDB
// 7.8 does not notice a log that merely ends too early: it would go on with the next one.
//
// And it stops at the first error of a log: from then on nothing is written, synced, renamed or
// deleted any more, so the disk stays as it was at that moment, and recovery finds a state without
// holes. The error itself is not told to RocksDB but kept for the group commit, which asks for it
// after each flush, before anybody is answered. (RocksDB cannot stand it: another writer, or a
// memtable flush, that touches the same log meanwhile runs into an assertion.)
//
// When the error was a full disk, what RocksDB appends to a log meanwhile is kept in memory (few
// kilobytes: nobody may write any more), and resume() writes it: then the log has no hole and all
// goes on. A sync that failed is never tried again, for what the kernel says about the same pages
// afterwards means nothing.
#pragma once

#include <rocksdb/file_system.h>

#include <atomic>
#include <memory>
#include <string>

#include "base/mutex.h"
#include "storage/rocksdb/synced_marks.h"

namespace magneto::internal::storage {

/// Thread safe.
class LogFileSystem : public ::rocksdb::FileSystemWrapper {
 public:
  using IOStatus = ::rocksdb::IOStatus;
  using IOOptions = ::rocksdb::IOOptions;
  using IODebugContext = ::rocksdb::IODebugContext;

  /// Of the logs in `directory`, and no others (those of a copy that is being made).
  LogFileSystem(std::shared_ptr<::rocksdb::FileSystem> base, const std::string& directory,
                std::shared_ptr<SyncedMarks> marks);
  const char* Name() const override { return "magneto.LogFileSystem"; }

  /// Ok, or the error that stopped everything. Cheap.
  IOStatus status() const;
  /// Whether resume() may help.
  bool may_resume() const;
  /// Tries to write what is left to write after the disk was full. Ok: everything goes on.
  IOStatus resume();

  IOStatus NewWritableFile(const std::string& path, const ::rocksdb::FileOptions& options,
                           std::unique_ptr<::rocksdb::FSWritableFile>* file,
                           IODebugContext* debug) override;
  IOStatus NewLogger(const std::string& path, const IOOptions& options,
                     std::shared_ptr<::rocksdb::Logger>* logger, IODebugContext* debug) override;
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* debug) override;
  IOStatus DeleteFile(const std::string& path, const IOOptions& options,
                      IODebugContext* debug) override;

 private:
  /// The first error. Shared with the files, which may live longer.
  class Fence {
   public:
    bool down() const { return down_.load(std::memory_order_acquire); }
    /// For good, or until lift().
    void stop(const IOStatus& status, bool for_good);
    void lift();
    IOStatus status() const;
    bool for_good() const;

   private:
    std::atomic<bool> down_{false};
    mutable Mutex mutex_;
    IOStatus first_ MAGNETO_GUARDED_BY(mutex_);
    bool for_good_ MAGNETO_GUARDED_BY(mutex_) = false;
  };
  class FencedFile;
  class ManifestFile;
  class Entry;
  class LogFile;
  class OpenLogs;

  IOStatus replace_current(const std::string& from, const std::string& to, const IOOptions& options,
                           IODebugContext* debug);

  /// The name of a file in our directory, nothing for other files.
  std::string name_of_ours(const std::string& path) const;
  /// The number of one of our log files ("000012.log"), 0 for other files.
  std::uint64_t log_number(const std::string& path) const;

  const std::shared_ptr<::rocksdb::FileSystem> base_;
  const std::string directory_;
  std::shared_ptr<::rocksdb::FSDirectory> directory_of_logs_;
  std::shared_ptr<SyncedMarks> marks_;
  std::shared_ptr<Fence> fence_;
  std::shared_ptr<OpenLogs> logs_;
};

}  // namespace magneto::internal::storage
