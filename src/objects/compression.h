// SPDX-License-Identifier: Apache-2.0
//
// Compressed objects: bytes of one form read as the bytes they stand for, and written. A gzip
// object may have several members, a Zstandard object several frames, one behind the other.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "objects/object_store.h"

namespace magneto::internal::objects {

enum class Compression : std::uint8_t { kNone, kGzip, kZstd };

/// Reads `source` through its compression; with kNone it is the source itself. Reading errors:
/// kCorruption when the bytes are not in that form, or end too early; the source's.
std::unique_ptr<ByteSource> decompressed(std::unique_ptr<ByteSource> source,
                                         Compression compression);

/// Everything written, compressed to one gzip member.
class GzipWriter {
 public:
  GzipWriter();
  ~GzipWriter();
  GzipWriter(const GzipWriter&) = delete;
  GzipWriter& operator=(const GzipWriter&) = delete;

  /// Compresses `bytes`; what comes out is appended to `to`.
  void write(std::string_view bytes, std::string& to);
  /// The end of the member. Once, as the last call.
  void finish(std::string& to);

 private:
  struct Rep;
  std::unique_ptr<Rep> rep_;
};

/// Everything written, compressed to one Zstandard frame with a checksum.
class ZstdWriter {
 public:
  /// `level` is 1 to 19; others are taken for the nearest.
  explicit ZstdWriter(int level = 3);
  ~ZstdWriter();
  ZstdWriter(const ZstdWriter&) = delete;
  ZstdWriter& operator=(const ZstdWriter&) = delete;

  /// Compresses `bytes`; what comes out is appended to `to`.
  void write(std::string_view bytes, std::string& to);
  /// The end of the frame. Once, as the last call.
  void finish(std::string& to);

 private:
  struct Rep;
  std::unique_ptr<Rep> rep_;
};

}  // namespace magneto::internal::objects
