// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/synced_marks.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>
#include <system_error>

#include "storage/rocksdb/log_check.h"
#include "storage/rocksdb/lost_files.h"

namespace magneto::internal::storage {
namespace {

constexpr std::size_t kTitleBytes = 16;
constexpr std::string_view kTitle = "magneto synced 3";
// A file with this title ends before the marks of manifests.
constexpr std::string_view kTitle2 = "magneto synced 2";
// And marks of logs that are not there mean nothing in one with this.
constexpr std::string_view kTitle1 = "magneto synced 1";

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

/// The title of a file that is as long as its version must be; nothing of others.
std::string title_of_whole_file(const std::string& path, std::size_t bytes,
                                std::size_t older_bytes) {
  std::error_code ignored;
  const std::uintmax_t size = std::filesystem::file_size(path, ignored);
  std::string title(kTitleBytes, '\0');
  std::ifstream(path, std::ios::binary).read(title.data(), kTitleBytes);
  if (title == kTitle) return size == bytes ? title : "";
  // An older one may have been made longer just before a crash.
  const bool older = title == kTitle2 || title == kTitle1;
  return older && (size == older_bytes || size == bytes) ? title : "";
}

std::string manifest_path(const std::string& directory, std::uint64_t number) {
  char name[40];
  std::snprintf(name, sizeof name, "/MANIFEST-%06llu", static_cast<unsigned long long>(number));
  return directory + name;
}

}  // namespace

Result<std::shared_ptr<SyncedMarks>> SyncedMarks::open(const std::string& directory,
                                                       Opening opening) {
  static_assert(sizeof(File) == 1056 && std::atomic<std::uint64_t>::is_always_lock_free);
  const std::string path = directory + "/SYNCED";
  const std::string title =
      title_of_whole_file(path, sizeof(File), sizeof(File) - sizeof(File::manifests));
  if (title.empty() && opening.was_there && !opening.accept_lost) {
    if (const std::optional<std::string> log = any_log(directory)) {
      return Error(ErrorCode::kCorruption,
                   "file " + path + " is missing or damaged, but log file " + *log + " is there");
    }
  }
  MAGNETO_ASSIGN_OR_RETURN(void* const mapped, map(path, sizeof(File)));
  std::shared_ptr<SyncedMarks> marks(new SyncedMarks(directory, static_cast<File*>(mapped)));
  if (title == kTitle) return marks;
  if (title.empty()) std::memset(mapped, 0, sizeof(File));
  if (title == kTitle1) marks->forget_missing_logs();
  MAGNETO_RETURN_IF_ERROR(marks->keep_current_manifest());
  if (!marks->write_through()) return failed(path, errno);
  // The title says that all of this is there.
  std::memcpy(marks->file_->title, kTitle.data(), kTitleBytes);
  if (!marks->write_through() || !sync_directory(directory)) return failed(path, errno);
  return marks;
}

Result<void> SyncedMarks::mark_whole_files(const std::string& directory) {
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
  MAGNETO_ASSIGN_OR_RETURN(const std::uint64_t manifest, current_manifest(directory));
  MAGNETO_ASSIGN_OR_RETURN(const std::uint64_t end,
                           end_of_records(manifest_path(directory, manifest)));
  marks->mark_manifest(manifest, end);
  if (!marks->write_through() || !sync_directory(directory)) return failed(directory, errno);
  return {};
}

SyncedMarks::~SyncedMarks() { ::munmap(file_, sizeof(File)); }

// In this order a crash between the stores leaves a mark that claims nothing.
void SyncedMarks::give(Slot& slot, std::uint64_t number) {
  slot.bytes.store(0, std::memory_order_release);
  slot.number.store(number, std::memory_order_release);
}

std::string SyncedMarks::log_path(std::uint64_t number) const {
  char name[32];
  std::snprintf(name, sizeof name, "/%06llu.log", static_cast<unsigned long long>(number));
  return directory_ + name;
}

bool SyncedMarks::write_through() { return ::msync(file_, sizeof(File), MS_SYNC) == 0; }

Result<void> SyncedMarks::check_files() const {
  MAGNETO_RETURN_IF_ERROR(check_logs());
  return check_manifest();
}

Result<void> SyncedMarks::check_manifest() const {
  MAGNETO_ASSIGN_OR_RETURN(const std::uint64_t current, current_manifest(directory_));
  if (current == 0) return {};
  const std::string path = manifest_path(directory_, current);
  for (const Slot& slot : file_->manifests) {
    if (slot.number.load(std::memory_order_acquire) != current) continue;
    return storage::check_manifest(path, slot.bytes.load(std::memory_order_acquire));
  }
  return Error(ErrorCode::kCorruption, "file " + directory_ + "/CURRENT names " + path +
                                           ", and file " + directory_ +
                                           "/SYNCED another: they are not of the same moment");
}

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
    give(slot, 0);
  }
}

void SyncedMarks::forget(std::uint64_t number) {
  const MutexLock lock(mutex_);
  for (Slot& slot : file_->slots) {
    if (slot.number.load(std::memory_order_relaxed) == number) give(slot, 0);
  }
  write_through();
}

void SyncedMarks::start_manifest(std::uint64_t number) {
  const MutexLock lock(mutex_);
  // If both are taken, the later one is of an attempt that failed.
  Slot& first = file_->manifests[0];
  Slot& second = file_->manifests[1];
  const std::uint64_t one = first.number.load(std::memory_order_relaxed);
  const std::uint64_t other = second.number.load(std::memory_order_relaxed);
  give(one == 0 || (other != 0 && one > other) ? first : second, number);
}

void SyncedMarks::mark_manifest(std::uint64_t number, std::uint64_t bytes) {
  const MutexLock lock(mutex_);
  for (Slot& slot : file_->manifests) {
    if (slot.number.load(std::memory_order_relaxed) != number) continue;
    slot.bytes.store(bytes, std::memory_order_release);
  }
}

void SyncedMarks::keep_manifest(std::uint64_t number) {
  const MutexLock lock(mutex_);
  for (Slot& slot : file_->manifests) {
    if (slot.number.load(std::memory_order_relaxed) != number) give(slot, 0);
  }
}

Result<void> SyncedMarks::keep_current_manifest() {
  MAGNETO_ASSIGN_OR_RETURN(const std::uint64_t current, current_manifest(directory_));
  if (!sync_directory(directory_)) return failed(directory_, errno);
  keep_manifest(current);
  const auto marked = [&](const Slot& slot) { return slot.number.load() == current; };
  if (current != 0 && std::ranges::none_of(file_->manifests, marked)) start_manifest(current);
  return {};
}

std::atomic<std::uint64_t>* SyncedMarks::start_log(std::uint64_t number) {
  const MutexLock lock(mutex_);
  // Free ones have the number 0; logs are numbered upwards.
  Slot* slot = &file_->slots[0];
  for (Slot& other : file_->slots) {
    if (other.number.load(std::memory_order_relaxed) < slot->number.load(std::memory_order_relaxed))
      slot = &other;
  }
  give(*slot, number);
  return &slot->bytes;
}

}  // namespace magneto::internal::storage
