// SPDX-License-Identifier: Apache-2.0
//
// The store: items, index entries, stream records and statistics of tables, on top of an engine's
// bytes. Every write is one `modify`, whatever it touches: an index never lags, a stream misses
// nothing, and a crash leaves all of it or nothing. Reading is in snapshot.h. Thread safe; arenas
// belong to the calling request.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/clock.h"
#include "base/function_ref.h"
#include "base/result.h"
#include "catalog/catalog.h"
#include "derive/write_effect.h"
#include "storage/engine.h"
#include "store/change_numbers.h"
#include "store/change_page.h"
#include "store/held_views.h"
#include "store/item_ref.h"
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

class Store {
 public:
  /// Both must outlive the store.
  Store(storage::Engine& engine, const Clock& clock) : engine_(engine), clock_(clock) {}

  Snapshot snapshot(storage::Blocking blocking) { return Snapshot(engine_.view(blocking)); }

  /// Reads the items, asks `decide`, and writes items, index entries and statistics in one atomic
  /// batch. `items` must name each item once. Gives one effect per item, in order, with what the
  /// write costs the table and each index. It is visible at once to later modifies, to snapshots
  /// once durable: answer after engine().last_commit() is.
  /// Errors: decide's; kValidation when a new item does not fit an index key ("...Type mismatch for
  /// Index Key..."); kWouldBlock; kIo; kCorruption.
  Result<std::span<const derive::WriteEffect>> modify(Arena& arena, std::span<const ItemRef> items,
                                                      DecideItems decide,
                                                      storage::Blocking blocking);

  /// modify() with something more in the same batch: how far some work has come. `also` may be
  /// called again, as `decide`.
  Result<std::span<const derive::WriteEffect>> modify_also(Arena& arena,
                                                           std::span<const ItemRef> items,
                                                           DecideItems decide,
                                                           FunctionRef<void(storage::Batch&)> also,
                                                           storage::Blocking blocking);

  enum class TokenState : std::uint8_t { kFirstUse, kReplay, kMismatch };
  struct TransactionResult {
    TokenState token = TokenState::kFirstUse;
    /// One per item. Of a replay: old_bytes and new_bytes are the item's size now (a replay is
    /// charged as reads), no units. Of a mismatch: empty.
    std::span<const derive::WriteEffect> effects;
  };
  /// modify() with a token. When the token is already known (used in the last ten minutes) decide
  /// is not called and nothing is written.
  Result<TransactionResult> modify_once(Arena& arena, const TokenRecord& token,
                                        std::span<const ItemRef> items, DecideItems decide,
                                        storage::Blocking blocking);

  /// The number from which on streams have what is written after the call. Errors: kWouldBlock,
  /// kIo, kCorruption.
  Result<ChangeNumber> next_change(storage::Blocking blocking);

  /// How far streams can be read now: no record with a lower number will come any more, and all
  /// that was acknowledged is below. read_changes() sees them. Waits for the disk when some of that
  /// is not durable yet. Errors: as next_change().
  Result<ChangeNumber> readable_changes(storage::Blocking blocking);

  /// A page of a stream's records, in the arena. REQUIRES: `request.end` is not above what
  /// readable_changes() gave. Errors: as next_change().
  Result<ChangePage> read_changes(Arena& arena, const ChangeRequest& request,
                                  storage::Blocking blocking);

  /// Views that a request made for background work.
  HeldViews& held_views() { return held_views_; }

  storage::Engine& engine() { return engine_; }
  const Clock& clock() const { return clock_; }

 private:
  Result<void> open_changes(storage::Blocking blocking);
  Result<void> write(std::span<const ItemRef> items, std::span<const storage::Key> keys,
                     Modification& modification, storage::Decide run, storage::Blocking blocking);

  storage::Engine& engine_;
  const Clock& clock_;
  ChangeNumbers change_numbers_;
  HeldViews held_views_;
};

}  // namespace magneto::internal::store
