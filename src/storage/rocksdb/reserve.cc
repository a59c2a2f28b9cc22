// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/reserve.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>

namespace magneto::internal::storage {
namespace {

constexpr std::uint64_t kMuchMore = 4;

std::string file_of(const std::string& directory) { return directory + "/RESERVE"; }

}  // namespace

void keep_reserve(const std::string& directory) {
  const std::string path = file_of(directory);
  std::error_code error;
  if (std::filesystem::exists(path, error)) return;
  if (std::filesystem::space(directory, error).available < kMuchMore * kReserveBytes || error) {
    return;
  }
  const int file = ::open(path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
  if (file < 0) return;
  const bool taken = ::posix_fallocate(file, 0, kReserveBytes) == 0;
  ::close(file);
  if (!taken) give_up_reserve(directory);
}

void give_up_reserve(const std::string& directory) { ::unlink(file_of(directory).c_str()); }

}  // namespace magneto::internal::storage
