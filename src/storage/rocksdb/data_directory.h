// SPDX-License-Identifier: Apache-2.0
//
// The directory of a database: whose it is, which version wrote it, and that nobody else uses it.
#pragma once

#include <string>
#include <utility>

#include "base/result.h"

namespace magneto::internal::storage {

/// An opened directory, locked until destroyed. The lock is the kernel's and goes with the process,
/// however that ends.
class DataDirectory {
 public:
  /// The version of the stored form that this program writes, and the newest it can read.
  ///   2: RocksDB's files hold no range deletions.
  static constexpr int kFormatVersion = 2;

  /// Creates the directory (not its parents) and its FORMAT file if missing. Refuses, with
  /// kInvalidArgument, one that is in use, was written by a newer version, or holds files but no
  /// FORMAT. Errors: also kCorruption (FORMAT is damaged), kIo.
  static Result<DataDirectory> open(const std::string& path);

  /// Makes a directory with a database's files one that open() accepts. Errors: kIo.
  static Result<void> finish_copy(const std::string& path);

  DataDirectory(DataDirectory&& other) noexcept
      : path_(std::move(other.path_)),
        lock_(std::exchange(other.lock_, -1)),
        format_(other.format_) {}
  DataDirectory& operator=(DataDirectory&&) = delete;
  ~DataDirectory();

  const std::string& path() const { return path_; }

  /// The version that FORMAT names.
  int format() const { return format_; }
  /// Makes it kFormatVersion. Errors: kIo.
  Result<void> upgrade_format();

 private:
  DataDirectory(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}

  std::string path_;
  int lock_;  // descriptor of FORMAT
  int format_ = 0;
};

}  // namespace magneto::internal::storage
