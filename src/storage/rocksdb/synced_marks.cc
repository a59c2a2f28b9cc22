// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/synced_marks.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <system_error>

#include "storage/rocksdb/log_check.h"

namespace magneto::internal::storage {
namespace {

constexpr char kTitle[16] = {'m', 'a', 'g', 'n', 'e', 't', 'o', ' ',
                             's', 'y', 'n', 'c', 'e', 'd', ' ', '2'};
// Marks of logs that are not there mean nothing in a file with this title.
constexpr char kOldTitle[16] = {'m', 'a', 'g', 'n', 'e', 't', 'o', ' ',
                                's', 'y', 'n', 'c', 'e', 'd', ' ', '1'};

Error failed(const std::string& path, int error) {
  return Error(ErrorCode::kIo, path + ": " + std::generic_category().message(error));
}

/// The name of some log file, if there is one.
std::optional<std::string> any_log(const std::string& directory) {
  std::error_code error;
  for (std::filesystem::directory_iterator entry(directory, error);
       !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    if (entry->path().extension() == ".log") return entry->path().string();
  }
  return std::nullopt;
}

bool sync_directory(const std::string& path) {
  const int directory = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return false;
  const bool synced = ::fsync(directory) == 0;
  ::close(directory);
  return synced;
}

/// The file of `bytes`, mapped; made longer with zeros.
Result<void*> map(const std::string& path, std::size_t bytes) {
  const int descriptor = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644);
  if (descriptor < 0) return failed(path, errno);
  void* mapped = MAP_FAILED;
  // A full disk says so now.
  int error = ::posix_fallocate(descriptor, 0, static_cast<off_t>(bytes));
  if (error == 0) {
    mapped = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    error = errno;
  }
  ::close(descriptor);
  if (mapped == MAP_FAILED) return failed(path, error);
  return mapped;
}

}  // namespace

Result<std::shared_ptr<SyncedMarks>> SyncedMarks::open(const std::string& directory,
                                                       Opening opening) {
  static_assert(sizeof(File) == 1024 && std::atomic<std::uint64_t>::is_always_lock_free);
  const std::string path = directory + "/SYNCED";
  std::error_code ignored;
  const bool whole = std::filesystem::file_size(path, ignored) == sizeof(File) && !ignored;
  const auto lost = [&]() -> std::optional<Error> {
    const std::optional<std::string> log = any_log(directory);
    if (!log || !opening.was_there || opening.accept_lost) return std::nullopt;
    return Error(ErrorCode::kCorruption,
                 "file " + path + " is missing or damaged, but log file " + *log + " is there");
  };
  if (!whole) {
    if (auto error = lost()) return std::move(*error);
  }
  MAGNETO_ASSIGN_OR_RETURN(void* const mapped, map(path, sizeof(File)));
  std::shared_ptr<SyncedMarks> marks(new SyncedMarks(directory, static_cast<File*>(mapped)));
  char* const title = marks->file_->title;
  if (std::memcmp(title, kTitle, sizeof kTitle) == 0) return marks;
  if (std::memcmp(title, kOldTitle, sizeof kOldTitle) == 0) {
    marks->forget_missing_logs();
  } else {
    if (auto error = lost()) return std::move(*error);
    std::memset(mapped, 0, sizeof(File));
  }
  std::memcpy(title, kTitle, sizeof kTitle);
  if (!marks->write_through() || !sync_directory(directory)) return failed(path, errno);
  return marks;
}

Result<void> SyncedMarks::mark_whole_logs(const std::string& directory) {
  MAGNETO_ASSIGN_OR_RETURN(const auto marks,
                           open(directory, {.was_there = false, .accept_lost = false}));
  std::error_code error;
  for (std::filesystem::directory_iterator entry(directory, error);
       !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    if (entry->path().extension() != ".log") continue;
    const std::string path = entry->path().string();
    const int log = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (log < 0) return failed(path, errno);
    const bool synced = ::fsync(log) == 0;
    const int why = errno;
    ::close(log);
    if (!synced) return failed(path, why);
    MAGNETO_ASSIGN_OR_RETURN(const std::uint64_t end, end_of_records(path));
    const std::uint64_t number = std::strtoull(entry->path().stem().c_str(), nullptr, 10);
    marks->start_log(number)->store(end, std::memory_order_release);
  }
  if (error) return Error(ErrorCode::kIo, directory + ": " + error.message());
  if (!marks->write_through() || !sync_directory(directory)) return failed(directory, errno);
  return {};
}

SyncedMarks::~SyncedMarks() { ::munmap(file_, sizeof(File)); }

std::string SyncedMarks::log_path(std::uint64_t number) const {
  char name[32];
  std::snprintf(name, sizeof name, "/%06llu.log", static_cast<unsigned long long>(number));
  return directory_ + name;
}

bool SyncedMarks::write_through() { return ::msync(file_, sizeof(File), MS_SYNC) == 0; }

Result<void> SyncedMarks::check_logs() const {
  for (const Slot& slot : file_->slots) {
    const std::uint64_t number = slot.number.load(std::memory_order_acquire);
    const std::uint64_t bytes = slot.bytes.load(std::memory_order_acquire);
    if (number == 0 || bytes == 0) continue;
    MAGNETO_RETURN_IF_ERROR(check_log(log_path(number), bytes));
  }
  return {};
}

void SyncedMarks::forget_missing_logs() {
  const MutexLock lock(mutex_);
  for (Slot& slot : file_->slots) {
    const std::uint64_t number = slot.number.load(std::memory_order_relaxed);
    if (number == 0 || ::access(log_path(number).c_str(), F_OK) == 0) continue;
    slot.bytes.store(0, std::memory_order_release);
    slot.number.store(0, std::memory_order_release);
  }
}

void SyncedMarks::forget(std::uint64_t number) {
  const MutexLock lock(mutex_);
  for (Slot& slot : file_->slots) {
    if (slot.number.load(std::memory_order_relaxed) != number) continue;
    slot.bytes.store(0, std::memory_order_release);
    slot.number.store(0, std::memory_order_release);
  }
  write_through();
}

std::atomic<std::uint64_t>* SyncedMarks::start_log(std::uint64_t number) {
  const MutexLock lock(mutex_);
  // Free ones have the number 0; logs are numbered upwards.
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

}  // namespace magneto::internal::storage
