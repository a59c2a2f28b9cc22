// SPDX-License-Identifier: Apache-2.0
//
// RocksDB's own log of events (the file LOG), without which everything goes on. RocksDB's way to
// write it ends the process with an assertion when it writes again after an error: on a full disk.
#pragma once

#include <rocksdb/env.h>

#include <memory>
#include <string>

namespace magneto::internal::storage {

/// Null when the file cannot be made. Errors of writing are nobody's.
std::shared_ptr<::rocksdb::Logger> open_event_log(const std::string& path);

}  // namespace magneto::internal::storage
