// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/log_file_system.h"

#include <filesystem>
#include <iterator>
#include <map>

#include "storage/rocksdb/event_log.h"
#include "storage/rocksdb/log_check.h"
#include "storage/rocksdb/lost_files.h"

namespace magneto::internal::storage {
namespace {

using ::rocksdb::DataVerificationInfo;
using ::rocksdb::FSWritableFile;
using ::rocksdb::FSWritableFileOwnerWrapper;
using ::rocksdb::IOStatus;
using ::rocksdb::Slice;

/// RocksDB resumes after such an error only.
IOStatus retryable(IOStatus status) {
  status.SetRetryable(true);
  return status;
}

std::string normal(const std::filesystem::path& path) { return path.lexically_normal().string(); }

}  // namespace

void LogFileSystem::Fence::stop(const IOStatus& status, bool for_good) {
  const MutexLock lock(mutex_);
  for_good_ = for_good_ || for_good;
  if (down()) return;
  first_ = status;
  down_.store(true, std::memory_order_release);
}

void LogFileSystem::Fence::lift() {
  const MutexLock lock(mutex_);
  if (!for_good_) down_.store(false, std::memory_order_release);
}

bool LogFileSystem::Fence::for_good() const {
  const MutexLock lock(mutex_);
  return for_good_;
}

LogFileSystem::IOStatus LogFileSystem::Fence::status() const {
  if (!down()) return IOStatus::OK();
  const MutexLock lock(mutex_);
  return retryable(first_);
}

/// The logs that RocksDB may still append to, or has not closed yet. Shared with the files, which
/// may live longer than the file system.
class LogFileSystem::OpenLogs {
 public:
  void add(std::uint64_t number, LogFile& log) {
    const MutexLock lock(mutex_);
    logs_[number] = &log;
  }
  void remove(std::uint64_t number) {
    const MutexLock lock(mutex_);
    logs_.erase(number);
  }

  /// Syncs the rest of all logs before `number`. Whoever comes meanwhile waits.
  void sync_before(std::uint64_t number);
  void sync_all_but_newest();
  /// Writes what could not be written when the disk was full.
  IOStatus write_pending();

 private:
  void sync_until(std::map<std::uint64_t, LogFile*>::const_iterator end) MAGNETO_REQUIRES(mutex_);

  Mutex mutex_;
  std::map<std::uint64_t, LogFile*> logs_ MAGNETO_GUARDED_BY(mutex_);
};

/// Any other file: writes until the fence is down.
class LogFileSystem::FencedFile : public FSWritableFileOwnerWrapper {
 public:
  FencedFile(std::unique_ptr<FSWritableFile> file, std::shared_ptr<Fence> fence,
             std::shared_ptr<OpenLogs> logs)
      : FSWritableFileOwnerWrapper(std::move(file)),
        fence_(std::move(fence)),
        logs_(std::move(logs)) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    if (fence_->down()) return fence_->status();
    const IOStatus status = FSWritableFileOwnerWrapper::Append(data, options, debug);
    return status.ok() ? status : retryable(status);
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    const IOStatus ready = sync_logs();
    return ready.ok() ? FSWritableFileOwnerWrapper::Sync(options, debug) : ready;
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    const IOStatus ready = sync_logs();
    return ready.ok() ? FSWritableFileOwnerWrapper::Fsync(options, debug) : ready;
  }

 private:
  /// What the file says must not be on the disk before the logs that it speaks of.
  IOStatus sync_logs() {
    logs_->sync_all_but_newest();
    return fence_->down() ? fence_->status() : IOStatus::OK();
  }

  std::shared_ptr<Fence> fence_;
  std::shared_ptr<OpenLogs> logs_;
};

/// A manifest: what of it is on stable storage is marked. One thread at a time writes it.
class LogFileSystem::ManifestFile : public FencedFile {
 public:
  ManifestFile(std::unique_ptr<FSWritableFile> file, std::uint64_t number,
               const LogFileSystem& owner)
      : FencedFile(std::move(file), owner.fence_, owner.logs_),
        number_(number),
        marks_(owner.marks_) {
    marks_->start_manifest(number_);
  }

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    const IOStatus status = FencedFile::Append(data, options, debug);
    if (status.ok()) ends_.append({data.data(), data.size()});
    return status;
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    return mark_if(FencedFile::Sync(options, debug));
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return mark_if(FencedFile::Fsync(options, debug));
  }

 private:
  IOStatus mark_if(IOStatus synced) {
    if (synced.ok()) marks_->mark_manifest(number_, ends_.last());
    return synced;
  }

  const std::uint64_t number_;
  const std::shared_ptr<SyncedMarks> marks_;
  RecordEnds ends_;
};

