// SPDX-License-Identifier: Apache-2.0
//
// Checks the beginning of one of RocksDB's write-ahead log files, without RocksDB. Its manifests
// have the same form.
//
//   log    := block*                   of 32 KiB, the last one shorter
//   block  := record* padding          zeros, when fewer than 7 bytes are left
//   record := checksum (4 bytes little endian) length (2 bytes little endian) type (1 byte) payload
//   checksum := masked CRC-32C of type and payload
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace magneto::internal::storage {

/// Whether the first `synced_bytes` of the file are there and hold right records only. Errors:
/// kCorruption, with name and offset, also when the file is missing; kIo.
Result<void> check_log(const std::string& path, std::uint64_t synced_bytes);

/// The same of a manifest.
Result<void> check_manifest(const std::string& path, std::uint64_t synced_bytes);

/// The offset of the first wrong record of those that begin in the first `synced_bytes` of `log`, if
/// there is one. A record that ends behind `log` is wrong: its length may be what has changed.
std::optional<std::uint64_t> find_bad_record(std::string_view log, std::uint64_t synced_bytes);

/// Where the last whole record of the file ends. Looks at lengths only. Errors: kIo.
Result<std::uint64_t> end_of_records(const std::string& path);

/// The same of a log that is being written, piece by piece: a piece may end anywhere in a record.
class RecordEnds {
 public:
  void append(std::string_view bytes);
  /// The end of the last whole record so far.
  std::uint64_t last() const { return last_; }

 private:
  std::size_t take_header(std::string_view bytes);

  std::uint64_t at_ = 0;
  std::uint64_t last_ = 0;
  std::size_t rest_ = 0;  // of a payload, or of a block's padding
  std::string header_;    // as far as it has come
};

}  // namespace magneto::internal::storage
