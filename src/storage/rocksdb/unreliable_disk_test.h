// SPDX-License-Identifier: Apache-2.0
//
// A disk for tests that loses power, refuses, or takes its time. It keeps files in a real directory
// and notes what has been synced; at a power failure everything else is lost, or half lost:
//
//   - of a file, what was appended behind the last sync: cut off anywhere, or partly
//     overwritten with
//     zeros or noise (pages reach a disk in any order)
//   - files created, and renames, since the directory was synced
#pragma once

#include <rocksdb/file_system.h>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace magneto::internal::storage {

/// Thread safe.
class UnreliableDisk : public ::rocksdb::FileSystemWrapper {
 public:
  using IOStatus = ::rocksdb::IOStatus;
  using IOOptions = ::rocksdb::IOOptions;
  using IODebugContext = ::rocksdb::IODebugContext;

  UnreliableDisk() : FileSystemWrapper(::rocksdb::FileSystem::Default()) {}
  const char* Name() const override { return "UnreliableDisk"; }

  /// From now on nothing reaches the disk.
  void cut_power() {
    const std::scoped_lock lock(mutex_);
    dead_ = true;
    gate_.notify_all();
  }
  /// To be called once the engine is closed: makes the directory what the disk would hold.
  void lose_what_was_not_synced(std::uint32_t seed);

  /// Syncs of log files wait until let go.
  void hold_log_syncs() {
    const std::scoped_lock lock(mutex_);
    held_ = true;
  }
  void release_log_syncs() {
    const std::scoped_lock lock(mutex_);
    held_ = false;
    gate_.notify_all();
  }
  /// How many syncs wait in hold_log_syncs().
  int waiting_syncs() const { return waiting_.load(); }
  /// What is written to table files waits until let go.
  void hold_tables() {
    const std::scoped_lock lock(mutex_);
    tables_held_ = true;
  }
  void release_tables() {
    const std::scoped_lock lock(mutex_);
    tables_held_ = false;
    gate_.notify_all();
  }

  /// What a sync of any directory does.
  void sync_directory();

  void fail_log_syncs() { fail_syncs_ = true; }
  /// The disk is full for logs, for all files, or has room again. An append that fails writes a part.
  void fail_log_appends() { fail_appends_ = true; }
  void fail_all_appends() { fail_appends_ = fail_other_appends_ = true; }
  void make_room() { fail_appends_ = fail_other_appends_ = false; }
  /// No file can be created.
  void fail_creations(bool fail) { fail_creations_ = fail; }

  IOStatus NewWritableFile(const std::string& path, const ::rocksdb::FileOptions& options,
                           std::unique_ptr<::rocksdb::FSWritableFile>* file,
                           IODebugContext* debug) override;
  IOStatus ReopenWritableFile(const std::string& path, const ::rocksdb::FileOptions& options,
                              std::unique_ptr<::rocksdb::FSWritableFile>* file,
                              IODebugContext* debug) override;
  IOStatus NewDirectory(const std::string& path, const IOOptions& options,
                        std::unique_ptr<::rocksdb::FSDirectory>* directory,
                        IODebugContext* debug) override;
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* debug) override;
  IOStatus DeleteFile(const std::string& path, const IOOptions& options,
                      IODebugContext* debug) override;

 private:
  struct File {
    std::uint64_t size = 0;
    std::uint64_t synced = 0;
    bool entry_synced = false;
  };
  struct Rename {
    std::string from, to, backup;  ///< Backup of what `to` was, if it was.
  };
  class WritableFile;
  class Directory;

  static IOStatus refused() { return IOStatus::IOError("power failure"); }
  static bool is_log(const std::string& path) { return path.ends_with(".log"); }

  IOStatus appended(const std::string& path, std::uint64_t bytes);
  IOStatus sync(const std::string& path);

  mutable std::mutex mutex_;
  std::condition_variable gate_;
  bool dead_ = false;                  // guarded by mutex_
  bool held_ = false;                  // guarded by mutex_
  bool tables_held_ = false;           // guarded by mutex_
  std::map<std::string, File> files_;  // guarded by mutex_
  std::vector<Rename> renames_;        // guarded by mutex_; since the directory was synced
  int backups_ = 0;                    // guarded by mutex_
  std::atomic<int> waiting_{0};
  std::atomic<bool> fail_syncs_{false};
  std::atomic<bool> fail_appends_{false};
  std::atomic<bool> fail_other_appends_{false};
  std::atomic<bool> fail_creations_{false};
};

