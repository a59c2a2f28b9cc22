// SPDX-License-Identifier: Apache-2.0
//
// The bytes of one location: a local file, "s3://bucket/key", or "-" for standard input and output;
// compressed as the name's ending says.
#pragma once

#include <memory>
#include <string>

#include "objects/compression.h"
#include "transfer/files.h"

namespace magneto::internal::transfer {

objects::Compression compression_of(const std::string& location);
/// Without ".gz" and ".zst".
std::string without_compression(const std::string& location);

/// Whether something is lost when the location is written to. Errors: kInvalidArgument; those of S3.
Result<bool> is_taken(const std::string& location, const S3Options& s3);

/// The decompressed bytes. Errors: kAbsent, kInvalidArgument.
Result<std::unique_ptr<ByteSource>> open_input(const std::string& location, const S3Options& s3);

/// What is written is compressed. A file is there, all at once, once finish() has succeeded.
class Output {
 public:
  static Result<std::unique_ptr<Output>> open(const std::string& location, const S3Options& s3);
  virtual ~Output() = default;

  virtual Result<void> write(std::string_view bytes) = 0;
  virtual Result<void> finish() = 0;
  /// Written, after compression.
  virtual std::uint64_t bytes() const = 0;
};

}  // namespace magneto::internal::transfer
