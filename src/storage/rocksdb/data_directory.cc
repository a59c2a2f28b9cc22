// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/data_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <system_error>

#include "base/write_all.h"

namespace magneto::internal::storage {
namespace {

namespace fs = std::filesystem;

// FORMAT := "magneto data, format " version "\n"
constexpr std::string_view kTitle = "magneto data, format ";
constexpr const char* kFormatFile = "/FORMAT";
constexpr const char* kUnfinishedFormatFile = "/FORMAT.new";

Error refuse(const std::string& path, std::string_view why) {
  return Error(ErrorCode::kInvalidArgument, "data directory " + path + " " + std::string(why));
}

Error failed(const std::string& path, int error) {
  return Error(ErrorCode::kIo, path + ": " + std::generic_category().message(error));
}

Result<void> create_directory(const std::string& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) return {};
  if (!fs::create_directory(path, error)) {
    return refuse(path, "cannot be created: " + (error ? error.message() : "a file is there"));
  }
  return {};
}

/// True for a new directory. One in which creation was interrupted counts as new.
Result<bool> is_empty(const std::string& path) {
  std::error_code error;
  for (fs::directory_iterator entry(path, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    if (path + "/" + entry->path().filename().string() != path + kUnfinishedFormatFile) {
      return false;
    }
  }
  if (error) return refuse(path, "cannot be read: " + error.message());
  return true;
}

/// Of a directory with files and without a FORMAT.
Error no_format(const std::string& path) {
  std::error_code ignored;
  if (!fs::exists(path + "/CURRENT", ignored)) {
    return refuse(path, "holds other files and no database");
  }
  return Error(ErrorCode::kCorruption,
               "file " + path + kFormatFile + " is missing, but " + path + "/CURRENT is there");
}

std::string format_text() {
  return std::string(kTitle) + std::to_string(DataDirectory::kFormatVersion) + "\n";
}

Result<void> write_format(const std::string& path) {
  const std::string unfinished = path + kUnfinishedFormatFile;
  const std::string text = format_text();
  const int file = ::open(unfinished.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0644);
  if (file < 0) {
    return errno == EACCES || errno == EROFS ? refuse(path, "is not writable")
                                             : failed(unfinished, errno);
  }
  const bool written = write_all(file, text) && ::fsync(file) == 0;
  const int error = errno;
  ::close(file);
  if (!written) return failed(unfinished, error);
  if (::rename(unfinished.c_str(), (path + kFormatFile).c_str()) != 0) {
    return failed(unfinished, errno);
  }
  return {};  // RocksDB syncs the directory before anything in it matters
}

Result<int> parse_format(const std::string& path, std::string_view text) {
  int version = 0;
  if (text.starts_with(kTitle) && text.ends_with('\n')) {
    const char* const end = text.data() + text.size() - 1;
    const auto [rest, error] = std::from_chars(text.data() + kTitle.size(), end, version);
    if (error == std::errc() && rest == end && version > 0) return version;
  }
  return Error(ErrorCode::kCorruption, path + kFormatFile + " is damaged");
}

Result<int> check_format(const std::string& path, int file) {
  char text[64];
  const ssize_t size = ::pread(file, text, sizeof text, 0);
  if (size < 0) return failed(path + kFormatFile, errno);
  MAGNETO_ASSIGN_OR_RETURN(const int version,
                           parse_format(path, {text, static_cast<std::size_t>(size)}));
  if (version <= DataDirectory::kFormatVersion) return version;
  return refuse(path, "was written by a newer version (format " + std::to_string(version) +
                          "; this one knows " + std::to_string(DataDirectory::kFormatVersion) +
                          ")");
}

}  // namespace

Result<DataDirectory> DataDirectory::open(const std::string& path) {
  MAGNETO_RETURN_IF_ERROR(create_directory(path));
  const std::string format = path + kFormatFile;
  int file = ::open(format.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) {
    MAGNETO_ASSIGN_OR_RETURN(const bool empty, is_empty(path));
    if (!empty) return no_format(path);
    MAGNETO_RETURN_IF_ERROR(write_format(path));
    file = ::open(format.c_str(), O_RDONLY | O_CLOEXEC);
  }
  if (file < 0) return failed(format, errno);
  DataDirectory directory(path, file);
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    return errno == EWOULDBLOCK ? refuse(path, "is in use by another process")
                                : failed(format, errno);
  }
  MAGNETO_ASSIGN_OR_RETURN(directory.format_, check_format(path, file));
  return directory;
}

Result<void> DataDirectory::finish_copy(const std::string& path) {
  MAGNETO_RETURN_IF_ERROR(write_format(path));
  const int directory = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return failed(path, errno);
  const bool synced = ::fsync(directory) == 0;
  const int error = errno;
  ::close(directory);
  if (!synced) return failed(path, error);
  return {};
}

// In place, because the file is the lock: the texts of two versions differ in one byte, which is
// written or not.
Result<void> DataDirectory::upgrade_format() {
  const std::string format = path_ + kFormatFile;
  const std::string text = format_text();
  const int file = ::open(format.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) return failed(format, errno);
  const bool written =
      ::pwrite(file, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()) &&
      ::fsync(file) == 0;
  const int error = errno;
  ::close(file);
  if (!written) return failed(format, error);
  format_ = kFormatVersion;
  return {};
}

DataDirectory::~DataDirectory() {
  if (lock_ >= 0) ::close(lock_);
}

}  // namespace magneto::internal::storage
