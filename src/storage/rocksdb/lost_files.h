// SPDX-License-Identifier: Apache-2.0
//
// Files of a data directory that must be there because others are.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace magneto::internal::storage {

/// RocksDB takes a directory without CURRENT for a new one, and would then remove all that it does
/// not know: its tables. Errors: kCorruption, with the name of the missing file; kIo.
Result<void> check_for_lost_files(const std::string& directory);

/// The number of the manifest that CURRENT names; 0 when there is no CURRENT. Errors: kCorruption
/// (CURRENT is damaged); kIo.
Result<std::uint64_t> current_manifest(const std::string& directory);

}  // namespace magneto::internal::storage
