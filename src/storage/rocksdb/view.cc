// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/view.h"

#include "storage/rocksdb/status.h"

namespace magneto::internal::storage {
namespace {

::rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

class RangeCursor : public Cursor {
 public:
  RangeCursor(::rocksdb::DB& db, ::rocksdb::ColumnFamilyHandle* family,
              ::rocksdb::ReadOptions options, const Range& range)
      : begin_(range.begin), end_(range.end), backward_(range.backward) {
    if (!range.end.empty() && range.begin >= range.end) return;  // nothing, and no iterator
    begin_slice_ = begin_;
    end_slice_ = end_;
    if (!begin_.empty()) options.iterate_lower_bound = &begin_slice_;
    if (!end_.empty()) options.iterate_upper_bound = &end_slice_;
    iterator_.reset(db.NewIterator(options, family));
    backward_ ? iterator_->SeekToLast() : iterator_->Seek(begin_slice_);
  }

  bool valid() const override { return iterator_ != nullptr && iterator_->Valid(); }
  void next() override { backward_ ? iterator_->Prev() : iterator_->Next(); }
  std::string_view key() const override { return iterator_->key().ToStringView(); }
  std::string_view value() const override { return iterator_->value().ToStringView(); }

  Result<void> status() const override {
    if (iterator_ == nullptr) return {};
    const ::rocksdb::Status status = iterator_->status();
    if (status.ok()) return {};
    return to_error(status, "reading a range");
  }

 private:
  const std::string begin_;  // the iterator refers to the bounds
  const std::string end_;
  ::rocksdb::Slice begin_slice_;
  ::rocksdb::Slice end_slice_;
  std::unique_ptr<::rocksdb::Iterator> iterator_;
  const bool backward_;
};

class SnapshotView : public View {
 public:
  SnapshotView(::rocksdb::DB& db, const FamilyHandles& families, SnapshotPtr snapshot,
               Blocking blocking)
      : db_(db),
        families_(families),
        snapshot_(std::move(snapshot)),
        options_(read_options(blocking)) {
    options_.snapshot = snapshot_->get();
  }

  Result<std::optional<std::string_view>> get(Key key) override {
    value_.Reset();
    const ::rocksdb::Status status = found(
        options_, db_.Get(options_, families_[key.family], slice(key.bytes), &value_), value_);
    if (status.ok()) return std::optional(value_.ToStringView());
    if (status.IsNotFound()) return std::optional<std::string_view>();
    return to_error(status, "reading a key");
  }

  std::unique_ptr<Cursor> range(const Range& range) override {
    return std::make_unique<RangeCursor>(db_, families_[range.family], options_, range);
  }

 private:
  ::rocksdb::DB& db_;
  const FamilyHandles& families_;
  const SnapshotPtr snapshot_;
  ::rocksdb::ReadOptions options_;
  ::rocksdb::PinnableSlice value_;
};

}  // namespace

::rocksdb::ReadOptions read_options(Blocking blocking) {
  ::rocksdb::ReadOptions options;
  if (blocking == Blocking::kNever) options.read_tier = ::rocksdb::kBlockCacheTier;
  return options;
}

::rocksdb::Status found(const ::rocksdb::ReadOptions& options, const ::rocksdb::Status& status,
                        const ::rocksdb::PinnableSlice& value) {
  const bool guessed = options.read_tier == ::rocksdb::kBlockCacheTier && value.empty();
  return status.ok() && guessed ? ::rocksdb::Status::Incomplete() : status;
}

std::unique_ptr<View> make_view(::rocksdb::DB& db, const FamilyHandles& families,
                                SnapshotPtr snapshot, Blocking blocking) {
  return std::make_unique<SnapshotView>(db, families, std::move(snapshot), blocking);
}

}  // namespace magneto::internal::storage
