// SPDX-License-Identifier: Apache-2.0
//
// Views and cursors over RocksDB.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/options.h>

#include <utility>

#include "storage/rocksdb/families.h"
#include "storage/rocksdb/read_gate.h"
#include "storage/rocksdb/snapshots.h"

namespace magneto::internal::storage {

/// The options of every read: newest data unless a snapshot is set. What may wait says ReadGate.
::rocksdb::ReadOptions read_options();

/// What a get within `reads` found when something could not be read: Incomplete when that would
/// have meant to wait, else `status` or, where RocksDB has lost the error, an error.
::rocksdb::Status incomplete_read(const ReadGate::Scope& reads, ::rocksdb::Status status);

/// What a get within `reads` found.
inline ::rocksdb::Status outcome(const ReadGate::Scope& reads, ::rocksdb::Status status) {
  if (reads.incomplete()) [[unlikely]]
    return incomplete_read(reads, std::move(status));
  return status;
}

/// Reads `snapshot`, which it keeps.
std::unique_ptr<View> make_view(::rocksdb::DB& db, const FamilyHandles& families,
                                SnapshotPtr snapshot, Blocking blocking);

}  // namespace magneto::internal::storage
