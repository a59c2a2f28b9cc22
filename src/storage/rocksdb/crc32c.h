// SPDX-License-Identifier: Apache-2.0
//
// CRC-32C (Castagnoli), the checksum of RocksDB's log records.
#pragma once

#include <cstdint>
#include <string_view>

namespace magneto::internal::storage {

/// The checksum of `bytes`, or of what `crc` covers followed by `bytes`. About 1.5 GB/s.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t crc = 0);

}  // namespace magneto::internal::storage
