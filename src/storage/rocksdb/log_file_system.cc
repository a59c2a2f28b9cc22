// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/log_file_system.h"

#include <charconv>

namespace magneto::storage {
namespace {

using ::rocksdb::DataVerificationInfo;
using ::rocksdb::FSWritableFile;
using ::rocksdb::FSWritableFileOwnerWrapper;
using ::rocksdb::Slice;

/// The number of a log file's name ("000012.log"), 0 for other files.
std::uint64_t log_number(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  if (!name.ends_with(".log")) return 0;
  name.remove_suffix(4);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  return error == std::errc() && end == name.data() + name.size() ? number : 0;
}

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

/// Any other file: writes until the fence is down.
class LogFileSystem::FencedFile : public FSWritableFileOwnerWrapper {
 public:
  FencedFile(std::unique_ptr<FSWritableFile> file, std::shared_ptr<Fence> fence)
      : FSWritableFileOwnerWrapper(std::move(file)), fence_(std::move(fence)) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    if (fence_->down()) return fence_->status();
    return FSWritableFileOwnerWrapper::Append(data, options, debug);
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    if (fence_->down()) return fence_->status();
    return FSWritableFileOwnerWrapper::Sync(options, debug);
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    if (fence_->down()) return fence_->status();
    return FSWritableFileOwnerWrapper::Fsync(options, debug);
  }

 private:
  std::shared_ptr<Fence> fence_;
};

/// A log: counts what is appended; after a sync, what had been appended before it is marked.
/// RocksDB appends from one thread at a time, and may sync from another meanwhile.
class LogFileSystem::LogFile : public FSWritableFileOwnerWrapper {
 public:
  LogFile(std::unique_ptr<FSWritableFile> file, std::shared_ptr<Fence> fence,
          std::shared_ptr<SyncedMarks> marks, std::uint64_t number)
      : FSWritableFileOwnerWrapper(std::move(file)),
        fence_(std::move(fence)),
        marks_(std::move(marks)),
        synced_(marks_->start_log(number)) {}

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
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    if (fence_->down()) return IOStatus::OK();
    const std::uint64_t bytes = appended_.load(std::memory_order_acquire);
    const IOStatus status = FSWritableFileOwnerWrapper::Sync(options, debug);
    if (status.ok()) {
      synced_->store(bytes, std::memory_order_release);
    } else {
      fence_->stop(status);
    }
    return IOStatus::OK();
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }

 private:
  std::shared_ptr<Fence> fence_;
  std::shared_ptr<SyncedMarks> marks_;  // keeps the mapping that synced_ points into
  std::atomic<std::uint64_t>* synced_;
  std::atomic<std::uint64_t> appended_{0};
};

LogFileSystem::IOStatus LogFileSystem::status() const { return fence_->status(); }

LogFileSystem::IOStatus LogFileSystem::NewWritableFile(const std::string& path,
                                                       const ::rocksdb::FileOptions& options,
                                                       std::unique_ptr<FSWritableFile>* file,
                                                       IODebugContext* debug) {
  if (fence_->down()) return fence_->status();
  const IOStatus status = FileSystemWrapper::NewWritableFile(path, options, file, debug);
  if (!status.ok()) return status;
  if (const std::uint64_t number = log_number(path); number != 0) {
    *file = std::make_unique<LogFile>(std::move(*file), fence_, marks_, number);
  } else {
    *file = std::make_unique<FencedFile>(std::move(*file), fence_);
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
  return FileSystemWrapper::DeleteFile(path, options, debug);
}

}  // namespace magneto::storage
