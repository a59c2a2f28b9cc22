// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/write_scratch.h"

#include <algorithm>

#include "storage/rocksdb/view.h"

namespace magneto::internal::storage {
namespace {

// What a thread keeps for its next write. More (a transaction of large items) is given back.
constexpr std::size_t kKeptKeys = 32;
constexpr std::size_t kKeptBatchBytes = 256 * 1024;

::rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

}  // namespace

WriteScratch& WriteScratch::of_this_thread() {
  static thread_local WriteScratch scratch;
  return scratch;
}

::rocksdb::Status WriteScratch::read(::rocksdb::DB& db, const FamilyHandles& families,
                                     Blocking blocking, std::span<const Key> keys) {
  if (pinned_.size() < keys.size()) pinned_.resize(keys.size());
  values_.assign(keys.size(), std::nullopt);
  used_ = keys.size();
  if (keys.empty()) return {};
  const ::rocksdb::ReadOptions options = read_options();
  const ReadGate::Scope reads(blocking);
  return outcome(reads, keys.size() > 1 ? read_together(db, families, options, keys)
                                        : read_one(db, families, options, keys.front()));
}

::rocksdb::Status WriteScratch::read_one(::rocksdb::DB& db, const FamilyHandles& families,
                                         const ::rocksdb::ReadOptions& options, const Key& key) {
  return take(0, db.Get(options, families[key.family], slice(key.bytes), &pinned_[0]));
}

::rocksdb::Status WriteScratch::read_together(::rocksdb::DB& db, const FamilyHandles& families,
                                              const ::rocksdb::ReadOptions& options,
                                              std::span<const Key> keys) {
  keys_.clear();
  handles_.clear();
  for (const Key& key : keys) {
    keys_.push_back(slice(key.bytes));
    handles_.push_back(families[key.family]);
  }
  statuses_.assign(keys.size(), {});
  db.MultiGet(options, keys.size(), handles_.data(), keys_.data(), pinned_.data(),
              statuses_.data());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const ::rocksdb::Status taken = take(i, statuses_[i]);
    if (!taken.ok()) return taken;
  }
  return {};
}

::rocksdb::Status WriteScratch::take(std::size_t i, const ::rocksdb::Status& status) {
  if (status.IsNotFound()) return {};
  if (status.ok()) values_[i] = pinned_[i].ToStringView();
  return status;
}

void WriteScratch::clear() {
  for (std::size_t i = 0; i < used_; ++i) pinned_[i].Reset();
  used_ = 0;
  if (pinned_.size() > kKeptKeys) pinned_ = std::vector<::rocksdb::PinnableSlice>();
  if (batch_.GetDataSize() > kKeptBatchBytes) {
    batch_ = ::rocksdb::WriteBatch();
  } else {
    batch_.Clear();
  }
}

WriteScratch::Use::Use(WriteScratch& scratch) : scratch_(scratch) {
  MAGNETO_CHECK(!scratch.in_use_);  // modify() within decide()
  scratch.in_use_ = true;
}

WriteScratch::Use::~Use() {
  scratch_.clear();
  scratch_.in_use_ = false;
}

}  // namespace magneto::internal::storage
