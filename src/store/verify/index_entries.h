// SPDX-License-Identifier: Apache-2.0
//
// AnyIndex: an index of any kind and what its entries should be. IndexCheck compares them with what
// is stored.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "catalog/table.h"
#include "store/verify/check_context.h"
#include "value/encoded_item.h"

namespace magneto::internal::store {

/// Borrows the table.
class AnyIndex {
 public:
  AnyIndex(const catalog::Table& table, const catalog::Index& index)
      : table_(table), index_(&index) {}
  AnyIndex(const catalog::Table& table, const catalog::VectorIndex& index)
      : table_(table), vector_index_(&index) {}

  const catalog::Table& table() const { return table_; }
  const std::string& name() const { return index_ ? index_->name : vector_index_->name; }
  keys::SpaceId space() const { return index_ ? index_->space : vector_index_->space; }
  bool local() const { return index_ && index_->local; }
  bool backfilling() const { return index_ ? index_->backfilling : vector_index_->backfilling; }
  const catalog::Statistics& statistics() const {
    return index_ ? *index_->statistics : *vector_index_->statistics;
  }

  /// As stored.
  struct Entry {
    std::string_view key;
    std::string_view record;
    std::int64_t bytes;  ///< As counted.
  };
  /// The entry of an item, if it has one. In the arena.
  std::optional<Entry> entry_of(Arena& arena, value::ItemView item) const;

  /// The attributes in a stored entry. Errors: kCorruption.
  Result<value::ItemView> attributes_of(std::string_view record, std::string_view key) const;

 private:
  const catalog::Table& table_;
  const catalog::Index* index_ = nullptr;
  const catalog::VectorIndex* vector_index_ = nullptr;
};

/// A sum over entries, in any order. Two sums are equal when the entries are (or by a chance of 2^-128).
struct EntrySum {
  void add(std::string_view key, std::string_view record);
  friend bool operator==(const EntrySum&, const EntrySum&) = default;

  std::uint64_t entries = 0;
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};

class IndexCheck {
 public:
  explicit IndexCheck(const AnyIndex& index) : index_(index) {}

  const AnyIndex& index() const { return index_; }
  /// To be called for each item of the table. Gives the bytes of the item's entry, 0 if it has none.
  std::int64_t expect(Arena& arena, value::ItemView item);

  /// When all items have been seen: compares, and repairs if `may_repair`. Errors: kIo, kCorruption.
  Result<void> compare(CheckContext& context, bool may_repair);

  /// What the index's counters should be.
  std::int64_t entries() const { return static_cast<std::int64_t>(expected_.entries); }
  std::int64_t bytes() const { return bytes_; }

 private:
  Result<EntrySum> stored(CheckContext& context, CheckedPlace& place) const;

  const AnyIndex index_;
  EntrySum expected_;
  std::int64_t bytes_ = 0;
};

}  // namespace magneto::internal::store
