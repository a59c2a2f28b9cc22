// SPDX-License-Identifier: Apache-2.0
//
// Files: a folder of files, local or below a prefix in S3.
//
//   Result<std::unique_ptr<Files>> files = open_files("s3://bucket/backups", s3);
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "magneto/transfer/s3.h"
#include "objects/object_store.h"
#include "transfer/names.h"

namespace magneto::internal::transfer {

using objects::ByteSource;
using objects::ObjectWriter;

/// Thread safe; readers and writers belong to one thread at a time.
class Files {
 public:
  virtual ~Files() = default;

  /// Errors: kAbsent when there is no such file; kInvalidArgument.
  virtual Result<std::unique_ptr<ByteSource>> open(const std::string& name) = 0;
  /// The file is there, all at once, when the writer has finished. Errors: kInvalidArgument.
  virtual Result<std::unique_ptr<ObjectWriter>> create(const std::string& name) = 0;
  /// Whether there are bytes that a file of this name would replace. Errors: those of S3.
  virtual Result<bool> has_bytes(const std::string& name) = 0;
  /// No error where there is none.
  virtual Result<void> remove(const std::string& name) = 0;
  /// For messages: "backups/tonight/manifest.json".
  virtual std::string shown(const std::string& name) const = 0;
};

/// `folder` is a path, made where it is not there once something is written, or "s3://bucket/prefix".
/// Errors: kInvalidArgument.
Result<std::unique_ptr<Files>> open_files(const std::string& folder, const S3Options& options);

/// The folder and the name of a location that names a file.
struct FileName {
  std::string folder;
  std::string name;
};
FileName split_name(const std::string& location);

/// Of an error of the rooms below: kChecksum (damaged), kConnectionLost, kThrottling, kExpiredToken,
/// kAccessDenied and kAbsent (of S3), kOther.
Error read_error(const internal::Error& error);
/// The same with the file's name.
Error file_error(const internal::Error& error, const std::string& shown);

/// All of a file. Errors: as Files::open.
Result<std::string> read_whole(Files& files, const std::string& name);
Result<void> write_whole(Files& files, const std::string& name, std::string_view bytes);

}  // namespace magneto::internal::transfer
