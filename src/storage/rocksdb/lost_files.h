// SPDX-License-Identifier: Apache-2.0
//
// Files of a data directory that must be there because others are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace magneto::internal::storage {

/// RocksDB takes a directory without CURRENT for a new one, and would then remove all that it does
/// not know: its tables. Errors: kCorruption, with the name of the missing file; kIo.
Result<void> check_for_lost_files(const std::string& directory);

/// The number that stands in a file's name, 0 where `digits` are none.
std::uint64_t file_number(std::string_view digits);
/// The number in a manifest's name ("MANIFEST-000012"), 0 for other names.
std::uint64_t manifest_number(std::string_view name);

/// The number of the manifest that CURRENT names; 0 when there is no CURRENT. Errors: kCorruption
/// (CURRENT is damaged); kIo.
Result<std::uint64_t> current_manifest(const std::string& directory);

}  // namespace magneto::internal::storage
