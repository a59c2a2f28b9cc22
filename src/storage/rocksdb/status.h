// SPDX-License-Identifier: Apache-2.0
//
// RocksDB's Status as our Error.
#pragma once

#include <rocksdb/status.h>

#include <string_view>

#include "base/result.h"

namespace magneto::internal::storage {

/// Incomplete (memory alone could not answer, or a write would have had to wait) becomes
/// kWouldBlock, damage kCorruption, all else kIo. `what` says what was being done. REQUIRES:
/// !status.ok().
Error to_error(const ::rocksdb::Status& status, std::string_view what);

}  // namespace magneto::internal::storage
