// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/view.h"

#include "storage/rocksdb/read_gate.h"
#include "storage/rocksdb/status.h"

namespace magneto::internal::storage {
namespace {

::rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

constexpr std::string_view kReadingRange = "reading a range";

/// RocksDB has not told what its own file system told it.
::rocksdb::Status read_lost() { return ::rocksdb::Status::IOError("a table file cannot be read"); }

class RangeCursor : public Cursor {
 public:
  RangeCursor(::rocksdb::DB& db, ::rocksdb::ColumnFamilyHandle* family,
              ::rocksdb::ReadOptions options, Blocking blocking, const Range& range)
      : begin_(range.begin), end_(range.end), blocking_(blocking), backward_(range.backward) {
    if (!range.end.empty() && range.begin >= range.end) return;  // nothing, and no iterator
    begin_slice_ = begin_;
    end_slice_ = end_;
    if (!begin_.empty()) options.iterate_lower_bound = &begin_slice_;
    if (!end_.empty()) options.iterate_upper_bound = &end_slice_;
    move([&] {
      iterator_.reset(db.NewIterator(options, family));
      backward_ ? iterator_->SeekToLast() : iterator_->Seek(begin_slice_);
    });
  }

  bool valid() const override { return valid_; }
  void next() override {
    move([this] { backward_ ? iterator_->Prev() : iterator_->Next(); });
  }
  std::string_view key() const override { return iterator_->key().ToStringView(); }
  std::string_view value() const override { return iterator_->value().ToStringView(); }

  Result<void> status() const override {
    if (refused_) return Error(ErrorCode::kWouldBlock, {});
    const ::rocksdb::Status status = iterator_ ? iterator_->status() : ::rocksdb::Status();
    if (!status.ok()) return to_error(status, kReadingRange);
    if (failed_) return to_error(read_lost(), kReadingRange);
    return {};
  }

 private:
  template <class Step>
  void move(Step step) {
    const ReadGate::Scope reads(blocking_);
    step();
    valid_ = iterator_->Valid();
    if (reads.incomplete()) [[unlikely]] {
      refused_ = reads.refused();
      failed_ = reads.failed();
      valid_ = false;
    }
  }

  const std::string begin_;  // the iterator refers to the bounds
  const std::string end_;
  ::rocksdb::Slice begin_slice_;
  ::rocksdb::Slice end_slice_;
  std::unique_ptr<::rocksdb::Iterator> iterator_;
  const Blocking blocking_;
  const bool backward_;
  bool valid_ = false;
  bool refused_ = false;
  bool failed_ = false;
};

class SnapshotView : public View {
 public:
  SnapshotView(::rocksdb::DB& db, const FamilyHandles& families, SnapshotPtr snapshot,
               Blocking blocking)
      : db_(db),
        families_(families),
        snapshot_(std::move(snapshot)),
        options_(read_options()),
        blocking_(blocking) {
    options_.snapshot = snapshot_->get();
  }

  Result<std::optional<std::string_view>> get(Key key) override {
    value_.Reset();
    const ReadGate::Scope reads(blocking_);
    const ::rocksdb::Status status =
        outcome(reads, db_.Get(options_, families_[key.family], slice(key.bytes), &value_));
    if (status.ok()) return std::optional(value_.ToStringView());
    if (status.IsNotFound()) return std::optional<std::string_view>();
    return to_error(status, "reading a key");
  }

  std::unique_ptr<Cursor> range(const Range& range) override {
    return std::make_unique<RangeCursor>(db_, families_[range.family], options_, blocking_, range);
  }

 private:
  ::rocksdb::DB& db_;
  const FamilyHandles& families_;
  const SnapshotPtr snapshot_;
  ::rocksdb::ReadOptions options_;
  const Blocking blocking_;
  ::rocksdb::PinnableSlice value_;
};

}  // namespace

::rocksdb::ReadOptions read_options() {
  ::rocksdb::ReadOptions options;
  // There are none: see docs/decisions/would-block.md.
  options.ignore_range_deletions = true;
  return options;
}

::rocksdb::Status incomplete_read(const ReadGate::Scope& reads, ::rocksdb::Status status) {
  if (reads.refused()) return ::rocksdb::Status::Incomplete();
  return status.ok() || status.IsNotFound() ? read_lost() : status;
}

std::unique_ptr<View> make_view(::rocksdb::DB& db, const FamilyHandles& families,
                                SnapshotPtr snapshot, Blocking blocking) {
  return std::make_unique<SnapshotView>(db, families, std::move(snapshot), blocking);
}

}  // namespace magneto::internal::storage
