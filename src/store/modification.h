// SPDX-License-Identifier: Apache-2.0
//
// Modification: one run of Store::modify. Turns the values that the engine read into items, asks
// what becomes of them, and fills the engine's batch.
#pragma once

#include <array>
#include <span>

#include "base/arena.h"
#include "base/result.h"
#include "derive/change.h"
#include "derive/write_effect.h"
#include "storage/engine.h"
#include "store/change_numbers.h"
#include "store/space_counts.h"
#include "store/store.h"
#include "store/token.h"

namespace magneto::internal::store {

class Modification {
 public:
  /// Borrows everything for the run.
  Modification(Arena& arena, std::span<const ItemRef> items);

  /// The engine's keys of the items, with room for `more` behind them.
  std::span<storage::Key> engine_keys(std::size_t more) const;

  /// Before the run, when a table has a stream or a history: who numbers the records, and what time
  /// it is.
  void number_changes(ChangeNumbers::Writer& writer, std::int64_t now_ms) {
    writer_ = &writer;
    now_ms_ = now_ms;
    pending_ = arena_.make_span<PendingChange>(2 * items_.size());
  }

  /// Reads the items' values (the first ones), decides, fills the batch. May run again.
  Result<void> run(storage::Values values, storage::Batch& batch, const DecideItems& decide);

  /// Of the last run: what each write costs.
  std::span<const derive::WriteEffect> effects() const { return effects_; }

  /// Brings the tables' and indexes' live statistics up to date. Once, after the engine applied the
  /// batch.
  void count() const;

  /// The sizes of the images that the token's first request left or removed, instead of a run;
  /// where its record is of old, those of the items now.
  Result<std::span<const derive::WriteEffect>> sizes(storage::Values values,
                                                     const StoredToken& token);

 private:
  /// A record that gets its number when all of the run's are there.
  struct PendingChange {
    keys::SpaceId space = 0;
    derive::Change change;
  };

  /// What a run adds to the counters of a table, or of an index.
  struct Counted {
    keys::SpaceId space = 0;
    SpaceCounts counts;
  };

  Result<void> read(storage::Values values);
  Result<void> write(std::size_t i, storage::Batch& batch);
  /// Counters are gathered: a batch of one table writes its counter once, not with each item.
  void add_counts(const catalog::Table& table, const derive::DerivedWrite& write,
                  storage::Batch& batch);
  void add_count(keys::SpaceId space, const SpaceCounts& more, storage::Batch& batch);
  void write_counters(storage::Batch& batch);
  void add_changes(std::size_t i, const std::optional<value::ItemView>& new_item);
  void add_change(std::size_t i, keys::SpaceId space, catalog::ViewType view_type,
                  const std::optional<value::ItemView>& new_item);
  void write_changes(storage::Batch& batch);

  Arena& arena_;
  std::span<const ItemRef> items_;
  std::span<std::optional<value::ItemView>> old_;
  std::span<ItemChange> changes_;
  std::span<derive::DerivedWrite> writes_;
  std::span<derive::WriteEffect> effects_;
  std::span<PendingChange> pending_;  ///< Of the run, in the order of the items; then unused ones.
  std::size_t pending_count_ = 0;
  std::array<Counted, 8> counts_;  ///< Not in the batch yet; then unused ones.
  std::size_t counted_ = 0;
  ChangeNumbers::Writer* writer_ = nullptr;
  std::int64_t now_ms_ = 0;
};

}  // namespace magneto::internal::store
