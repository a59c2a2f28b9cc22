// SPDX-License-Identifier: Apache-2.0
#include "transfer/local_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "transfer/messages.h"

namespace magneto::internal::transfer {

Result<std::optional<std::string>> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file && errno == ENOENT) return std::optional<std::string>();
  if (!file) return messages::cannot_read(path, std::strerror(errno));
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (file.bad()) return messages::cannot_read(path, std::strerror(errno));
  return std::optional(std::move(bytes));
}

Result<void> replace_file(const std::string& path, std::string_view bytes) {
  const std::string unfinished = path + ".unfinished";
  const int file = ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) return messages::cannot_write(path, std::strerror(errno));
  const bool written = write_all(file, bytes) && ::fsync(file) == 0;
  const int number = errno;
  ::close(file);
  if (!written) {
    ::unlink(unfinished.c_str());
    return messages::cannot_write(path, std::strerror(number));
  }
  if (::rename(unfinished.c_str(), path.c_str()) != 0) {
    return messages::cannot_write(path, std::strerror(errno));
  }
  return {};
}

bool move_into_place(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return false;
  const std::filesystem::path folder = std::filesystem::path(to).parent_path();
  const int opened = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_CLOEXEC);
  if (opened < 0) return false;
  const bool synced = ::fsync(opened) == 0;
  const int number = errno;
  ::close(opened);
  errno = number;
  return synced;
}

void remove_file(const std::string& path) {
  ::unlink(path.c_str());
  ::unlink((path + ".unfinished").c_str());  // of a process that was killed in replace_file()
}

}  // namespace magneto::internal::transfer
