// SPDX-License-Identifier: Apache-2.0
//
// The checksums that S3 keeps of objects, and tells in the headers x-amz-checksum-NAME, in base64. Which
// ones an object has was decided by whoever wrote it. A checksum is of all bytes, unless it is one of
// the parts' checksums: that ends in "-" and the number of parts, or x-amz-checksum-type says COMPOSITE.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "magneto/connection.h"

namespace magneto::internal::s3 {

enum class ChecksumKind : std::uint8_t { kSha256, kCrc64Nvme, kCrc32c, kCrc32, kSha1 };

/// "x-amz-checksum-crc64nvme"
std::string checksum_header(ChecksumKind kind);
/// For messages: "CRC64NVME".
std::string_view checksum_name(ChecksumKind kind);

/// The checksum of bytes that come in pieces. Not thread safe.
class RunningChecksum {
 public:
  explicit RunningChecksum(ChecksumKind kind);
  ~RunningChecksum();

  void add(std::string_view bytes);
  /// Of all that was added. Once, as the last call.
  std::string bytes();
  /// The same in base64.
  std::string text();

 private:
  struct Rep;
  std::unique_ptr<Rep> rep_;
};

std::string checksum_of(ChecksumKind kind, std::string_view bytes);

struct Checksum {
  ChecksumKind kind = ChecksumKind::kSha256;
  std::string text;  ///< Base64.

  bool holds_for(std::string_view bytes) const { return checksum_of(kind, bytes) == text; }
};

struct ToldChecksum {
  std::optional<Checksum> of_bytes = {};
  bool of_parts = false;  ///< The object has checksums, but of its parts.
  /// The checksum of the checksums of all parts, and their number (0: not told).
  std::optional<Checksum> of_checksums = {};
  int parts = 0;
};

/// What an answer's headers say of an object, or of the part that was asked for. Of an object that was
/// uploaded in parts (its ETag ends in "-" and their number), only a CRC can be of all bytes.
ToldChecksum told_checksum(const Answer& answer, bool of_part = false);

}  // namespace magneto::internal::s3
