// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/log_check.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "storage/rocksdb/crc32c.h"

namespace magneto::internal::storage {
namespace {

constexpr std::size_t kBlockBytes = 32 * 1024;
constexpr std::size_t kHeaderBytes = 7;
constexpr std::size_t kLengthAt = 4;
constexpr std::size_t kLengthBytes = 2;
constexpr std::size_t kTypeAt = 6;

Error failed(const std::string& path, int error) {
  return Error(ErrorCode::kIo, path + ": " + std::generic_category().message(error));
}

std::uint32_t little_endian(std::string_view bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    value = value << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return value;
}

/// RocksDB stores a checksum of data that may hold checksums itself in this form.
std::uint32_t masked(std::uint32_t crc) { return (crc >> 15 | crc << 17) + 0xA282EAD8u; }

/// A file mapped for reading.
class MappedFile {
 public:
  explicit MappedFile(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat info {};
    if (descriptor < 0 || ::fstat(descriptor, &info) != 0) {
      error_ = errno;
    } else if (info.st_size > 0) {
      size_ = static_cast<std::size_t>(info.st_size);
      data_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, descriptor, 0);
      if (data_ == MAP_FAILED) error_ = errno;
    }
    if (descriptor >= 0) ::close(descriptor);
  }
  ~MappedFile() {
    if (size_ > 0 && data_ != MAP_FAILED) ::munmap(data_, size_);
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  int error() const { return error_; }
  std::string_view bytes() const { return {static_cast<const char*>(data_), size_}; }

 private:
  void* data_ = nullptr;
  std::size_t size_ = 0;
  int error_ = 0;
};

Result<void> check_records(const std::string& which, const std::string& path,
                           const std::string& expected, std::uint64_t synced_bytes) {
  const MappedFile file(path);
  if (file.error() == ENOENT) {
    return Error(ErrorCode::kCorruption, which + " is missing: " + expected);
  }
  if (file.error() != 0) return failed(path, file.error());
  const std::optional<std::uint64_t> bad = find_bad_record(file.bytes(), synced_bytes);
  if (!bad) return {};
  return Error(ErrorCode::kCorruption,
               which + " is damaged at offset " + std::to_string(*bad) + ": " + expected);
}

}  // namespace

std::optional<std::uint64_t> find_bad_record(std::string_view log, std::uint64_t synced_bytes) {
  std::size_t at = 0;
  while (at < synced_bytes) {
    const std::size_t left_in_block = kBlockBytes - at % kBlockBytes;
    if (left_in_block < kHeaderBytes) {
      at += left_in_block;
      continue;
    }
    if (log.size() < at + kHeaderBytes) return at;
    const std::size_t size = kHeaderBytes + little_endian(log.substr(at + kLengthAt, kLengthBytes));
    if (size > left_in_block || size > log.size() - at) return at;
    const std::uint32_t crc = crc32c(log.substr(at + kTypeAt, size - kTypeAt));
    if (masked(crc) != little_endian(log.substr(at, kLengthAt))) return at;
    at += size;
  }
  return std::nullopt;
}

void RecordEnds::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t left_in_block = kBlockBytes - at_ % kBlockBytes;
    if (rest_ == 0 && header_.empty() && left_in_block < kHeaderBytes) rest_ = left_in_block;
    const std::size_t taken = rest_ > 0 ? std::min(rest_, bytes.size()) : take_header(bytes);
    if (rest_ > 0) rest_ -= taken;
    at_ += taken;
    bytes.remove_prefix(taken);
    if (header_.size() == kHeaderBytes) {
      rest_ = little_endian(std::string_view(header_).substr(kLengthAt, kLengthBytes));
      header_.clear();
    }
    if (rest_ == 0 && header_.empty()) last_ = at_;
  }
}

std::size_t RecordEnds::take_header(std::string_view bytes) {
  const std::size_t taken = std::min(kHeaderBytes - header_.size(), bytes.size());
  header_.append(bytes.substr(0, taken));
  return taken;
}

Result<std::uint64_t> end_of_records(const std::string& path) {
  const MappedFile file(path);
  if (file.error() != 0) return failed(path, file.error());
  RecordEnds ends;
  ends.append(file.bytes());
  return ends.last();
}

Result<void> check_log(const std::string& path, std::uint64_t synced_bytes) {
  return check_records("log file " + path, path,
                       std::to_string(synced_bytes) + " bytes had been written and acknowledged",
                       synced_bytes);
}

Result<void> check_manifest(const std::string& path, std::uint64_t synced_bytes) {
  return check_records("file " + path, path,
                       std::to_string(synced_bytes) + " bytes of it, which name the table files, " +
                           "had been written",
                       synced_bytes);
}

}  // namespace magneto::internal::storage
