// SPDX-License-Identifier: Apache-2.0
//
// Our families as RocksDB's column families, and how each is tuned.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/options.h>

#include <array>
#include <memory>
#include <vector>

#include "storage/engine.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace magneto::internal::storage {

/// The column families of an open database, by Family.
class FamilyHandles {
 public:
  ::rocksdb::ColumnFamilyHandle* operator[](Family family) const {
    return handles_[static_cast<std::size_t>(family)];
  }
  const auto& all() const { return handles_; }

 private:
  friend class Database;
  std::array<::rocksdb::ColumnFamilyHandle*, kFamilyCount> handles_{};
};

/// In the order of Family. Names are stored: they never change.
std::vector<::rocksdb::ColumnFamilyDescriptor> family_descriptors(
    const RocksdbOptions& options, const std::shared_ptr<::rocksdb::Cache>& cache);

}  // namespace magneto::internal::storage
