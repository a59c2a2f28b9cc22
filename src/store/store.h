// SPDX-License-Identifier: Apache-2.0
//
// The store: items, index entries, stream records and statistics of tables, on top of an engine's
// bytes. Every write of items is one `modify`, whatever it touches: an index never lags, a stream
// misses nothing, and a crash leaves all of it or nothing. Reading is in snapshot.h. Nobody above
// sees the engine or its families: what background work needs of them is here, too. Thread safe;
// arenas belong to the caller.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "base/clock.h"
#include "base/function_ref.h"
#include "base/result.h"
#include "catalog/catalog.h"
#include "catalog/space.h"
#include "derive/write_effect.h"
#include "storage/engine.h"
#include "store/change_numbers.h"
#include "store/change_page.h"
#include "store/item_ref.h"
#include "store/pinned_snapshots.h"
#include "store/snapshot.h"
#include "value/encoded_item.h"

namespace magneto::internal::store {

class Modification;

/// What a write does with one item. kNone leaves it as it is (a condition check).
struct ItemChange {
  enum class Kind : std::uint8_t { kNone, kPut, kErase };
  Kind kind = Kind::kNone;
  value::ItemView item;  ///< With kPut: the whole new item, in the arena or the request.
  derive::ChangeOrigin origin = derive::ChangeOrigin::kRequest;  ///< For the stream's record.
};

/// Sees the items as they are, says what becomes of each. May be called again: it starts from
/// scratch. The views of old items are valid during the call only: copy to the arena what the
/// answer needs. An error leaves everything as it was and is returned by modify().
using DecideItems = FunctionRef<Result<void>(std::span<const std::optional<value::ItemView>> old,
                                             std::span<ItemChange> changes)>;

/// The idempotency record of a transaction (ClientRequestToken), in the same atomic write.
struct TokenRecord {
  std::string_view token;           ///< With whatever makes it unique (account).
  std::string_view request_digest;  ///< Equal for equal requests. At most 64 bytes.
};

/// How far some work has come. `value` may be asked for again, as `decide`.
struct ProgressNote {
  std::string_view key;  ///< Of catalog/stored_keys.h.
  FunctionRef<std::string()> value;
};

/// An index that is being filled: one of the two kinds.
struct NewIndex {
  const catalog::Table* table = nullptr;
  const catalog::Index* index = nullptr;
  const catalog::VectorIndex* vector_index = nullptr;
};

class Store {
 public:
  /// Both must outlive the store.
  Store(storage::Engine& engine, const Clock& clock) : engine_(engine), clock_(clock) {}

  Snapshot snapshot(Blocking blocking) { return Snapshot(engine_.view(blocking)); }

  /// Reads the items, asks `decide`, and writes items, index entries and statistics in one atomic
  /// batch. `items` must name each item once. Gives one effect per item, in order, with what the
  /// write costs the table and each index. It is visible at once to later modifies, to snapshots
  /// once durable: answer after the engine's last_commit() is.
  /// Errors: decide's; kValidation when a new item does not fit an index key ("...Type mismatch for
  /// Index Key..."); kWouldBlock; kIo; kCorruption.
  Result<std::span<const derive::WriteEffect>> modify(Arena& arena, std::span<const ItemRef> items,
                                                      DecideItems decide, Blocking blocking);

  /// modify() that notes in the same batch how far the work has come that it belongs to.
  Result<std::span<const derive::WriteEffect>> modify_with_progress(Arena& arena,
                                                                    std::span<const ItemRef> items,
                                                                    DecideItems decide,
                                                                    const ProgressNote& progress,
                                                                    Blocking blocking);

  enum class TokenState : std::uint8_t { kFirstUse, kReplay, kMismatch };
  struct TransactionResult {
    TokenState token = TokenState::kFirstUse;
    /// One per item. Of a replay: old_bytes and new_bytes are the size of the image that the first
    /// request left or removed (a replay is charged as reads), no units. Of a mismatch: empty.
    std::span<const derive::WriteEffect> effects;
  };
  /// modify() with a token. When the token is already known (used in the last ten minutes) decide
  /// is not called and nothing is written.
  Result<TransactionResult> modify_once(Arena& arena, const TokenRecord& token,
                                        std::span<const ItemRef> items, DecideItems decide,
                                        Blocking blocking);

  /// The number from which on streams have what is written after the call. Errors: kWouldBlock,
  /// kIo, kCorruption.
  Result<ChangeNumber> next_change(Blocking blocking);

  /// How far streams can be read now: no record with a lower number will come any more, and all
  /// that was acknowledged is below. read_changes() sees them. Waits for the disk when some of that
  /// is not durable yet. Errors: as next_change().
  Result<ChangeNumber> readable_changes(Blocking blocking);

  /// A page of a stream's records, in the arena. REQUIRES: `request.end` is not above what
  /// readable_changes() gave. Errors: as next_change().
  Result<ChangePage> read_changes(Arena& arena, const ChangeRequest& request, Blocking blocking);

  // For background work. What follows waits for the disk; errors are kIo and kCorruption.

  /// What is newest now, durable or not: for work that then writes.
  Snapshot newest_snapshot() { return Snapshot(engine_.newest_view()); }

  /// Snapshots that requests made for the work that they began.
  PinnedSnapshots& pinned_snapshots() { return pinned_snapshots_; }

  /// Erases what is in a space and gives the disk's space back. What is written to it meanwhile may
  /// be erased or not.
  Result<void> erase_space(catalog::SpaceKind kind, keys::SpaceId space);
  /// The same of a space that nobody uses any more, with its counters.
  Result<void> drop_space(catalog::SpaceKind kind, keys::SpaceId space);

  /// Copies the next chunk of a walk over items to another space.
  Result<void> copy_items(Snapshot& from, SpaceWalk& walk, const ChunkSize& size, keys::SpaceId to);

  /// Writes the entries of a new index for items as they are now, and in the same batch that the
  /// last of them has been reached. REQUIRES: writes of the table keep the index's entries.
  Result<void> fill_index(const NewIndex& index, std::span<const std::string> item_keys,
                          const std::string& progress_key);

  /// Adds to the stored counters of an index, and then to its live statistics.
  Result<void> correct_counters(keys::SpaceId space, const SpaceCounts& difference,
                                catalog::Statistics& live);

  /// Whether a stream or a history has records with numbers from `begin` on and below `end`.
  Result<bool> has_changes(keys::SpaceId space, ChangeNumber begin, ChangeNumber end);
  /// Drops the records of a stream or a history that have numbers below `end`.
  Result<void> drop_changes(keys::SpaceId space, ChangeNumber end);

  /// Erases what is expired in the next chunk of a walk over tokens. How many they were.
  Result<std::uint64_t> erase_expired_tokens(SpaceWalk& walk, const ChunkSize& size);

  /// Notes how far some work has come, under a key of catalog/stored_keys.h, and forgets it.
  Result<void> write_progress(const std::string& key, std::string_view progress);
  Result<void> forget_progress(const std::string& key);

  const Clock& clock() const { return clock_; }

 private:
  Result<void> open_changes(Blocking blocking);
  Result<void> write(std::span<const ItemRef> items, std::span<const storage::Key> keys,
                     Modification& modification, storage::Decide run, Blocking blocking);

  storage::Engine& engine_;
  const Clock& clock_;
  ChangeNumbers change_numbers_;
  PinnedSnapshots pinned_snapshots_;
};

}  // namespace magneto::internal::store
