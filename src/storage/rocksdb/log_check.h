// SPDX-License-Identifier: Apache-2.0
//
// Checks the beginning of one of RocksDB's write-ahead log files, without RocksDB.
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

/// The offset of the first wrong record in `log`, if there is one. The last record may be cut off:
/// a flush may end within a record when the next write has just begun.
std::optional<std::uint64_t> find_bad_record(std::string_view log);

}  // namespace magneto::internal::storage