/// The name of a new file in its directory.
class LogFileSystem::Entry {
 public:
  explicit Entry(std::shared_ptr<::rocksdb::FSDirectory> directory)
      : directory_(std::move(directory)) {}

  /// Brings it to stable storage, once.
  IOStatus sync() {
    if (synced_) return IOStatus::OK();
    if (!directory_) return IOStatus::IOError("the directory of the logs could not be opened");
    const IOStatus status = directory_->Fsync(IOOptions(), nullptr);
    synced_ = status.ok();
    return status;
  }

 private:
  const std::shared_ptr<::rocksdb::FSDirectory> directory_;
  bool synced_ = false;
};

/// A log: counts what is appended; after a sync, what had been appended before it is marked.
/// RocksDB appends from one thread at a time, and may sync from another meanwhile.
class LogFileSystem::LogFile : public FSWritableFileOwnerWrapper {
 public:
  LogFile(std::unique_ptr<FSWritableFile> file, std::string path, std::uint64_t number,
          const LogFileSystem& owner)
      : FSWritableFileOwnerWrapper(std::move(file)),
        path_(std::move(path)),
        number_(number),
        base_(owner.base_),
        entry_(owner.directory_of_logs_),
        fence_(owner.fence_),
        logs_(owner.logs_),
        marks_(owner.marks_),
        mark_(marks_->start_log(number)) {
    logs_->add(number_, *this);
  }
  ~LogFile() override { logs_->remove(number_); }

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    if (!begun_) {  // nothing is appended to older logs any more
      logs_->sync_before(number_);
      begun_ = true;
    }
    const MutexLock lock(appending_);
    if (fence_->down() || !pending_.empty()) {
      pending_.append(data.data(), data.size());
      return IOStatus::OK();
    }
    const IOStatus status = reopened_ ? reopened_->Append(data, options, debug)
                                      : FSWritableFileOwnerWrapper::Append(data, options, debug);
    if (status.ok()) {
      count({data.data(), data.size()});
    } else {
      pending_.append(data.data(), data.size());
      fence_->stop(status, /*for_good=*/!status.IsNoSpace());
    }
    return IOStatus::OK();
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    logs_->sync_before(number_);
    sync();
    return IOStatus::OK();
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }
  IOStatus Close(const IOOptions& options, IODebugContext* debug) override {
    sync_rest();
    // Somebody who saw that there was a rest may come here only now, to sync it.
    const MutexLock no_sync(syncing_);
    const MutexLock lock(appending_);
    closed_ = true;
    if (!pending_.empty()) {
      fence_->stop(IOStatus::IOError("the log was closed before its end was written"), true);
    }
    return reopened_ ? reopened_->Close(options, debug)
                     : FSWritableFileOwnerWrapper::Close(options, debug);
  }

  /// Syncs what was appended since the last sync, if anything was. Errors go to the fence.
  void sync_rest() {
    if (appended_.load(std::memory_order_acquire) > synced_.load(std::memory_order_acquire)) {
      sync();
    }
  }

  IOStatus write_pending();

 private:
  void sync();
  void count(std::string_view appended) MAGNETO_REQUIRES(appending_);
  IOStatus cut_to(std::uint64_t size) MAGNETO_REQUIRES(appending_);

  const std::string path_;
  const std::uint64_t number_;
  const std::shared_ptr<::rocksdb::FileSystem> base_;
  Entry entry_;
  std::shared_ptr<Fence> fence_;
  std::shared_ptr<OpenLogs> logs_;
  std::shared_ptr<SyncedMarks> marks_;  // keeps the mapping that mark_ points into
  std::atomic<std::uint64_t>* mark_;
  bool begun_ = false;  // by the thread that appends
  Mutex syncing_;
  bool closed_ MAGNETO_GUARDED_BY(syncing_) = false;  // and all of it is synced
  Mutex appending_;                                   // where both are taken, after syncing_
  /// Instead of the first one, after the disk was full. Made under both mutexes.
  std::unique_ptr<FSWritableFile> reopened_;
  std::string pending_ MAGNETO_GUARDED_BY(appending_);
  RecordEnds ends_ MAGNETO_GUARDED_BY(appending_);
  std::atomic<std::uint64_t> whole_records_{0};  // of what was appended
  std::atomic<std::uint64_t> appended_{0};
  std::atomic<std::uint64_t> synced_{0};
};