class UnreliableDisk::WritableFile : public ::rocksdb::FSWritableFileOwnerWrapper {
 public:
  WritableFile(UnreliableDisk& disk, std::string path,
               std::unique_ptr<::rocksdb::FSWritableFile> file)
      : FSWritableFileOwnerWrapper(std::move(file)), disk_(disk), path_(std::move(path)) {}

  IOStatus Append(const ::rocksdb::Slice& data, const IOOptions& options,
                  IODebugContext* debug) override {
    const IOStatus status = disk_.appended(path_, data.size());
    if (status.ok()) return FSWritableFileOwnerWrapper::Append(data, options, debug);
    if (status.IsNoSpace()) {
      FSWritableFileOwnerWrapper::Append({data.data(), data.size() / 2}, options, debug)
          .PermitUncheckedError();
    }
    return status;
  }
  IOStatus Append(const ::rocksdb::Slice& data, const IOOptions& options,
                  const ::rocksdb::DataVerificationInfo&, IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  // The real sync is left out: only what this class remembers decides what survives.
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    if (closed_) return IOStatus::IOError("a file that is closed cannot be synced");
    return disk_.sync(path_);
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }
  IOStatus Close(const IOOptions& options, IODebugContext* debug) override {
    closed_ = true;
    return FSWritableFileOwnerWrapper::Close(options, debug);
  }
  IOStatus RangeSync(std::uint64_t, std::uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::OK();
  }

 private:
  UnreliableDisk& disk_;
  const std::string path_;
  std::atomic<bool> closed_{false};
};

class UnreliableDisk::Directory : public ::rocksdb::FSDirectoryWrapper {
 public:
  Directory(UnreliableDisk& disk, std::unique_ptr<::rocksdb::FSDirectory> directory)
      : FSDirectoryWrapper(std::move(directory)), disk_(disk) {}
  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    disk_.sync_directory();
    return IOStatus::OK();
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* debug,
                               const ::rocksdb::DirFsyncOptions&) override {
    return Fsync(options, debug);
  }

 private:
  UnreliableDisk& disk_;
};

inline UnreliableDisk::IOStatus UnreliableDisk::NewWritableFile(
    const std::string& path, const ::rocksdb::FileOptions& options,
    std::unique_ptr<::rocksdb::FSWritableFile>* file, IODebugContext* debug) {
  {
    const std::scoped_lock lock(mutex_);
    if (dead_) return refused();
    if (fail_creations_) return IOStatus::IOError("too many open files");
    files_[path] = {};
  }
  const IOStatus status = FileSystemWrapper::NewWritableFile(path, options, file, debug);
  if (status.ok()) *file = std::make_unique<WritableFile>(*this, path, std::move(*file));
  return status;
}

inline UnreliableDisk::IOStatus UnreliableDisk::ReopenWritableFile(
    const std::string& path, const ::rocksdb::FileOptions& options,
    std::unique_ptr<::rocksdb::FSWritableFile>* file, IODebugContext* debug) {
  const IOStatus status = FileSystemWrapper::ReopenWritableFile(path, options, file, debug);
  if (status.ok()) *file = std::make_unique<WritableFile>(*this, path, std::move(*file));
  return status;
}

inline UnreliableDisk::IOStatus UnreliableDisk::NewDirectory(
    const std::string& path, const IOOptions& options,
    std::unique_ptr<::rocksdb::FSDirectory>* directory, IODebugContext* debug) {
  const IOStatus status = FileSystemWrapper::NewDirectory(path, options, directory, debug);
  if (status.ok()) *directory = std::make_unique<Directory>(*this, std::move(*directory));
  return status;
}

