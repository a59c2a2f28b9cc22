// SPDX-License-Identifier: Apache-2.0
//
// The memory of one modify: what it read and what it writes. One a thread, used again and again, so
// that a write takes nothing from the heap. It holds nothing between two uses.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <optional>
#include <string>
#include <vector>

#include "storage/rocksdb/families.h"

namespace magneto::internal::storage {

class WriteScratch {
 public:
  static WriteScratch& of_this_thread();

  /// Reads the newest values. The first error, if any, is that of all; Incomplete when that would
  /// have meant to wait.
  ::rocksdb::Status read(::rocksdb::DB& db, const FamilyHandles& families, Blocking blocking,
                         std::span<const Key> keys);

  /// Of the last read(), in the order of its keys.
  Values values() const { return values_; }
  ::rocksdb::WriteBatch& batch() { return batch_; }

  /// Takes the scratch for one scope, and empties it at the end.
  class Use {
   public:
    explicit Use(WriteScratch& scratch);
    ~Use();
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    WriteScratch* operator->() { return &scratch_; }

   private:
    WriteScratch& scratch_;
  };

 private:
  ::rocksdb::Status read_one(::rocksdb::DB& db, const FamilyHandles& families,
                             const ::rocksdb::ReadOptions& options, const Key& key);
  ::rocksdb::Status read_together(::rocksdb::DB& db, const FamilyHandles& families,
                                  const ::rocksdb::ReadOptions& options, std::span<const Key> keys);
  ::rocksdb::Status take(std::size_t i, const ::rocksdb::Status& status);
  void clear();

  bool in_use_ = false;
  std::size_t used_ = 0;  // of pinned_
  std::vector<::rocksdb::PinnableSlice> pinned_;
  std::vector<std::optional<std::string_view>> values_;
  std::vector<::rocksdb::Slice> keys_;
  std::vector<::rocksdb::ColumnFamilyHandle*> handles_;
  std::vector<::rocksdb::Status> statuses_;
  ::rocksdb::WriteBatch batch_;
};

}  // namespace magneto::internal::storage
