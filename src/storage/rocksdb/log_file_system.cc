// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/log_file_system.h"

#include <charconv>
#include <filesystem>
#include <iterator>
#include <map>

namespace magneto::internal::storage {
namespace {

using ::rocksdb::DataVerificationInfo;
using ::rocksdb::FSWritableFile;
using ::rocksdb::FSWritableFileOwnerWrapper;
using ::rocksdb::Slice;

std::string normal(const std::filesystem::path& path) { return path.lexically_normal().string(); }

}  // namespace

void LogFileSystem::Fence::stop(const IOStatus& status) {
  const std::scoped_lock lock(mutex_);
  if (down()) return;
  first_ = status;
  down_.store(true, std::memory_order_release);
}

LogFileSystem::IOStatus LogFileSystem::Fence::status() const {
  if (!down()) return IOStatus::OK();
  const std::scoped_lock lock(mutex_);
  return first_;
}

/// The logs that RocksDB may still append to, or has not closed yet. Shared with the files, which
/// may live longer than the file system.
class LogFileSystem::OpenLogs {
 public:
  void add(std::uint64_t number, LogFile& log) {
    const std::scoped_lock lock(mutex_);
    logs_[number] = &log;
  }
  void remove(std::uint64_t number) {
    const std::scoped_lock lock(mutex_);
    logs_.erase(number);
  }

  /// Syncs the rest of all logs before `number`. Whoever comes meanwhile waits.
  void sync_before(std::uint64_t number);
  void sync_all_but_newest();

 private:
  void sync_until(std::map<std::uint64_t, LogFile*>::const_iterator end);

  std::mutex mutex_;
  std::map<std::uint64_t, LogFile*> logs_;  // guarded by mutex_
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
    return FSWritableFileOwnerWrapper::Append(data, options, debug);
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

/// The name of a new file in its directory.
class LogFileSystem::Entry {
 public:
  Entry(std::shared_ptr<::rocksdb::FileSystem> files, std::string directory)
      : files_(std::move(files)), directory_(std::move(directory)) {}

  /// Brings it to stable storage, once.
  IOStatus sync() {
    if (synced_) return IOStatus::OK();
    std::unique_ptr<::rocksdb::FSDirectory> directory;
    IOStatus status = files_->NewDirectory(directory_, IOOptions(), &directory, nullptr);
    if (status.ok()) status = directory->Fsync(IOOptions(), nullptr);
    synced_ = status.ok();
    return status;
  }

 private:
  std::shared_ptr<::rocksdb::FileSystem> files_;
  std::string directory_;
  bool synced_ = false;
};

/// A log: counts what is appended; after a sync, what had been appended before it is marked.
/// RocksDB appends from one thread at a time, and may sync from another meanwhile.
class LogFileSystem::LogFile : public FSWritableFileOwnerWrapper {
 public:
  LogFile(std::unique_ptr<FSWritableFile> file, std::uint64_t number, Entry entry,
          std::shared_ptr<Fence> fence, std::shared_ptr<OpenLogs> logs,
          std::shared_ptr<SyncedMarks> marks)
      : FSWritableFileOwnerWrapper(std::move(file)),
        number_(number),
        entry_(std::move(entry)),
        fence_(std::move(fence)),
        logs_(std::move(logs)),
        marks_(std::move(marks)),
        mark_(marks_->start_log(number)) {
    logs_->add(number_, *this);
  }
  ~LogFile() override { logs_->remove(number_); }

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    if (fence_->down()) return IOStatus::OK();
    const IOStatus status = FSWritableFileOwnerWrapper::Append(data, options, debug);
    if (status.ok()) {
      appended_.fetch_add(data.size(), std::memory_order_release);
    } else {
      fence_->stop(status);
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
    return FSWritableFileOwnerWrapper::Close(options, debug);
  }

  /// Syncs what was appended since the last sync, if anything was. Errors go to the fence.
  void sync_rest() {
    if (appended_.load(std::memory_order_acquire) > synced_.load(std::memory_order_acquire)) {
      sync();
    }
  }

