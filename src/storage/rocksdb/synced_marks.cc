// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/synced_marks.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>

#include "storage/rocksdb/log_check.h"

namespace magneto::internal::storage {
namespace {

constexpr char kTitle[16] = {'m', 'a', 'g', 'n', 'e', 't', 'o', ' ',
                             's', 'y', 'n', 'c', 'e', 'd', ' ', '1'};

Error failed(const std::string& path, int error) {
  return Error(ErrorCode::kIo, path + ": " + std::generic_category().message(error));
}

std::string log_path(const std::string& directory, std::uint64_t number) {
  char name[32];
  std::snprintf(name, sizeof name, "/%06llu.log", static_cast<unsigned long long>(number));
  return directory + name;
}

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

}  // namespace magneto::internal::storage
