// SPDX-License-Identifier: Apache-2.0
//
// Batch over RocksDB's WriteBatch.
#pragma once

#include <rocksdb/write_batch.h>

#include "storage/rocksdb/families.h"

namespace magneto::internal::storage {

class RocksdbBatch : public Batch {
 public:
  /// Fills `batch`, which must be empty.
  RocksdbBatch(const FamilyHandles& families, ::rocksdb::WriteBatch& batch)
      : families_(families), batch_(batch) {}

  void put(Key key, std::string_view value) override;
  void erase(Key key) override;
  void add(Key key, std::span<const std::int64_t> deltas) override;

  /// What went wrong while filling, if anything.
  Result<void> status() const;

 private:
  void note(const ::rocksdb::Status& status) {
    if (!status.ok() && status_.ok()) status_ = status;
  }

  const FamilyHandles& families_;
  ::rocksdb::WriteBatch& batch_;
  ::rocksdb::Status status_;
};

}  // namespace magneto::internal::storage