inline UnreliableDisk::IOStatus UnreliableDisk::RenameFile(const std::string& from,
                                                           const std::string& to,
                                                           const IOOptions& options,
                                                           IODebugContext* debug) {
  const std::scoped_lock lock(mutex_);
  if (dead_) return refused();
  Rename rename{from, to, {}};
  if (std::filesystem::exists(to)) {
    rename.backup = to + ".backup" + std::to_string(backups_++);
    std::filesystem::copy_file(to, rename.backup);
  }
  if (files_.contains(from)) {
    files_[to] = files_[from];
    files_.erase(from);
  }
  renames_.push_back(rename);
  return FileSystemWrapper::RenameFile(from, to, options, debug);
}

inline UnreliableDisk::IOStatus UnreliableDisk::DeleteFile(const std::string& path,
                                                           const IOOptions& options,
                                                           IODebugContext* debug) {
  const std::scoped_lock lock(mutex_);
  if (dead_) return refused();
  files_.erase(path);
  return FileSystemWrapper::DeleteFile(path, options, debug);
}

inline UnreliableDisk::IOStatus UnreliableDisk::appended(const std::string& path,
                                                         std::uint64_t bytes) {
  std::unique_lock lock(mutex_);
  if (path.ends_with(".sst")) gate_.wait(lock, [this] { return !tables_held_ || dead_; });
  if (dead_) return refused();
  if (is_log(path) ? fail_appends_ : fail_other_appends_)
    return IOStatus::NoSpace("the disk is full");
  files_[path].size += bytes;
  return IOStatus::OK();
}

inline UnreliableDisk::IOStatus UnreliableDisk::sync(const std::string& path) {
  std::unique_lock lock(mutex_);
  const std::uint64_t size = files_[path].size;
  if (held_ && is_log(path)) {
    ++waiting_;
    gate_.wait(lock, [this] { return !held_ || dead_; });
    --waiting_;
  }
  if (dead_) return refused();
  if (fail_syncs_ && is_log(path)) return IOStatus::IOError("the disk is broken");
  files_[path].synced = std::max(files_[path].synced, size);
  return IOStatus::OK();
}

inline void UnreliableDisk::sync_directory() {
  const std::scoped_lock lock(mutex_);
  if (dead_) return;
  for (auto& [path, file] : files_) file.entry_synced = true;
  for (const Rename& rename : renames_) std::filesystem::remove(rename.backup);
  renames_.clear();
}

inline void UnreliableDisk::lose_what_was_not_synced(std::uint32_t seed) {
  const std::scoped_lock lock(mutex_);
  std::mt19937 random(seed);
  for (auto rename = renames_.rbegin(); rename != renames_.rend(); ++rename) {
    std::filesystem::remove(rename->to);
    files_.erase(rename->to);
    if (!rename->backup.empty()) std::filesystem::rename(rename->backup, rename->to);
  }
  for (const auto& [path, file] : files_) {
    if (!std::filesystem::exists(path)) continue;
    if (!file.entry_synced && random() % 2 == 0) {
      std::filesystem::remove(path);
      continue;
    }
    const std::uint64_t size = std::filesystem::file_size(path);
    if (size <= file.synced) continue;
    const std::uint64_t kept = file.synced + random() % (size - file.synced + 1);
    std::filesystem::resize_file(path, kept);
    if (kept == file.synced || random() % 2 == 0) continue;
    // Some of what is kept, from a random place on, is not what was written.
    const std::uint64_t from = file.synced + random() % (kept - file.synced);
    const std::uint64_t count = 1 + random() % (kept - from);
    const bool noise = random() % 2 == 0;
    std::fstream stream(path, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(static_cast<std::streamoff>(from));
    for (std::uint64_t i = 0; i < count; ++i) {
      stream.put(noise ? static_cast<char>(random()) : '\0');
    }
  }
  files_.clear();
  renames_.clear();
  dead_ = false;
}

}  // namespace magneto::internal::storage