 private:
  void sync() {
    const std::scoped_lock lock(syncing_);  // so that the mark only grows
    if (fence_->down()) return;
    const std::uint64_t bytes = appended_.load(std::memory_order_acquire);
    const IOStatus status = FSWritableFileOwnerWrapper::Sync(IOOptions(), nullptr);
    if (!status.ok()) return fence_->stop(status);
    // A mark means that the file is there: so its name comes before the mark.
    const IOStatus entry = entry_.sync();
    if (!entry.ok()) return fence_->stop(entry);
    synced_.store(bytes, std::memory_order_release);
    mark_->store(bytes, std::memory_order_release);
  }

  const std::uint64_t number_;
  Entry entry_;
  std::shared_ptr<Fence> fence_;
  std::shared_ptr<OpenLogs> logs_;
  std::shared_ptr<SyncedMarks> marks_;  // keeps the mapping that mark_ points into
  std::atomic<std::uint64_t>* mark_;
  std::mutex syncing_;
  std::atomic<std::uint64_t> appended_{0};
  std::atomic<std::uint64_t> synced_{0};
};

void LogFileSystem::OpenLogs::sync_until(std::map<std::uint64_t, LogFile*>::const_iterator end) {
  for (auto log = logs_.cbegin(); log != end; ++log) log->second->sync_rest();
}

void LogFileSystem::OpenLogs::sync_before(std::uint64_t number) {
  const std::scoped_lock lock(mutex_);
  sync_until(logs_.lower_bound(number));
}

void LogFileSystem::OpenLogs::sync_all_but_newest() {
  const std::scoped_lock lock(mutex_);
  if (!logs_.empty()) sync_until(std::prev(logs_.cend()));
}

LogFileSystem::LogFileSystem(std::shared_ptr<::rocksdb::FileSystem> base,
                             const std::string& directory, std::shared_ptr<SyncedMarks> marks)
    : FileSystemWrapper(base),
      base_(std::move(base)),
      directory_(normal(directory + "/.")),
      marks_(std::move(marks)),
      fence_(std::make_shared<Fence>()),
      logs_(std::make_shared<OpenLogs>()) {}

std::uint64_t LogFileSystem::log_number(const std::string& path) const {
  if (!path.ends_with(".log")) return 0;
  const std::filesystem::path file(path);
  if (normal(file.parent_path() / ".") != directory_) return 0;
  const std::string name = file.stem().string();
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  return error == std::errc() && end == name.data() + name.size() ? number : 0;
}

LogFileSystem::IOStatus LogFileSystem::status() const { return fence_->status(); }

LogFileSystem::IOStatus LogFileSystem::NewWritableFile(const std::string& path,
                                                       const ::rocksdb::FileOptions& options,
                                                       std::unique_ptr<FSWritableFile>* file,
                                                       IODebugContext* debug) {
  if (fence_->down()) return fence_->status();
  const IOStatus status = FileSystemWrapper::NewWritableFile(path, options, file, debug);
  if (!status.ok()) return status;
  if (const std::uint64_t number = log_number(path); number != 0) {
    *file = std::make_unique<LogFile>(std::move(*file), number, Entry(base_, directory_), fence_,
                                      logs_, marks_);
  } else {
    *file = std::make_unique<FencedFile>(std::move(*file), fence_, logs_);
  }
  return status;
}

LogFileSystem::IOStatus LogFileSystem::RenameFile(const std::string& from, const std::string& to,
                                                  const IOOptions& options, IODebugContext* debug) {
  if (fence_->down()) return fence_->status();
  return FileSystemWrapper::RenameFile(from, to, options, debug);
}

LogFileSystem::IOStatus LogFileSystem::DeleteFile(const std::string& path, const IOOptions& options,
                                                  IODebugContext* debug) {
  if (fence_->down()) return fence_->status();
  if (const std::uint64_t number = log_number(path); number != 0) marks_->forget(number);
  return FileSystemWrapper::DeleteFile(path, options, debug);
}

}  // namespace magneto::internal::storage