void LogFileSystem::LogFile::count(std::string_view appended) {
  ends_.append(appended);
  whole_records_.store(ends_.last(), std::memory_order_release);
  appended_.fetch_add(appended.size(), std::memory_order_release);
}

void LogFileSystem::LogFile::sync() {
  const MutexLock lock(syncing_);  // so that the mark only grows
  if (fence_->down() || closed_) return;
  const std::uint64_t bytes = appended_.load(std::memory_order_acquire);
  const std::uint64_t records = whole_records_.load(std::memory_order_acquire);
  const IOStatus status = reopened_ ? reopened_->Sync(IOOptions(), nullptr)
                                    : FSWritableFileOwnerWrapper::Sync(IOOptions(), nullptr);
  if (!status.ok()) return fence_->stop(status, /*for_good=*/true);
  // A mark means that the file is there: so its name comes before the mark.
  const IOStatus entry = entry_.sync();
  if (!entry.ok()) return fence_->stop(entry, /*for_good=*/true);
  synced_.store(bytes, std::memory_order_release);
  mark_->store(records, std::memory_order_release);
}

/// Takes away what the failed append may have written. The first file is closed for that (closing
/// cuts off what it had allocated ahead) and opened again, so that what follows comes at the end.
LogFileSystem::IOStatus LogFileSystem::LogFile::cut_to(std::uint64_t size) {
  const IOOptions options;
  if (reopened_) return reopened_->Truncate(size, options, nullptr);
  IOStatus status = FSWritableFileOwnerWrapper::Truncate(size, options, nullptr);
  if (!status.ok()) return status;
  std::unique_ptr<FSWritableFile> again;
  status = base_->ReopenWritableFile(path_, {}, &again, nullptr);
  if (!status.ok()) return status;
  status = FSWritableFileOwnerWrapper::Close(options, nullptr);
  reopened_ = std::move(again);
  return status;
}

LogFileSystem::IOStatus LogFileSystem::LogFile::write_pending() {
  const MutexLock no_sync(syncing_);
  const MutexLock lock(appending_);
  if (pending_.empty()) return IOStatus::OK();
  IOStatus status = cut_to(appended_.load(std::memory_order_relaxed));
  if (status.ok()) status = reopened_->Append(pending_, IOOptions(), nullptr);
  if (!status.ok()) return status;
  count(pending_);
  pending_ = std::string();
  return status;
}

LogFileSystem::IOStatus LogFileSystem::OpenLogs::write_pending() {
  const MutexLock lock(mutex_);
  for (const auto& [number, log] : logs_) {
    const IOStatus status = log->write_pending();
    if (!status.ok()) return status;
  }
  return IOStatus::OK();
}

void LogFileSystem::OpenLogs::sync_until(std::map<std::uint64_t, LogFile*>::const_iterator end) {
  for (auto log = logs_.cbegin(); log != end; ++log) log->second->sync_rest();
}

void LogFileSystem::OpenLogs::sync_before(std::uint64_t number) {
  const MutexLock lock(mutex_);
  sync_until(logs_.lower_bound(number));
}

void LogFileSystem::OpenLogs::sync_all_but_newest() {
  const MutexLock lock(mutex_);
  if (!logs_.empty()) sync_until(std::prev(logs_.cend()));
}

LogFileSystem::LogFileSystem(std::shared_ptr<::rocksdb::FileSystem> base,
                             const std::string& directory, std::shared_ptr<SyncedMarks> marks)
    : FileSystemWrapper(base),
      base_(std::move(base)),
      directory_(normal(directory + "/.")),
      marks_(std::move(marks)),
      fence_(std::make_shared<Fence>()),
      logs_(std::make_shared<OpenLogs>()) {
  // Once and for all: there may be no descriptor left when it is needed.
  std::unique_ptr<::rocksdb::FSDirectory> opened;
  base_->NewDirectory(directory, IOOptions(), &opened, nullptr).PermitUncheckedError();
  directory_of_logs_ = std::move(opened);
}

