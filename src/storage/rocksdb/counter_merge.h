// SPDX-License-Identifier: Apache-2.0
//
// Batch::add as RocksDB's merge operator.
#pragma once

#include <rocksdb/merge_operator.h>

#include <memory>

namespace magneto::internal::storage {

/// Adds vectors of counters (counters.h). Its name is stored in the table files.
std::shared_ptr<::rocksdb::MergeOperator> counter_merge_operator();

}  // namespace magneto::internal::storage
