// SPDX-License-Identifier: Apache-2.0
#include "transfer/kept_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "transfer/local_file.h"
#include "transfer/messages.h"

namespace magneto::internal::transfer {
namespace {

std::string unfinished_name(const std::string& location) { return location + ".unfinished"; }

}  // namespace

bool is_kept_location(const std::string& location) {
  if (location == "-" || location.starts_with("s3:")) return false;
  std::error_code ignored;
  return !std::filesystem::exists(location, ignored) ||
         std::filesystem::is_regular_file(location, ignored);
}

Result<std::unique_ptr<KeptFile>> KeptFile::open(const std::string& location, std::uint64_t kept) {
  std::error_code failed;
  const std::filesystem::path folder = std::filesystem::path(location).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, failed);
  if (failed) return messages::cannot_write(location, failed.message());
  const int flags = O_WRONLY | O_CREAT | O_CLOEXEC | (kept == 0 ? O_TRUNC : 0);
  const int file = ::open(unfinished_name(location).c_str(), flags, 0666);
  if (file < 0) return messages::cannot_write(location, std::strerror(errno));
  std::unique_ptr<KeptFile> made(new KeptFile(file, location, kept));
  struct stat status {};
  if (::fstat(file, &status) != 0) return made->failed();
  if (static_cast<std::uint64_t>(status.st_size) < kept) {
    return messages::cut_short(static_cast<std::uint64_t>(status.st_size), kept)
        .in(unfinished_name(location));
  }
  const auto at = static_cast<off_t>(kept);
  if (::ftruncate(file, at) != 0 || ::lseek(file, at, SEEK_SET) != at) return made->failed();
  return made;
}

KeptFile::~KeptFile() {
  if (file_ >= 0) ::close(file_);
}

Error KeptFile::failed() const {
  return messages::cannot_write(unfinished_name(location_), std::strerror(errno));
}

Result<void> KeptFile::send() {
  if (!write_all(file_, packed_)) return failed();
  bytes_ += packed_.size();
  packed_.clear();
  return {};
}

Result<void> KeptFile::write(std::string_view bytes) {
  switch (compression_of(location_)) {
    case objects::Compression::kGzip:
      if (!gzip_) gzip_.emplace();
      gzip_->write(bytes, packed_);
      break;
    case objects::Compression::kZstd:
      if (!zstd_) zstd_.emplace();
      zstd_->write(bytes, packed_);
      break;
    default:
      packed_.append(bytes);
  }
  return send();
}

Result<std::uint64_t> KeptFile::mark() {
  if (gzip_) gzip_->finish(packed_);
  if (zstd_) zstd_->finish(packed_);
  gzip_.reset();
  zstd_.reset();
  if (Result<void> sent = send(); !sent) return std::move(sent).error();
  if (::fdatasync(file_) != 0) return failed();
  return bytes_;
}

void KeptFile::give_up() {
  ::close(std::exchange(file_, -1));
  ::unlink(unfinished_name(location_).c_str());
}

Result<void> KeptFile::finish() {
  // An empty file of a compressed form has a member, too.
  if (bytes_ == 0) {
    if (Result<void> begun = write({}); !begun) return begun;
  }
  if (Result<std::uint64_t> marked = mark(); !marked) return std::move(marked).error();
  ::close(std::exchange(file_, -1));
  if (move_into_place(unfinished_name(location_), location_)) return {};
  return messages::cannot_write(location_, std::strerror(errno));
}

}  // namespace magneto::internal::transfer