std::string LogFileSystem::name_of_ours(const std::string& path) const {
  const std::filesystem::path file(path);
  return normal(file.parent_path() / ".") == directory_ ? file.filename().string() : "";
}

std::uint64_t LogFileSystem::log_number(const std::string& path) const {
  constexpr std::string_view kEnd = ".log";
  if (!path.ends_with(kEnd)) return 0;
  const std::string name = name_of_ours(path);
  return name.empty() ? 0
                      : file_number(std::string_view(name).substr(0, name.size() - kEnd.size()));
}

LogFileSystem::IOStatus LogFileSystem::status() const { return fence_->status(); }

bool LogFileSystem::may_resume() const { return !fence_->for_good(); }

LogFileSystem::IOStatus LogFileSystem::resume() {
  if (!fence_->down()) return IOStatus::OK();
  if (fence_->for_good()) return fence_->status();
  IOStatus status = logs_->write_pending();
  if (!status.ok()) return status;
  fence_->lift();
  status = logs_->write_pending();  // what was appended in between
  if (!status.ok()) fence_->stop(status, /*for_good=*/!status.IsNoSpace());
  return fence_->status();
}

LogFileSystem::IOStatus LogFileSystem::NewWritableFile(const std::string& path,
                                                       const ::rocksdb::FileOptions& options,
                                                       std::unique_ptr<FSWritableFile>* file,
                                                       IODebugContext* debug) {
  if (fence_->down()) return fence_->status();
  const IOStatus status = FileSystemWrapper::NewWritableFile(path, options, file, debug);
  if (!status.ok()) return retryable(status);
  if (const std::uint64_t number = log_number(path); number != 0) {
    *file = std::make_unique<LogFile>(std::move(*file), path, number, *this);
  } else if (const std::uint64_t manifest = manifest_number(name_of_ours(path)); manifest != 0) {
    *file = std::make_unique<ManifestFile>(std::move(*file), manifest, *this);
  } else {
    *file = std::make_unique<FencedFile>(std::move(*file), fence_, logs_);
  }
  return status;
}

LogFileSystem::IOStatus LogFileSystem::NewLogger(const std::string& path, const IOOptions&,
                                                 std::shared_ptr<::rocksdb::Logger>* logger,
                                                 IODebugContext*) {
  *logger = open_event_log(path);
  return *logger ? IOStatus::OK() : IOStatus::IOError("opening", path);
}

LogFileSystem::IOStatus LogFileSystem::RenameFile(const std::string& from, const std::string& to,
                                                  const IOOptions& options, IODebugContext* debug) {
  if (fence_->down()) return fence_->status();
  if (name_of_ours(to) == "CURRENT") return replace_current(from, to, options, debug);
  return FileSystemWrapper::RenameFile(from, to, options, debug);
}

// Another manifest is named: for the order see synced_marks.h.
LogFileSystem::IOStatus LogFileSystem::replace_current(const std::string& from,
                                                       const std::string& to,
                                                       const IOOptions& options,
                                                       IODebugContext* debug) {
  if (!marks_->write_through()) return retryable(IOStatus::IOError("writing SYNCED"));
  const IOStatus status = FileSystemWrapper::RenameFile(from, to, options, debug);
  if (!status.ok()) return status;
  const IOStatus named = Entry(directory_of_logs_).sync();
  const Result<std::uint64_t> current = current_manifest(directory_);
  if (named.ok() && current.ok()) {
    marks_->keep_manifest(*current);
    return named;
  }
  // Nobody knows which of the two manifests CURRENT will name after a crash.
  fence_->stop(named.ok() ? IOStatus::IOError(current.error().message()) : named,
               /*for_good=*/true);
  return fence_->status();
}

LogFileSystem::IOStatus LogFileSystem::DeleteFile(const std::string& path, const IOOptions& options,
                                                  IODebugContext* debug) {
  if (fence_->down()) return fence_->status();
  if (const std::uint64_t number = log_number(path); number != 0) marks_->forget(number);
  return FileSystemWrapper::DeleteFile(path, options, debug);
}

}  // namespace magneto::internal::storage
