// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/synced_log.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <system_error>

#include "storage/rocksdb/log_check.h"

namespace magneto::storage {
namespace {

using ::rocksdb::FSWritableFile;
using ::rocksdb::IODebugContext;
using ::rocksdb::IOOptions;
using ::rocksdb::IOStatus;

constexpr char kTitle[16] = {'m', 'a', 'g', 'n', 'e', 't', 'o', ' ',
                             's', 'y', 'n', 'c', 'e', 'd', ' ', '1'};

Error failed(const std::string& path, int error) {
  return Error(ErrorCode::kIo, path + ": " + std::generic_category().message(error));
}

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

std::string log_path(const std::string& directory, std::uint64_t number) {
  char name[32];
  std::snprintf(name, sizeof name, "/%06llu.log", static_cast<unsigned long long>(number));
  return directory + name;
}

/// Counts what is appended; after a sync, what had been appended before it is marked.
class MarkedLog : public ::rocksdb::FSWritableFileOwnerWrapper {
 public:
  MarkedLog(std::unique_ptr<FSWritableFile> file, std::shared_ptr<SyncedMarks> marks,
            std::atomic<std::uint64_t>* mark)
      : FSWritableFileOwnerWrapper(std::move(file)), marks_(std::move(marks)), mark_(mark) {}

  IOStatus Append(const ::rocksdb::Slice& data, const IOOptions& options,
                  IODebugContext* debug) override {
    return count(data.size(), FSWritableFileOwnerWrapper::Append(data, options, debug));
  }
  IOStatus Append(const ::rocksdb::Slice& data, const IOOptions& options,
                  const ::rocksdb::DataVerificationInfo& info, IODebugContext* debug) override {
    return count(data.size(), FSWritableFileOwnerWrapper::Append(data, options, info, debug));
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    const std::uint64_t bytes = appended_.load(std::memory_order_acquire);
    return mark(bytes, FSWritableFileOwnerWrapper::Sync(options, debug));
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    const std::uint64_t bytes = appended_.load(std::memory_order_acquire);
    return mark(bytes, FSWritableFileOwnerWrapper::Fsync(options, debug));
  }

 private:
  // RocksDB appends to a log from one thread at a time, and may sync it from another meanwhile.
  IOStatus count(std::size_t bytes, IOStatus status) {
    if (status.ok()) appended_.fetch_add(bytes, std::memory_order_release);
    return status;
  }
  IOStatus mark(std::uint64_t bytes, IOStatus status) {
    if (status.ok()) mark_->store(bytes, std::memory_order_release);
    return status;
  }

  std::shared_ptr<SyncedMarks> marks_;  // keeps the mapping
  std::atomic<std::uint64_t>* mark_;
  std::atomic<std::uint64_t> appended_{0};
};

class MarkingFileSystem : public ::rocksdb::FileSystemWrapper {
 public:
  MarkingFileSystem(std::shared_ptr<::rocksdb::FileSystem> base, std::shared_ptr<SyncedMarks> marks)
      : FileSystemWrapper(std::move(base)), marks_(std::move(marks)) {}

  const char* Name() const override { return "magneto.MarkingFileSystem"; }

  IOStatus NewWritableFile(const std::string& path, const ::rocksdb::FileOptions& options,
                           std::unique_ptr<FSWritableFile>* file, IODebugContext* debug) override {
    IOStatus status = FileSystemWrapper::NewWritableFile(path, options, file, debug);
    const std::uint64_t number = log_number(path);
    if (!status.ok() || number == 0) return status;
    *file = std::make_unique<MarkedLog>(std::move(*file), marks_, marks_->start_log(number));
    return status;
  }

 private:
  std::shared_ptr<SyncedMarks> marks_;
};

}  // namespace

Result<std::shared_ptr<SyncedMarks>> SyncedMarks::open(const std::string& directory) {
  static_assert(sizeof(File) == 1024 && std::atomic<std::uint64_t>::is_always_lock_free);
  const std::string path = directory + "/SYNCED";
  const int descriptor = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644);
  if (descriptor < 0) return failed(path, errno);
  void* mapped = MAP_FAILED;
  int error = ::posix_fallocate(descriptor, 0, sizeof(File));  // a full disk says so now
  if (error == 0) {
    mapped = ::mmap(nullptr, sizeof(File), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    error = errno;
  }
  ::close(descriptor);
  if (mapped == MAP_FAILED) return failed(path, error);

  File* const file = static_cast<File*>(mapped);
  if (std::memcmp(file->title, kTitle, sizeof kTitle) != 0) {
    std::memset(mapped, 0, sizeof(File));  // new, or lost in a power failure
    std::memcpy(file->title, kTitle, sizeof kTitle);
  }
  return std::shared_ptr<SyncedMarks>(new SyncedMarks(file));
}

SyncedMarks::~SyncedMarks() { ::munmap(file_, sizeof(File)); }

Result<void> SyncedMarks::check_logs(const std::string& directory) const {
  for (const Slot& slot : file_->slots) {
    const std::uint64_t number = slot.number.load(std::memory_order_acquire);
    const std::uint64_t bytes = slot.bytes.load(std::memory_order_acquire);
    if (number == 0 || bytes == 0) continue;
    MAGNETO_RETURN_IF_ERROR(check_log(log_path(directory, number), bytes));
  }
  return {};
}

std::atomic<std::uint64_t>* SyncedMarks::start_log(std::uint64_t number) {
  const std::scoped_lock lock(mutex_);
  // Logs are numbered upwards.
  Slot* slot = &file_->slots[0];
  for (Slot& other : file_->slots) {
    if (other.number.load(std::memory_order_relaxed) < slot->number.load(std::memory_order_relaxed))
      slot = &other;
  }
  // In this order a crash between the stores leaves a mark that claims nothing.
  slot->bytes.store(0, std::memory_order_release);
  slot->number.store(number, std::memory_order_release);
  return &slot->bytes;
}

std::shared_ptr<::rocksdb::FileSystem> marking_file_system(
    std::shared_ptr<::rocksdb::FileSystem> base, std::shared_ptr<SyncedMarks> marks) {
  return std::make_shared<MarkingFileSystem>(std::move(base), std::move(marks));
}

}  // namespace magneto::storage
