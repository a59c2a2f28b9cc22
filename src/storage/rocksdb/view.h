// SPDX-License-Identifier: Apache-2.0
//
// Views and cursors over RocksDB.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/options.h>

#include "storage/rocksdb/families.h"
#include "storage/rocksdb/snapshots.h"

namespace magneto::internal::storage {

/// The options of every read: newest data unless a snapshot is set.
::rocksdb::ReadOptions read_options(Blocking blocking);

/// What a get under `options` found. When it may not wait, RocksDB says OK and gives an empty value
/// for a key that may be in a table file that is not open: that is Incomplete. (Values that are
/// empty are then read by those who may wait.)
::rocksdb::Status found(const ::rocksdb::ReadOptions& options, const ::rocksdb::Status& status,
                        const ::rocksdb::PinnableSlice& value);

/// Reads `snapshot`, which it keeps.
std::unique_ptr<View> make_view(::rocksdb::DB& db, const FamilyHandles& families,
                                SnapshotPtr snapshot, Blocking blocking);

}  // namespace magneto::internal::storage
